import { type JsonObject } from '@overstap/kernel';
import {
  type CasePack,
  CLOSURE_CLASSES,
  ConsentGiven,
  DATA_CATEGORIES,
  EVENT_CATALOGUE,
  GLASS_FINDINGS,
  LoadCapacityRecorded,
  OUTCOME_TYPES,
  ReportShared,
  SUBJECT_REQUEST_KINDS,
  SuitabilityDecided,
  type SubjectRequest,
  SuitableJobOffered,
} from '@overstap/mobility';
import { type Contact, type PersonsName, type ReadGlass, type RetentionEnd, TOLD_OF_PLAN } from '@overstap/projections';
import {
  always,
  category,
  date,
  decimal,
  fieldsIn,
  flag,
  instant,
  list,
  named,
  object,
  objectOf,
  oneOf,
  orNull,
  role,
  type Shape,
  text,
  uuid,
  whole,
} from '../http/shapes.js';

/** Null where whoever asks may not read it, and where nobody can any more. */
export const PERSONS_NAME = orNull(objectOf<PersonsName>({ firstName: orNull(text), lastName: orNull(text) }));

export const CONTACT = named(
  'Contact',
  objectOf<Contact>({
    trajectory: text,
    firstName: orNull(text),
    lastName: orNull(text),
    email: orNull(text),
    phone: orNull(text),
    address: orNull(text),
    language: orNull(text),
    externalId: orNull(text),
  }),
);

const COMPLIANCE = {
  caseManager: orNull(text),
  obligations: list(
    object({ code: text, result: oneOf(['MET', 'MISSED']) }, { legalOn: orNull(date), dueOn: orNull(date) }),
  ),
  threeWayMeetings: list(date),
  activities: list(object({ kind: text, count: whole })),
  suitableJobs: list(
    object(
      { response: oneOf(['NONE', 'ACCEPTED', 'REFUSED']), respondedOn: orNull(date) },
      fieldsIn(SuitableJobOffered, ['internal', 'respondBy']),
    ),
  ),
  reports: list(object({ ...fieldsIn(ReportShared), disputed: flag })),
  evaluations: list(date),
  ability: orNull(
    object({}, fieldsIn(LoadCapacityRecorded, ['hoursPerDay', 'hoursPerWeek', 'abilities', 'validUntil'])),
  ),
};

/** What only COMPLIANCE tells is not there under STATUS. */
export const EMPLOYERS_PERSON = named(
  'EmployersPerson',
  object(
    {
      trajectory: text,
      name: PERSONS_NAME,
      started: flag,
      phaseGroup: orNull(oneOf(['START', 'ANALYSIS', 'SEARCH', 'CLOSED'])),
      plannedEndOn: orNull(date),
      hoursUsed: decimal,
      coach: orNull(text),
      redundancyOn: orNull(date),
      contractEndOn: orNull(date),
      firstContactOn: orNull(date),
      intakeOn: orNull(date),
      outcome: orNull(object({ type: orNull(oneOf(OUTCOME_TYPES)), startsOn: orNull(date) })),
      closureClass: orNull(oneOf(CLOSURE_CLASSES)),
    },
    COMPLIANCE,
  ),
);

export const WORKSHOP_GUEST = named(
  'WorkshopGuest',
  object({
    workshop: text,
    trajectory: text,
    name: PERSONS_NAME,
    enrolledOn: orNull(date),
    attendedOn: orNull(date),
  }),
);

export const THREE_WAY_RESULT = object({ trajectory: text, on: date, agreedGoals: orNull(text) });

export const CASE_PACK = named(
  'CasePack',
  objectOf<CasePack & { readonly trajectory: string }>({
    trajectory: text,
    offerId: text,
    internal: orNull(flag),
    scaleDelta: orNull(whole),
    travelMinutes: orNull(whole),
    respondBy: orNull(date),
    acceptedOn: orNull(date),
    refusedOn: orNull(date),
    disputedOn: orNull(date),
    decision: orNull(fieldsIn(SuitabilityDecided, ['decision'])['decision'] as Shape<string>),
    decidedOn: orNull(date),
  }),
);

export const GLASS = named(
  'BrokenGlass',
  objectOf<ReadGlass>({
    glass: text,
    trajectory: text,
    byRole: role,
    byRef: text,
    byAccount: orNull(text),
    openedAt: instant,
    until: instant,
    reason: orNull(text),
    comment: orNull(text),
    reviewedBy: orNull(text),
    reviewedAt: orNull(instant),
    finding: orNull(oneOf<string>(GLASS_FINDINGS)),
  }),
);

const STANDING = {
  trajectory: text,
  consentId: text,
  until: date,
  givenOn: date,
  withdrawnOn: orNull(date),
  inForce: flag,
};
export const CONSENT = named(
  'Consent',
  object(STANDING, fieldsIn(ConsentGiven, ['purpose', 'categories', 'recipient'])),
);
export const SUBJECT_REQUEST = named(
  'SubjectRequest',
  objectOf<SubjectRequest>(
    { requestId: text, kind: oneOf(SUBJECT_REQUEST_KINDS), dueOn: date, receivedOn: date, fulfilled: flag },
    { wrong: text, about: text, answeredOn: date, corrections: list(uuid), refusedFor: text },
  ),
);
/** What a person has of their rights, without what they consented to and for whom. */
export const RIGHTS = named(
  'Rights',
  object({
    requests: list(SUBJECT_REQUEST),
    consents: list(object(STANDING)),
    restricted: flag,
    held: list(category),
    destroyed: list(category),
  }),
);
export const RETENTION_END = objectOf<RetentionEnd & { readonly held: boolean }>({
  participant: text,
  class: oneOf(DATA_CATEGORIES),
  until: date,
  held: flag,
});

/** By the type of the fact its fields, as far as they are told. */
const PLAN_FACT: JsonObject = {
  anyOf: [...TOLD_OF_PLAN].map(([type, { fields }]) => {
    const definition = EVENT_CATALOGUE.get(type);
    return object({ type: always(type) }, definition && fieldsIn(definition.payload, fields));
  }),
};
export const PSEUDONYMOUS_PLAN = named('PseudonymousPlan', object({ pseudonym: text, facts: list(PLAN_FACT) }));
