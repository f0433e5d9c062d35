import { type EventToAppend, type JsonObject, type RecordedEvent, type StoredEvent } from '@overstap/kernel';
import { type TestDatabase } from '../../../../test/support/postgres.js';
import { type TenantClient } from '../index.js';
import { bare, TENANT } from './fold.js';
import { PLACEMENT, WrittenLife } from './lives.js';
import { projected, type ToProject } from './projected.js';

export const TODAY = '2026-10-01';

export const opened = (events: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> =>
  Promise.resolve(
    events.map(({ sealed, ...event }): RecordedEvent => {
      const blocks = Object.values(sealed).map(
        (block) => JSON.parse(Buffer.from(block, 'base64').toString()) as JsonObject,
      );
      return { ...event, data: Object.assign({}, event.data, ...blocks) as JsonObject };
    }),
  );
const seal = (fields: object): string => Buffer.from(JSON.stringify(fields)).toString('base64');

const ZOE = { firstName: 'Zoë', lastName: 'Old', phone: '06-1', language: 'nl', birthYear: 1970 };
export const LEAD = { type: 'TEAM_LEAD', id: 'north' } as const;
const OFFICER = { type: 'QUALITY_OFFICER', id: 'vera' } as const;
const glassOf = ({ events }: WrittenLife): string =>
  (events.findLast(({ type }) => type === 'BreakGlassOpened')?.data as { glassId: string }).glassId;

export const landedLife = new WrittenLife('t1');
const activeLife = new WrittenLife('t2');

function live(): void {
  for (const life of [landedLife, activeLife]) {
    life.until('2026-09-01').refer({
      participantId: `p-${life.trajectory}`,
      notifiedOn: '2026-09-01',
      cohortId: 'c-1',
      wave: 1,
      batchId: 'b-1',
    });
    life.tell('InviteParticipant', { channel: 'MAIL', language: 'nl' });
    life.until('2026-09-03').tell('MakeFirstContact', { on: '2026-09-03', channel: 'PHONE' });
    life.tell('MatchCoach', { coachId: 'coach-1' });
    life.until('2026-09-08').tell('HoldIntake', { on: '2026-09-08', minutes: 60, mode: 'ONSITE' });
  }
  activeLife.tell('AddTask', { title: 'Call Zoë', role: 'COACH', dueOn: TODAY });
  landedLife
    .until('2026-09-20')
    .tell('RecordPlacement', { ...PLACEMENT, acceptedOn: '2026-09-19', startsOn: '2026-11-01' });
  landedLife.tell('CorrectPlacement', { placementId: 'pl-1', acceptedOn: '2026-09-18', reason: 'typing' });
  for (const life of [landedLife, activeLife]) life.until(TODAY);
  landedLife.tell('RecordSessionNote', { noteId: 'n-1', ref: 'Worried', sharedWithParticipant: false });
  landedLife.tell('OpenBreakGlass', { reason: 'Cannot be reached', minutes: 30 }, LEAD);
  landedLife.tell('ReviewBreakGlass', { glassId: glassOf(landedLife), finding: 'JUSTIFIED' }, OFFICER);
  landedLife.tell('OpenBreakGlass', { reason: 'Once more', minutes: 240 }, OFFICER);
  // Of two accounts that lead the one team.
  activeLife.attempt({ type: 'OpenBreakGlass', data: { reason: 'By an account', minutes: 30 } }, LEAD, 'account-1');
}

interface AskedWorld {
  readonly database: TestDatabase;
  ask<Answer>(question: (client: TenantClient) => Promise<Answer>): Promise<Answer>;
}

/** Two people of one programme, of whom one has landed, in a database with every read model. */
export async function askedWorld(): Promise<AskedWorld> {
  live();
  const told: ToProject[] = [];
  const tell = (stream: string, events: readonly EventToAppend[]): unknown =>
    told.push(...events.map((event) => ({ ...event, stream })));
  let ids = 0;
  const on = (type: string, data: object, part: Partial<StoredEvent> = {}) =>
    bare(type, data, { id: `x-${++ids}`, command: `x-${ids}`, ...part });
  tell('agency-main', [on('EmployerRegistered', { employerId: 'e-1', name: 'Voorbeeld BV' })]);
  const programme = { programme: 'reorg' };
  tell('programme-reorg', [
    on(
      'ProgrammeCreated',
      {
        programmeId: 'reorg',
        code: 'REORG-2026',
        names: { nl: 'Reorganisatie', en: 'Reorganisation' },
        programmeType: 'INDIVIDUAL_OUTPLACEMENT',
        employerId: 'e-1',
        templateId: 'IND-6',
        templateVersion: 1,
        disclosureProfile: 'STATUS',
        plannedStart: '2026-09-01',
        languages: ['nl'],
      },
      programme,
    ),
    on('ProgrammeOpened', { on: '2026-09-01' }, programme),
  ]);
  tell('cohort-c-1', [
    on('CohortCreated', { cohortId: 'c-1', label: 'Autumn' }, programme),
    on('CohortImportStarted', { batchId: 'b-1', checksum: 'abc', rows: 3 }, programme),
    on('CohortImportCompleted', { batchId: 'b-1', checksum: 'abc', rows: 3, accepted: 2, rejected: 1 }, programme),
    on('CohortImportStarted', { batchId: 'b-2', checksum: 'def', rows: 3 }, programme),
    on('CohortImportUndone', { batchId: 'b-2', reason: 'wrong file' }, programme),
    on('CohortWaveReleased', { cohortId: 'c-1', wave: 1, inviteOn: '2026-09-01' }, programme),
  ]);
  tell('participant-p-t1', [
    on(
      'ParticipantRegistered',
      { participantId: 'p-t1', employerId: 'e-1' },
      { subject: 'p-t1', sealed: { identity: seal(ZOE) } },
    ),
    on('ParticipantDetailsChanged', {}, { subject: 'p-t1', sealed: { identity: seal({ lastName: 'New' }) } }),
  ]);
  tell('participant-p-t2', [
    on(
      'ParticipantRegistered',
      { participantId: 'p-t2', employerId: 'e-1' },
      { subject: 'p-t2', sealed: { identity: seal({ firstName: 'Gone' }) } },
    ),
    on(
      'SubjectRequestReceived',
      { requestId: 'r-1', kind: 'RECTIFY', dueOn: '2026-10-01' },
      { subject: 'p-t2', sealed: { identity: seal({ wrong: 'My name' }) } },
    ),
    on('SubjectErased', { reason: 'REQUEST' }, { subject: 'p-t2' }),
  ]);
  tell('coach-coach-1', [
    on(
      'CoachRegistered',
      { coachId: 'coach-1', specialisms: [], regions: ['Noord'], languages: ['nl'], maxComplexity: 4, weightedMax: 20 },
      { subject: 'coach-1', sealed: { identity: seal({ name: 'Anna' }) } },
    ),
    on('CoachAbsenceStarted', { coachId: 'coach-1', from: '2026-10-01' }, { subject: 'coach-1' }),
  ]);
  for (const life of [landedLife, activeLife]) tell(`trajectory-${life.trajectory}`, life.written);
  const database = await projected(told);
  return { database, ask: (question) => database.readAs(TENANT, question) };
}

/** Every page, one row at a time. */
export async function paged<Row>(
  page: (after: string | undefined) => Promise<{ rows: readonly Row[]; next: string | undefined }>,
): Promise<Row[]> {
  const all: Row[] = [];
  let after: string | undefined;
  do {
    const { rows, next } = await page(after);
    all.push(...rows);
    after = next;
  } while (after !== undefined);
  return all;
}
