import { ACCOUNT_ROLES, type Grant } from '@overstap/access';
import { localDateOf } from '@overstap/calendar';
import { EMPLOYER_SIDE } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { EVERYTHING } from '@overstap/policy';
import { employers, summaries } from '@overstap/projections';
import { randomBytes } from 'node:crypto';
import { DEFAULT_TENANT, type Program } from '../../program/program.js';
import { NAMED_IN_DEMO } from './second-track.js';

export interface DemoAccounts {
  /** One for all, new at each start: what is on the screen of a demo is known to whoever looks on. */
  readonly password: string;
  readonly accounts: readonly { readonly email: string; readonly role: Grant['role'] }[];
}

/** A case manager and a line manager are somebody of their own. */
const AT_EMPLOYER = EMPLOYER_SIDE.filter((role) => !(role in NAMED_IN_DEMO));

interface Named {
  readonly role: Grant['role'];
  readonly name: string;
  readonly ref?: string;
}

const named = (role: Grant['role']): Named => ({ role, name: role.toLowerCase().replaceAll('_', '-') });
const OTHER_LEAD: Named = { role: 'TEAM_LEAD', name: 'team-lead-south', ref: 'team-south' };

/** One account per role, and one more for the lead of the second team, as somebody whom the demo's history knows where that role is of such a person. */
export async function openDemoAccounts({ access, database, clock }: Program): Promise<DemoAccounts> {
  const password = `demo-${randomBytes(6).toString('hex')}`;
  const passwordHash = await access.passwords.hash(password);
  const refs = await database.readAs(
    DEFAULT_TENANT,
    async (client): Promise<Partial<Record<Grant['role'], string>>> => {
      const today = localDateOf(HOME_ZONE, clock.now());
      const [employer] = await employers(client);
      const { rows } = await summaries(client, EVERYTHING, { coach: 'coach-1', status: 'ACTIVE' }, { today, limit: 1 });
      return {
        ...(rows[0]?.participant && { PARTICIPANT: rows[0].participant }),
        ...(employer && Object.fromEntries(AT_EMPLOYER.map((role) => [role, employer.employer]))),
        ...NAMED_IN_DEMO,
        COACH: 'coach-1',
        // The team of that coach.
        TEAM_LEAD: 'team-north',
        PLANNER: 'planner-1',
        PROGRAMME_MANAGER: 'manager-1',
      };
    },
  );
  const accounts = [];
  for (const { role, name, ref } of [...ACCOUNT_ROLES.map(named), OTHER_LEAD]) {
    const id = access.accounts.newId();
    const email = `${name}@demo.example`;
    const grants = [{ role, ref: ref ?? refs[role] ?? `${name}-1` }];
    await access.accounts.renewDemo(DEFAULT_TENANT, {
      ...{ id, email, name: `Demo ${name}`, language: 'nl', grants, status: 'ACTIVE', passwordHash },
    });
    accounts.push({ email, role });
  }
  return { password, accounts };
}
