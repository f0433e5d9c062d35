import { type Role } from '@overstap/kernel';
import {
  CLOCK_KINDS,
  CLOCK_STATUSES,
  CLOCK_STOPS,
  CLOCK_TIMES,
  CLOSURE_CLASSES,
  EVENT_CATALOGUE,
  type NoShows,
  TIMED_AGGREGATES,
  TRAJECTORY_STATUSES,
} from '@overstap/mobility';
import {
  type ClockOnDay,
  type OwnTrajectory,
  type SummaryOnDay,
  type TaskCard,
  type TaskOnCard,
  type TimelineEvent,
} from '@overstap/projections';
import { type Names } from '../../program/template-names.js';
import {
  anyObject,
  category,
  date,
  flag,
  instant,
  list,
  named,
  names,
  object,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  role,
  text,
  uuid,
  whole,
} from '../http/shapes.js';
import { PERSONS_NAME } from './people-shapes.js';
import { type WithName } from './person-names.js';
import { TASK_STATUS } from './task-shapes.js';

const STATUS = named('TrajectoryStatus', oneOf([...TRAJECTORY_STATUSES, 'UNKNOWN'] as const));
const CLOSURE = oneOf<string>(CLOSURE_CLASSES);
export const CLOCK_KIND = oneOf(CLOCK_KINDS);

/** What everybody reads who reads of a trajectory at all. */
const STANDS = {
  trajectory: text,
  programme: orNull(text),
  template: orNull(text),
  templateVersion: orNull(whole),
  status: STATUS,
  phase: orNull(text),
  phaseSince: orNull(date),
  plannedEndOn: orNull(date),
  landedOn: orNull(date),
  concludedOn: orNull(date),
  pausedSince: orNull(date),
  revision: whole,
};

export const TRAJECTORY = named(
  'Trajectory',
  objectOf<WithName<SummaryOnDay>>({
    ...STANDS,
    participant: orNull(text),
    cohort: orNull(text),
    wave: orNull(whole),
    batch: orNull(text),
    language: orNull(text),
    coach: orNull(text),
    caseManager: orNull(text),
    referredOn: orNull(date),
    notifiedOn: orNull(date),
    invitedOn: orNull(date),
    reachedOn: orNull(date),
    startedOn: orNull(date),
    closureClass: orNull(CLOSURE),
    nextDueOn: orNull(date),
    nextDueCode: orNull(text),
    nextDueTimes: orNull(oneOf<string>(CLOCK_TIMES)),
    nextDueKind: orNull(CLOCK_KIND),
    openTasks: list(text),
    lastEventOn: orNull(date),
    overdue: flag,
    name: PERSONS_NAME,
  }),
);

/** Of a trajectory. */
export const NO_SHOWS = named('NoShows', objectOf<NoShows>({ noShows: whole, unexcused: whole }));

const ON_CARD = objectOf<TaskOnCard>({
  task: text,
  code: text,
  phase: orNull(text),
  status: TASK_STATUS,
  dueOn: orNull(date),
});
export const TASK_CARD: Shape<TaskCard> = named(
  'TaskCard',
  object({ ...STANDS, language: orNull(text), coach: orNull(text), tasks: list(ON_CARD) }),
);

type WordedTrajectory = Omit<
  OwnTrajectory,
  'template' | 'template_version' | 'phase' | 'coach' | 'programme_name_nl' | 'programme_name_en'
> & {
  readonly programme_names: { readonly [language in keyof Names]: string | null };
  readonly phase: { readonly id: string; readonly names: Names | null } | null;
  readonly coach: { readonly id: string; readonly name: string | null } | null;
};
export const OWN_TRAJECTORY = named(
  'OwnTrajectory',
  objectOf<WordedTrajectory>({
    trajectory: text,
    programme: orNull(text),
    programmeNames: objectOf<WordedTrajectory['programme_names']>({ nl: orNull(text), en: orNull(text) }),
    status: STATUS,
    phase: orNull(objectOf<NonNullable<WordedTrajectory['phase']>>({ id: text, names: orNull(names) })),
    phaseSince: orNull(date),
    coach: orNull(objectOf<NonNullable<WordedTrajectory['coach']>>({ id: text, name: orNull(text) })),
    invitedOn: orNull(date),
    startedOn: orNull(date),
    plannedEndOn: orNull(date),
    landedOn: orNull(date),
    concludedOn: orNull(date),
    closureClass: orNull(CLOSURE),
    pausedSince: orNull(date),
    revision: whole,
  }),
);

export const EVENT_TYPE = named('EventType', oneOf<string>([...EVENT_CATALOGUE.keys()]));
/** `data` has of the fields of its type those that its reader may see. */
const HAPPENED = {
  id: uuid,
  revision: whole,
  type: EVENT_TYPE,
  occurredAt: instant,
  recordedAt: instant,
  data: anyObject,
  erased: list(category),
};
const STRUCK = {
  struck: objectOf<NonNullable<TimelineEvent['struck']>>({ how: oneOf(['CORRECTED', 'VOIDED']), by: uuid }),
};
export const TIMELINE_ENTRY = named(
  'TimelineEntry',
  objectOf<TimelineEvent>(
    { ...HAPPENED, actor: objectOf<TimelineEvent['actor']>({ type: role }, { id: text }) },
    STRUCK,
  ),
);

interface NamedByRole {
  readonly type: Role;
  readonly name?: string | null;
}
export const OWN_TIMELINE_ENTRY = named(
  'OwnTimelineEntry',
  objectOf<Omit<TimelineEvent, 'actor'> & { readonly actor: NamedByRole }>(
    { ...HAPPENED, actor: objectOf<NamedByRole>({ type: role }, { name: orNull(text) }) },
    STRUCK,
  ),
);

export const CLOCK = named(
  'Clock',
  objectOf<WithName<ClockOnDay>>({
    id: text,
    clock: text,
    aggregate: oneOf<string>(TIMED_AGGREGATES),
    aggregateId: text,
    programme: orNull(text),
    code: text,
    times: oneOf<string>(CLOCK_TIMES),
    kind: CLOCK_KIND,
    generation: whole,
    status: oneOf(CLOCK_STATUSES),
    armedOn: date,
    dueOn: orNull(date),
    dueAt: orNull(instant),
    legalOn: orNull(date),
    stoppedOn: orNull(date),
    how: orNull(oneOf(CLOCK_STOPS)),
    expiredAt: orNull(instant),
    onTime: orNull(flag),
    putRight: flag,
    overdue: flag,
    name: PERSONS_NAME,
  }),
);
