import { type RecordedEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE, type ParticipantState } from '@overstap/mobility';
import { consentsIn, filedTrajectory, ownEvents, type PersonFile } from '@overstap/person-file';
import { EVERYTHING } from '@overstap/policy';
import { trajectoriesOfPerson } from '@overstap/processes';
import { ask, coachNames, COACHES_NAMED, type TenantClient } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { looksInWords } from '../access-log/looks.js';
import { openerIn } from '../queries/opening.js';
import { namesOfReads } from '../queries/access-log-queries.js';
import { QUERIES } from '../queries/queries.js';

/** Years of it. */
const MOST_DAYS = 3_660;

/** Everything there is about one person, from the log itself, opened by their keys. */
export async function makePersonFile(program: Program, tenant: string, participant: string): Promise<PersonFile> {
  const { aggregates, clock, database, access } = program;
  const { state } = await aggregates.current(tenant, 'participant', participant);
  const lives: { trajectory: string; programme: string | null; events: readonly RecordedEvent[] }[] = [];
  for (const { trajectory, programme } of await trajectoriesOfPerson(program, tenant, participant))
    lives.push({ trajectory, programme, events: await eventsOf(program, tenant, `trajectory-${trajectory}`) });
  const names = await database.readAs(tenant, (client) =>
    coachNames(client, openerIn(program), coachesIn(lives.flatMap(({ events }) => events))),
  );
  const nameOf = (coach: string) => names.get(coach);
  const filed = lives.map(({ trajectory, programme, events }) =>
    filedTrajectory(trajectory, programme, events, nameOf),
  );
  const trajectories = filed.map(({ trajectory }) => trajectory);
  const accounts = (await access.accounts.list(tenant)).filter(({ grants }) =>
    grants.some(({ role, ref }) => role === 'PARTICIPANT' && ref === participant),
  );
  const rest = await database.readAs(tenant, async (client) => ({
    messages: await messagesOf(client, participant),
    preferences: await preferencesOf(client, participant),
    looks: await looksInWords(client, program, EVERYTHING, participant, namesOfReads(QUERIES), { days: MOST_DAYS }),
  }));
  return {
    version: 1,
    participant,
    madeAt: clock.now(),
    details: { ...(state as ParticipantState).details },
    accounts: accounts.map(({ email, name, language, status, createdAt, signedInAt }) => ({
      ...{ email, name, language, status, createdAt, signedInAt },
    })),
    events: ownEvents(await eventsOf(program, tenant, `participant-${participant}`), nameOf),
    trajectories,
    workingFile: filed.flatMap(({ workingFile }) => workingFile),
    consents: trajectories.flatMap(consentsIn),
    messages: rest.messages,
    preferences: rest.preferences,
    accessLog: rest.looks.rows.map(({ day, said }) => ({ day, said })),
  };
}

/** The coaches whom the events name. */
const coachesIn = (events: readonly RecordedEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap(({ type, data }) =>
      (COACHES_NAMED[type] ?? []).map((field) => String((data as Readonly<Record<string, unknown>>)[field])),
    ),
  ),
];

async function eventsOf({ store, codec }: Program, tenant: string, stream: string) {
  return codec.open(await store.readStream(tenant, stream), EVENT_CATALOGUE);
}

const messagesOf = (client: TenantClient, participant: string) =>
  ask<{ at: string; message: string; read: boolean }>(
    client,
    `SELECT at, message, read FROM inbox WHERE role = 'PARTICIPANT' AND ref = $1 ORDER BY at, id`,
    [participant],
  );

const preferencesOf = (client: TenantClient, participant: string) =>
  ask<{ mail: string | null; language: string | null }>(
    client,
    `SELECT mail, language FROM message_preference WHERE role = 'PARTICIPANT' AND ref = $1`,
    [participant],
  );
