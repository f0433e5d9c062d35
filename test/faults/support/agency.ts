import { randomBytes } from 'node:crypto';
import { type Instant } from '@overstap/kernel';
import { employees, tableOf, write } from '../../../libs/cohort-files/testing/employees.js';
import { temporaryDirectory } from '../../support/postgres.js';
import { RunningProgram } from '../../support/running-program.js';
import { MachineClock } from './machine-clock.js';
import { FIRST_STARTED, type RestartablePostgres } from './restartable-postgres.js';

/** Everybody is told on one day, and invited on it. */
export interface Wave {
  readonly people: number;
  /** When the clock stands at it, the wave is released. */
  readonly at: Instant;
}

export interface AgencyPlan {
  readonly waves: readonly Wave[];
  /** What falls due until then has happened before the test begins. */
  readonly livedUntil?: Instant;
  /** Called for every rung that fires. */
  readonly webhook: string;
  /** What else happens before it is shut down. */
  readonly then?: (program: RunningProgram) => Promise<void>;
}

/** An agency that lived until the morning of the test and was shut down: copies of its database are what tests begin with. */
export interface Agency {
  readonly database: string;
  /** What every program on a copy of it is started with. */
  readonly env: Readonly<Record<string, string>>;
}

const dutchDate = (at: Instant): string => at.slice(0, 10).split('-').toReversed().join('-');

/** By the program itself, over HTTP, on a virtual clock. */
export async function makeAgency(
  postgres: RestartablePostgres,
  { waves, livedUntil, webhook, then }: AgencyPlan,
): Promise<Agency> {
  const database = await postgres.database(FIRST_STARTED);
  const env = {
    OVERSTAP_MASTER_KEY: randomBytes(32).toString('base64'),
    OVERSTAP_WEBHOOK_NETWORKS: '127.0.0.1',
  };
  const [first] = waves;
  if (!first) throw new Error('An agency without people has no rungs');
  const program = await RunningProgram.start(temporaryDirectory('agency'), {
    ...env,
    ...new MachineClock(first.at).env,
    DATABASE_URL: postgres.url(database),
    OVERSTAP_CLOCK: first.at,
  });
  try {
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const startsOn = first.at.slice(0, 10);
    await program.post('/programmes/open-programme', {
      code: 'P',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn,
    });
    await program.post('/webhooks', { url: webhook, events: ['RungFired'] });
    const people = employees(waves.reduce((sum, wave) => sum + wave.people, 0));
    let from = 0;
    const rows = waves.flatMap((wave, index) => {
      const own = people.slice(from, (from += wave.people));
      return own.map((person) => ({
        ...person,
        'Datum aanzegging': dutchDate(first.at),
        'Boventallig per': dutchDate(wave.at),
        'Datum uit dienst': dutchDate(`${Number(first.at.slice(0, 4)) + 1}${first.at.slice(4)}`),
        Golf: String(index + 1),
      }));
    });
    const { body } = await program.upload<{ accepted: number }>('/programmes/P/imports', write(tableOf(rows)));
    if (body.accepted !== rows.length) throw new Error(`Not everybody was imported: ${JSON.stringify(body)}`);
    for (const [index, { at }] of waves.entries()) {
      await program.post('/clock', { now: at });
      await program.post(`/programmes/P/waves/${index + 1}/release`, {});
    }
    if (livedUntil) await program.post('/clock', { now: livedUntil });
    await then?.(program);
  } finally {
    await program.stop();
  }
  return { database, env };
}
