import { type Access, ACCOUNT_ROLES, type Grant } from '@overstap/access';
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
const OTHERS: readonly Named[] = [
  { role: 'TEAM_LEAD', name: 'team-lead-south', ref: 'team-south' },
  { role: 'PLANNER', name: 'planner-2', ref: 'planner-2' },
  { role: 'PROGRAMME_MANAGER', name: 'programme-manager-2', ref: 'manager-2' },
];
/** Whom the programmes of the demo name. */
const AT_AGENCY = { PLANNER: 'planner-1', PROGRAMME_MANAGER: 'manager-1' } as const;

const demoAccount = (access: Access, { role, name, ref }: Named) => ({
  ...{ id: access.accounts.newId(), email: `${name}@demo.example`, name: `Demo ${name}`, language: 'nl' as const },
  grants: [{ role, ref: ref ?? `${name}-1` }],
});

/** Programmes name nobody who does not come in: their planners and managers are invited before there are any. */
export async function inviteNamed(access: Access): Promise<void> {
  const first = Object.entries(AT_AGENCY).map(([role, ref]) => ({ ...named(role as Grant['role']), ref }));
  const others = OTHERS.filter(({ role }) => role in AT_AGENCY);
  for (const each of [...first, ...others])
    await access.accounts.renewDemo(DEFAULT_TENANT, { ...demoAccount(access, each), status: 'INVITED' });
}

/** One account per role, and one more for each second lead, planner and manager, as somebody whom the demo's history knows where that role is of such a person. */
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
        ...AT_AGENCY,
      };
    },
  );
  const accounts = [];
  for (const each of [...ACCOUNT_ROLES.map(named), ...OTHERS]) {
    const { role } = each;
    const ref = each.ref ?? refs[role];
    const account = demoAccount(access, ref === undefined ? each : { ...each, ref });
    await access.accounts.renewDemo(DEFAULT_TENANT, { ...account, status: 'ACTIVE', passwordHash });
    accounts.push({ email: account.email, role });
  }
  return { password, accounts };
}
