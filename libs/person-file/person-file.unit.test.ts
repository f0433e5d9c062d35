import { describe, expect, test } from '@jest/globals';
import { type EventDefinition, fieldsOf, type PayloadClass, type RecordedEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE, isWorkflowEvent, RECORDED_EVENTS } from '@overstap/mobility';
import { MAIL_PREFERENCES } from '@overstap/reminders';
import { DUTCH_CODES, ENGLISH_CODES } from './code-names.js';
import { DUTCH_EVENTS } from './event-names.js';
import { DUTCH_FIELDS } from './field-names.js';
import { documentOf, personFilePdf } from './pdf.js';
import { consentsIn, filedTrajectory, type PersonFile } from './person-file.js';
import { codesIn, valueText } from './words.js';

/** Of the agency, its programmes and its coaches, and of the engine. */
const OTHERS =
  /^(?:Calendar|Employer|Legal|Cohort|Programme|Landing|Performance|Provider|Budget|Committee|Coach(?:Registered|Profile|Absence|Capacity|Credential|PutIn|TakenOut)|Supervision|Billing|Invoice|Cost|Report(?:Schedule)|Snapshot|Team|Retention(?:Policy)|Task)/;
const ofPersons = [...RECORDED_EVENTS.values()].filter(({ type }) => !OTHERS.test(type));
const ROLES = ['BACK_OFFICE', 'QUALITY_OFFICER'];
const ACCOUNT_STATUSES = ['INVITED', 'ACTIVE', 'DISABLED'];
let nth = 0;
const event = (type: string, data: object, id = `e-${(nth += 1)}`): RecordedEvent =>
  ({
    ...{ id, type, data, tenant: 'a', stream: 'trajectory-t-1', occurredAt: `2026-09-0${(nth % 9) + 1}T08:00:00.000Z` },
    ...{ recordedAt: '2026-09-09T08:00:00.000Z', actor: { type: 'COACH', id: 'eva' } },
  }) as unknown as RecordedEvent;
const note = (id: string, ref: string, sharedWithParticipant: boolean) =>
  event('SessionNoteRecorded', { noteId: id, ref, sharedWithParticipant }, id);
const filed = (...events: readonly RecordedEvent[]) =>
  filedTrajectory('t-1', 'REORG', events, (coach) => (coach === 'eva' ? 'Eva Visser' : undefined));

describe('the file of a person', () => {
  test('holds the notes that were shared, and of the others only when they were made', () => {
    const { trajectory, workingFile } = filed(note('n-1', 'gedeeld', true), note('n-2', 'geheim', false));
    expect(JSON.stringify(trajectory)).toMatch(/gedeeld/);
    expect(JSON.stringify([trajectory, workingFile])).not.toMatch(/geheim/);
    expect(workingFile).toEqual([{ trajectory: 't-1', at: expect.stringMatching(/^2026-09-/) }]);
  });

  test('holds no correction of a note that is not shared, and a note once a correction shares it', () => {
    const corrected = (changes: object) => event('FactCorrected', { eventId: 'n-2', changes, reason: 'geheim' });
    const kept = filed(
      note('n-2', 'geheim', false),
      event('FactCorrected', { eventId: 'n-2', changes: {}, coachingChanges: { ref: 'geheim ook' }, reason: 'x' }),
      event('FactVoided', { eventId: 'n-2', reason: 'geheim' }),
    );
    expect(kept.trajectory.events).toEqual([]);
    expect(filed(note('n-2', 'x', false), corrected({ sharedWithParticipant: true })).workingFile).toEqual([]);
    const hidden = filed(note('n-2', 'geheim', true), corrected({ sharedWithParticipant: false }));
    expect(JSON.stringify(hidden)).not.toMatch(/geheim/);
  });

  test('tells who recorded something by role, and lists consents with their withdrawal', () => {
    const { trajectory } = filed(
      event('ConsentGiven', { consentId: 'c-1', purpose: 'SHARE_REPORT', recipient: 'HR', until: '2027-01-01' }),
      event('ConsentGiven', { consentId: 'c-2', purpose: 'REFERRAL', recipient: 'arts', until: '2027-01-01' }),
      event('ConsentWithdrawn', { consentId: 'c-1' }),
    );
    expect(JSON.stringify(trajectory)).not.toMatch(/eva/);
    expect(consentsIn(trajectory).map(({ consentId, withdrawnAt }) => [consentId, withdrawnAt !== null])).toEqual([
      ['c-1', true],
      ['c-2', false],
    ]);
  });
});

describe('who else is in the file', () => {
  /** Every field of every event of a person or their trajectory, filled with the id of somebody of the agency. */
  const telling = ({ type, payload }: EventDefinition): RecordedEvent =>
    event(type, Object.fromEntries(fieldsOf(payload).map(({ name }) => [name, `canary-${name}`])), `e-${type}`);
  /** Ids of things, of the person themselves and of their employer. */
  const OF_THINGS =
    /^(?:(?:application|batch|clock|cohort|consent|employer|event|glass|goal|instrument|migration|note|offer|participant|phase|placement|programme|referral|report|request|session|task|template|templateTask|training|vacancy|workshop)Id|about|anchor|calendar|code|codeOfConduct|corrections|evidence|evidenceRef|field|fromTemplate|hash|items|language|normVersion|oldHash|period|reasonCode|regionCode|rung|rungs|toTemplate|version)$/;

  test('an id that may be somebody’s is withheld or told as a name: a new one needs a verdict', () => {
    const { trajectory } = filed(
      // The engine's tasks are in the copy too.
      ...[...EVENT_CATALOGUE.values()]
        .filter(({ type }) => isWorkflowEvent({ type }) || !OTHERS.test(type))
        .map(telling),
    );
    const isAnId = (type: string, name: string): boolean => {
      const field = fieldsOf(EVENT_CATALOGUE.get(type)!.payload).find((each) => each.name === name);
      return field?.schema['pattern'] !== undefined && field.schema['format'] === undefined;
    };
    const left = trajectory.events.flatMap(({ type, data }) =>
      Object.keys(data).flatMap((name) => (isAnId(type, name) && !OF_THINGS.test(name) ? [`${type}.${name}`] : [])),
    );
    expect(trajectory.events.length).toBeGreaterThan(150);
    expect(left).toEqual([]);
  });

  test('a coach is there by name, one whose name is gone not at all, and nobody by id', () => {
    const { trajectory } = filed(
      event('CoachMatched', { coachId: 'eva', specialism: 'zij' }),
      event('CoachReassigned', { from: 'eva', to: 'gone', reason: 'ZIEK-CANARY', handoverDone: true }),
      event('BreakGlassReviewed', { glassId: 'g-1', reviewer: 'q-1', finding: 'JUSTIFIED', comment: 'CANARY' }),
      event('TrajectoryExtended', { newEnd: '2027-04-01', reason: 'meer tijd', approvedBy: 'lead-1' }),
      event('TaskReassigned', { taskId: 'INTAKE', to: 'max' }),
      event('CoachProposed', { coachId: 'eva' }),
    );
    const text = JSON.stringify(trajectory);
    expect(text).not.toMatch(/eva|gone|q-1|lead-1|max|CANARY|CoachProposed/);
    expect(trajectory.events.map(({ data }) => data)).toMatchObject([
      { coach: 'Eva Visser' },
      { from: 'Eva Visser', handoverDone: true },
      { glassId: 'g-1', finding: 'JUSTIFIED' },
      { newEnd: '2027-04-01', reason: 'meer tijd' },
      { taskId: 'INTAKE' },
    ]);
  });

  test('a correction has no more of a field than what it corrects, and what was voided is not theirs', () => {
    const corrected = filed(
      event('CaseManagerNamed', { caseManagerId: 'm-1', on: '2026-09-01' }, 'e-named'),
      event('FactCorrected', { eventId: 'e-named', changes: { caseManagerId: 'm-2', on: '2026-09-02' }, reason: 'x' }),
      event('FactCorrected', { eventId: 'e-nowhere', changes: { on: '2026-09-02' }, reason: 'x' }),
      event('IntakeHeld', { on: '2026-09-01', minutes: 77 }, 'e-wrong'),
      event('FactVoided', { eventId: 'e-wrong', reason: 'van iemand anders' }),
    ).trajectory.events;
    expect(JSON.stringify(corrected)).not.toMatch(/m-1|m-2|77|iemand anders/);
    expect(corrected.map(({ type }) => type)).toEqual(['CaseManagerNamed', 'FactCorrected']);
    expect(corrected[1]?.data).toMatchObject({ changes: { on: '2026-09-02' } });
  });
});

describe('the file to read', () => {
  const ENGINE = event('TaskCreated', { code: 'INTAKE' });
  const file: PersonFile = {
    ...{ version: 1, participant: 'p-1', madeAt: '2026-10-01T08:00:00.000Z' },
    ...{ details: { firstName: 'Łucja', language: 'nl' }, accounts: [], messages: [], preferences: [], events: [] },
    ...{
      trajectories: [
        filed(event('SessionHeld', { sessionId: 's-1', attendance: 'PRESENT', minutes: 60 }), ENGINE).trajectory,
      ],
    },
    ...{ workingFile: [{ trajectory: 't-1', at: '2026-09-08T08:00:00.000Z' }], consents: [] },
    accessLog: [
      { day: '2026-09-02', said: { nl: 'Je coach bekeek je tijdlijn.', en: 'Your coach looked at your timeline.' } },
    ],
  };

  test('is in the person’s language, without what only programs read', () => {
    const dutch = JSON.stringify(documentOf(file, 'nl').content);
    expect(dutch).toMatch(/Gesprek gehouden\\naanwezigheid: aanwezig\\nminuten: 60/);
    expect(dutch).toMatch(/voornaam","Łucja.*werkaantekeningen.*2026-09-08.*Je coach bekeek/);
    expect(dutch).not.toMatch(/s-1|TaskCreated|task created/i);
    expect(JSON.stringify(documentOf(file, 'en').content)).toMatch(/Session held\\nattendance: present/);
  });

  test('tells what is known apart from what happened, without ids, moments as a clock shows them, and messages in words', () => {
    const known: PersonFile = {
      ...file,
      details: { participantId: '01a05bc4-0000-70a9-bb25-d3cc14607f2a', firstName: 'Łucja' },
      accounts: [{ email: 'zelf@voorbeeld.example', createdAt: '2026-09-01T08:00:00.000Z', signedInAt: null }],
      messages: [{ at: '2026-09-01T08:30:00.000Z', message: 'GLASS_BROKEN', read: false }],
    };
    const dutch = JSON.stringify(documentOf(known, 'nl').content);
    expect(dutch).toMatch(/Wie je bent.*"Gegeven".*"Waarde".*voornaam","Łucja/);
    expect(dutch).not.toMatch(/01a05bc4|T08:00/);
    expect(dutch).toMatch(/gemaakt op","2026-09-01 10:00"/);
    expect(dutch).toMatch(/2026-09-01","Er is in je dossier meegelezen \(niet gelezen\)"/);
    expect(JSON.stringify(documentOf(known, 'en').content)).toMatch(/Somebody read on in your file \(not read\)/);
  });

  test('names every field of what is recorded of a person in Dutch', () => {
    const names = (payload: PayloadClass): readonly string[] =>
      fieldsOf(payload).flatMap(({ name, nested }) => [name, ...(nested ? names(nested()) : [])]);
    const all = [...RECORDED_EVENTS.values()]
      .filter(({ type }) => !OTHERS.test(type))
      .flatMap(({ payload }) => names(payload));
    const isRead = (name: string): boolean => !/(?:Id|^id|Hash|^hash)$/.test(name);
    expect([...new Set(all)].filter((name) => isRead(name) && DUTCH_FIELDS[name] === undefined)).toEqual([]);
  });

  test('is a PDF', async () => {
    const pdf = await personFilePdf(file, 'nl');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  });

  test('says codes in words, and what people wrote as they wrote it', () => {
    expect(valueText('SHARE_REPORT', 'en', 'purpose')).toBe('share report');
    expect(valueText('SHARE_REPORT', 'nl', 'purpose')).toBe('verslag delen');
    expect(valueText('OPEN', 'nl', 'comment')).toBe('OPEN');
    expect(valueText([true, { firstName: 'Noor' }], 'nl', 'items')).toBe('ja; voornaam: Noor');
    expect(['result', 'dateBasis'].map((field) => valueText('ACCEPTED', 'nl', field))).toEqual([
      ...['aangenomen', 'dag van aannemen'],
    ]);
  });

  test('has Dutch words for every code that an event of a person may hold, and for no code that is none', () => {
    const codes = ofPersons.flatMap(({ payload }) => [...codesIn(payload).values()].flat());
    const missing = [...new Set(codes)].filter((code) => DUTCH_CODES[code] === undefined);
    expect(codes.length).toBeGreaterThan(300);
    expect(missing).toEqual([]);
    const known = new Set([...codes, ...ACCOUNT_STATUSES, ...MAIL_PREFERENCES, ...ROLES]);
    const named = [...Object.keys(DUTCH_CODES), ...Object.keys(ENGLISH_CODES)];
    expect(named.map((key) => key.split('.').at(-1) ?? '').filter((code) => !known.has(code))).toEqual([]);
    expect([...ACCOUNT_STATUSES, ...MAIL_PREFERENCES].filter((code) => DUTCH_CODES[code] === undefined)).toEqual([]);
  });
});

test('everything recorded of a person has a Dutch name, and no name is of something else', () => {
  const types = [...RECORDED_EVENTS.keys()].filter((type) => !OTHERS.test(type));
  expect(types.filter((type) => DUTCH_EVENTS[type] === undefined)).toEqual([]);
  expect(Object.keys(DUTCH_EVENTS).filter((type) => !EVENT_CATALOGUE.has(type))).toEqual([]);
});
