import { type Account } from '@overstap/access';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { participantsById } from '@overstap/projections';
import { ACCOUNT_HOLDER, type Address, type Preferences, type Recipient } from '@overstap/reminders';
import { LRUCache } from 'lru-cache';
import { type Program } from './program.js';

/** Who holds a role is asked at most this often: a night's rungs are written in one go. */
const KNOWN_MS = 10_000;
const ROLES_KNOWN = 500;

/** How people are reached: participants by what is known of them, everybody else by their account. */
export class Correspondents {
  private readonly holders = new LRUCache<string, Promise<readonly string[]>>({ max: ROLES_KNOWN, ttl: KNOWN_MS });

  constructor(
    private readonly program: Pick<Program, 'database' | 'codec' | 'access'>,
    private readonly preferences: Pick<Preferences, 'of'>,
  ) {}

  /** Those with an account that is open now. */
  holdersOf(tenant: string, role: string): Promise<readonly string[]> {
    const key = JSON.stringify([tenant, role]);
    const known = this.holders.get(key);
    if (known) return known;
    const asked = this.refsIn(tenant, role);
    this.holders.set(key, asked);
    // What could not be asked is asked again.
    asked.catch(() => this.holders.delete(key));
    return asked;
  }

  private async refsIn(tenant: string, role: string): Promise<readonly string[]> {
    const accounts = await this.program.access.accounts.activeIn(tenant, role);
    const refs = accounts.flatMap(({ grants }) => grants.filter((grant) => grant.role === role).map(({ ref }) => ref));
    return [...new Set(refs)];
  }

  /** Undefined for somebody who has no address, or for a role: its holders are reached one by one. */
  async addressOf(tenant: string, recipient: Recipient): Promise<Address | undefined> {
    if (recipient.ref === '') return undefined;
    const known = await this.known(tenant, recipient);
    const { language } = await this.preferences.of(tenant, recipient);
    return known && { ...known, ...(language === undefined ? {} : { language }) };
  }

  private async known(tenant: string, { role, ref }: Recipient): Promise<Address | undefined> {
    if (role === 'PARTICIPANT') return this.participant(tenant, ref);
    if (role === ACCOUNT_HOLDER) return this.holder(tenant, ref);
    const [account] = await this.program.access.accounts.activeIn(tenant, role, ref);
    return account && reachedAs(account);
  }

  /** Whoever an account is for, invited or in it already. */
  private async holder(tenant: string, id: string): Promise<Address | undefined> {
    const account = await this.program.access.accounts.byId(tenant, id);
    return account && account.status !== 'DISABLED' ? reachedAs(account) : undefined;
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
