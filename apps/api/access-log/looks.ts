import { looksAt, type LooksPage } from '@overstap/access-log';
import { localDateOf } from '@overstap/calendar';
import { HOME_ZONE } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { coaches, type Page, summaries, type SummaryOnDay, type TenantClient } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { openerIn } from '../queries/opening.js';
import { type DayOfReader, inWords, type Reading } from './words.js';

/** More than anybody has. */
const MOST_TRAJECTORIES = 500;

/** The trajectories of one person, of those within a scope. */
export async function trajectoriesOf(
  client: TenantClient,
  { clock }: Pick<Program, 'clock'>,
  scope: Scope,
  participant: string,
): Promise<readonly SummaryOnDay[]> {
  const today = localDateOf(HOME_ZONE, clock.now());
  return (await summaries(client, scope, { participant }, { today, limit: MOST_TRAJECTORIES })).rows;
}

/** Who looked at what about a person, in words, the newest day first. */
export async function looksInWords(
  client: TenantClient,
  program: Program,
  scope: Scope,
  participant: string,
  namesOf: Reading['namesOf'],
  page: Omit<LooksPage, 'zone'> = {},
): Promise<Page<DayOfReader>> {
  const own = await trajectoriesOf(client, program, scope, participant);
  const trajectories = own.map(({ trajectory }) => trajectory);
  const looks = await looksAt(client, { participant, trajectories }, { zone: HOME_ZONE, ...page });
  const today = localDateOf(HOME_ZONE, program.clock.now());
  const names = new Map((await coaches(client, openerIn(program), today)).map(({ coach, name }) => [coach, name]));
  return {
    ...looks,
    rows: inWords(looks.rows, {
      participant,
      coaches: own.flatMap(({ coach }) => coach ?? []),
      nameOf: (coach) => names.get(coach) ?? null,
      namesOf,
    }),
  };
}
