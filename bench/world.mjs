import { join } from 'node:path';
import { commandIdOf } from '../dist/libs/commands/index.js';
import { createLogger, readSettings, VirtualClock } from '../dist/libs/platform/index.js';
import { Sealer } from '../dist/libs/operation/index.js';
import { DEFAULT_TENANT, openProgram, SYSTEM } from '../dist/apps/program/program.js';
import { operationsOf } from '../dist/apps/program/operations.js';
import { startWork } from '../dist/apps/program/work.js';
import { urlOf } from './ground.mjs';

export const PROGRAMME = 'BENCH';
const STARTS = '2026-09-01';
const DAY = 86_400_000;
const COACHES = 20;
const PROFILE = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };
const HEADERS =
  'external_id,first_name,last_name,email,function,hours_per_week,notified_on,redundant_on,contract_ends_on,wave';

/** The program's settings on this ground. */
export const settingsOn = (ground, extra = {}) => {
  const outcome = readSettings({
    OVERSTAP_DATA_DIR: join(ground.dataDir, 'program'),
    DATABASE_URL: urlOf(ground.owner),
    LOG_LEVEL: 'error',
    ...extra,
  });
  if ('problems' in outcome) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return outcome.settings;
};

/** The whole program in this process on a virtual clock, sending nothing; `use` gets it and what is needed to live in it. */
export async function inProgram(ground, use) {
  const program = await openProgram(
    settingsOn(ground, { OVERSTAP_CLOCK: `${STARTS}T09:00:00+02:00` }),
    createLogger('error'),
  );
  const work = await startWork(program, { sends: false, follows: false });
  try {
    const operations = operationsOf(program, work, new Sealer({ ...program, report: () => undefined }));
    return await use({ program, work, operations, send: sender(program) });
  } finally {
    await work.stop();
    await program.close();
  }
}

const sender = (program) => (aggregate, id, type, data) =>
  program.commands.handle({
    tenant: DEFAULT_TENANT,
    aggregate,
    id,
    type,
    data,
    actor: SYSTEM,
    commandId: commandIdOf('bench', id, type, JSON.stringify(data), program.clock.now()),
  });

/** Opens a programme, imports so many people and invites them; answers their trajectories. People and coaches are numbered from those. */
export async function enrol(
  { program, work, operations, send },
  people,
  { programme = PROGRAMME, coaches = COACHES, firstPerson = 0, firstCoach = 0 } = {},
) {
  await send('agency', DEFAULT_TENANT, 'RegisterEmployer', { name: 'Voorbeeld BV' });
  for (let nth = firstCoach; nth < firstCoach + coaches; nth++) {
    const coachId = `coach-${nth}`;
    await send('coach', coachId, 'RegisterCoach', { coachId, name: coachId, ...PROFILE });
  }
  await send('programme', programme, 'OpenProgramme', {
    code: programme,
    employer: 'Voorbeeld BV',
    template: 'IND-6',
    startsOn: STARTS,
  });
  const rows = Array.from({ length: people }, (_, nth) => {
    const n = firstPerson + nth;
    return `${n},Voor${n},Achter${n},p${n}@voorbeeld.example,Monteur,36,${STARTS},${STARTS},2027-01-01,1`;
  });
  const imported = await operations.importCohort({
    tenant: DEFAULT_TENANT,
    programme,
    bytes: Buffer.from([HEADERS, ...rows].join('\n')),
    dryRun: false,
    actor: SYSTEM,
  });
  if (imported.accepted !== people) throw new Error(`The import took ${JSON.stringify(imported).slice(0, 500)}`);
  await operations.releaseWave(DEFAULT_TENANT, programme, 1, STARTS, SYSTEM);
  await work.waves.settled();
  const { rows: enrolled } = await program.database.worker.query(
    'SELECT trajectory FROM enrolment WHERE programme = $1 ORDER BY trajectory',
    [programme],
  );
  return enrolled.map(({ trajectory }) => trajectory);
}

/** Every trajectory week by week, half a year unless told: what coaches record and what time brings about. `coachOf` numbers the n-th one's coach. */
export async function liveThrough(
  { program, send },
  trajectories,
  { coachOf = (nth) => nth % COACHES, weeks = 27 } = {},
) {
  for (let week = 0; week < weeks; week++) {
    const now = new Date(Date.parse(`${STARTS}T10:00:00Z`) + week * 7 * DAY).toISOString();
    if (program.clock instanceof VirtualClock) await program.clock.moveTo(now);
    const on = now.slice(0, 10);
    await atOnce(64, trajectories, async (id, nth) => {
      for (const [type, data] of actsOf(week, on, nth, coachOf(nth))) await send('trajectory', id, type, data);
      await send('trajectory', id, 'FallDue', {});
    });
  }
}

/** What a coach records about the n-th person in a week: everybody starts, people land one after the other. */
function* actsOf(week, on, nth, coach) {
  const landsIn = 8 + (nth % 40);
  if (week === 0) {
    yield ['MakeFirstContact', { on, channel: 'PHONE' }];
    yield ['MatchCoach', { coachId: `coach-${coach}`, overrideReason: 'A bench knows no limit' }];
  }
  if (week === 1) yield ['HoldIntake', { on, minutes: 60, mode: 'VIDEO' }];
  if (week >= 2 && week % 3 === 2 && week < landsIn)
    yield [
      'RecordSessionNote',
      { noteId: `n-${week}`, ref: 'Ziet weer kansen; belt oud-collega’s.', sharedWithParticipant: false },
    ];
  if (week >= 4 && week % 2 === 0 && week < landsIn)
    yield [
      'SubmitApplication',
      { applicationId: `a-${week}`, occupation: 'planner', sector: 'logistiek', channel: 'NETWORK', on },
    ];
  if (week === landsIn)
    yield [
      'RecordPlacement',
      {
        placementId: 'p-1',
        outcomeType: 'EMPLOYED_PERMANENT',
        acceptedOn: on,
        startsOn: on,
        hoursPerWeek: 36,
        sector: 'zorg',
        sameFunction: false,
        sameSector: false,
        channel: 'NETWORK',
        subsidised: false,
        internal: false,
      },
    ];
}

async function atOnce(workers, items, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let nth = next++; nth < items.length; nth = next++) await work(items[nth], nth);
    }),
  );
}
