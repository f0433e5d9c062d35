import { type Account } from '@overstap/access';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { participantsById } from '@overstap/projections';
import { ACCOUNT_HOLDER, type Address, type Preferences, type Recipient } from '@overstap/reminders';
import { LRUCache } from 'lru-cache';
import { type Program } from './program.js';

/** Who holds a role is asked at most this often: a night's rungs are written in one go. */
const KNOWN_MS = 10_000;
const ROLES_KNOWN = 500;

const LEAD = 'TEAM_LEAD';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Holder {
  readonly ref: string;
  readonly account: string;
}

/** A team may have several leads; in other roles a `ref` is one person. */
const isShared = (holders: readonly Holder[], role: string, ref: string): boolean =>
  role === LEAD && holders.filter((each) => each.ref === ref).length > 1;

/** How people are reached: participants by what is known of them, everybody else by their account. */
export class Correspondents {
  private readonly holders = new LRUCache<string, Promise<readonly Holder[]>>({ max: ROLES_KNOWN, ttl: KNOWN_MS });

  constructor(
    private readonly program: Pick<Program, 'database' | 'codec' | 'access'>,
    private readonly preferences: Pick<Preferences, 'of'>,
    /** The team that a coach is in. */
    private readonly teamOf: (tenant: string, coach: string) => Promise<string | undefined>,
  ) {}

  /** Those with an account that is open now; of a team those who lead it. Leads who share a team are told apart by their accounts. */
  async holdersOf(tenant: string, role: string, team?: string): Promise<readonly string[]> {
    const all = await this.holdersIn(tenant, role);
    const wanted = team === undefined ? all : all.filter(({ ref }) => ref === team);
    return [...new Set(wanted.map(({ ref, account }) => (isShared(all, role, ref) ? account : ref)))];
  }

  /** The coach's team; null where nobody with an account leads it, and so nobody would read what is for its leads. */
  async ledTeamOf(tenant: string, coach: string): Promise<string | null | undefined> {
    const team = await this.teamOf(tenant, coach);
    if (team === undefined) return undefined;
    return (await this.holdersIn(tenant, LEAD)).some(({ ref }) => ref === team) ? team : null;
  }

  /** Who somebody is where they say how they want to be told. */
  async signedInAs(tenant: string, recipient: Recipient): Promise<Recipient> {
    if (recipient.role !== LEAD || !UUID.test(recipient.ref)) return recipient;
    const holder = (await this.holdersIn(tenant, LEAD)).find(({ account }) => account === recipient.ref);
    return holder ? { role: LEAD, ref: holder.ref } : recipient;
  }

  private holdersIn(tenant: string, role: string): Promise<readonly Holder[]> {
    const key = JSON.stringify([tenant, role]);
    const known = this.holders.get(key);
    if (known) return known;
    const asked = this.refsIn(tenant, role);
    this.holders.set(key, asked);
    // What could not be asked is asked again.
    asked.catch(() => this.holders.delete(key));
    return asked;
  }

  private async refsIn(tenant: string, role: string): Promise<readonly Holder[]> {
    const accounts = await this.program.access.accounts.activeIn(tenant, role);
    return accounts.flatMap(({ id: account, grants }) =>
      grants.filter((grant) => grant.role === role).map(({ ref }) => ({ ref, account })),
    );
  }

  /** Undefined for somebody who has no address, and for a role or a team: its holders are reached one by one. */
  async addressOf(tenant: string, recipient: Recipient): Promise<Address | undefined> {
    if (recipient.ref === '') return undefined;
    const known = await this.known(tenant, recipient);
    const { language } = await this.preferences.of(tenant, recipient);
    return known && { ...known, ...(language === undefined ? {} : { language }) };
  }

  private async known(tenant: string, { role, ref }: Recipient): Promise<Address | undefined> {
    if (role === 'PARTICIPANT') return this.participant(tenant, ref);
    if (role === ACCOUNT_HOLDER) return this.holder(tenant, ref);
    const account = await this.account(tenant, role, ref);
    return account && reachedAs(account);
  }

  /** Whoever an account is for, invited or in it already. */
  private async holder(tenant: string, id: string): Promise<Address | undefined> {
    const account = await this.program.access.accounts.byId(tenant, id);
    return account && account.status !== 'DISABLED' ? reachedAs(account) : undefined;
  }

  /** A lead by their team where they lead it alone, else by their account. */
  private async account(tenant: string, role: string, ref: string): Promise<Account | undefined> {
    const { accounts } = this.program.access;
    const found = await accounts.activeIn(tenant, role, ref);
    if (role !== LEAD || found.length === 1) return found[0];
    const own = found.length === 0 && UUID.test(ref) ? await accounts.byId(tenant, ref) : undefined;
    return own?.status === 'ACTIVE' && own.grants.some((grant) => grant.role === role) ? own : undefined;
  }

  private async participant(tenant: string, ref: string): Promise<Address | undefined> {
    const { database, codec } = this.program;
    const people = await database.readAs(tenant, (client) =>
      participantsById(client, (events) => codec.open(events, EVENT_CATALOGUE), [ref]),
    );
    const identity = people.get(ref)?.identity;
    const text = (field: string) => (typeof identity?.[field] === 'string' ? identity[field] : undefined);
    const email = text('email');
    if (email === undefined) return undefined;
    const name = [text('firstName'), text('lastName')].filter(Boolean).join(' ');
    return { email, language: text('language') ?? 'nl', name };
  }
}

const reachedAs = ({ email, language, name }: Account): Address => ({ email, language, name });
