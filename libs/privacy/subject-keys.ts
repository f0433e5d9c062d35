import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { type Category } from '@overstap/kernel';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { MasterKeyError } from './key-form.js';
import { type KeyWrapper } from './master-key.js';
import { notRetired } from './rotation.js';

export interface KeyName {
  readonly subject: string;
  readonly category: Category;
}

/** A key, or that it was destroyed, or that none was ever made. */
export type KeyState = KeyObject | 'erased' | 'never';

/** What the keys need of the platform's `Database`. */
export interface SubjectKeyConnections {
  /** Role reader, within one tenant: the second wall between tenants holds for keys too. */
  readAs<T>(tenant: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
}

/** Someone asked to write personal data about a person whose data of that category was erased. */
export class SubjectErasedError extends Error {
  constructor(readonly category: Category) {
    super(`The ${category} data of this person was erased; nothing more can be recorded in that category.`);
  }
}

export const nameOf = ({ subject, category }: KeyName): string => JSON.stringify([subject, category]);

interface TenantKeys {
  readonly keys: LRUCache<string, KeyObject>;
  /** The last row of the erasure ledger that the cache has obeyed. */
  ledger: string;
  checkedAt: number;
  /** Names that wait for the next round trip, which serves all that asked meanwhile. */
  next: Round | undefined;
}

interface Round {
  readonly make: Map<string, KeyName>;
  readonly look: Map<string, KeyName>;
  readonly done: Promise<ReadonlyMap<string, KeyState>>;
}

interface KeyRow {
  readonly subject: string;
  readonly category: Category;
  readonly state: 'active' | 'erased';
  readonly master_key: string;
  readonly wrapped: Buffer;
}

const CACHED_PER_TENANT = 20_000;
/** A key that another process destroyed is used no longer than this. */
const CHECK_MS = 500;
/** So often at most a master key is changed while one key is made. */
const MOST_TRIES = 3;

/**
 * The data keys of subjects, one per category, made on first use and never again after erasure. Unwrapped keys are cached;
 * before use the cache obeys the erasure ledger, at most half a second old.
 */
export class SubjectKeys {
  readonly #tenants = new LRUCache<string, TenantKeys>({ max: 500 });

  constructor(
    private readonly connections: SubjectKeyConnections,
    private readonly wrapper: KeyWrapper,
  ) {}

  /** Keys by `nameOf`, made where there was none. Throws SubjectErasedError. Ask for many at once: they cost one round trip. */
  async forWriting(tenant: string, names: readonly KeyName[]): Promise<ReadonlyMap<string, KeyObject>> {
    const states = await this.#obtain(tenant, names, true);
    const keys = new Map<string, KeyObject>();
    for (const name of names) {
      const state = states.get(nameOf(name));
      if (state === undefined || state === 'never') throw new Error(`A ${name.category} key could not be made.`);
      if (state === 'erased') throw new SubjectErasedError(name.category);
      keys.set(nameOf(name), state);
    }
    return keys;
  }

  /** The state of keys by `nameOf`; makes none. */
  forReading(tenant: string, names: readonly KeyName[]): Promise<ReadonlyMap<string, KeyState>> {
    return this.#obtain(tenant, names, false);
  }

  /** Forgets the cached keys of a subject, as the process that erased does at once. */
  forget(tenant: string, subject: string, categories: readonly Category[]): void {
    const cached = this.#tenants.get(tenant);
    for (const category of categories) cached?.keys.delete(nameOf({ subject, category }));
  }

  async #obtain(tenant: string, names: readonly KeyName[], make: boolean): Promise<ReadonlyMap<string, KeyState>> {
    const own = this.#of(tenant);
    const found = new Map<string, KeyState>();
    const missing: KeyName[] = [];
    const fresh = performance.now() - own.checkedAt < CHECK_MS;
    for (const name of names) {
      const key = fresh ? own.keys.get(nameOf(name)) : undefined;
      if (key) found.set(nameOf(name), key);
      else missing.push(name);
    }
    if (missing.length === 0) return found;
    const round = this.#round(tenant, own);
    for (const name of missing) (make ? round.make : round.look).set(nameOf(name), name);
    const states = await round.done;
    for (const name of missing) found.set(nameOf(name), states.get(nameOf(name)) ?? 'never');
    return found;
  }

  #of(tenant: string): TenantKeys {
    const known = this.#tenants.get(tenant);
    if (known) return known;
    const keys = new LRUCache<string, KeyObject>({ max: CACHED_PER_TENANT });
    const own: TenantKeys = { keys, ledger: '0', checkedAt: -Infinity, next: undefined };
    this.#tenants.set(tenant, own);
    return own;
  }

  #round(tenant: string, own: TenantKeys): Round {
    if (own.next) return own.next;
    const [make, look] = [new Map<string, KeyName>(), new Map<string, KeyName>()];
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      own.next = undefined;
      return this.#fetch(tenant, own, make, look);
    });
    return (own.next = { make, look, done });
  }

  async #fetch(
    tenant: string,
    own: TenantKeys,
    make: ReadonlyMap<string, KeyName>,
    look: ReadonlyMap<string, KeyName>,
  ): Promise<ReadonlyMap<string, KeyState>> {
    const states = new Map<string, KeyState>();
    const wanted = new Map([...look, ...make]);
    const startedAt = performance.now();
    let obeyed = own.ledger;
    const rows = await this.connections.readAs(tenant, async (client) => {
      await this.#obeyLedger(client, own);
      obeyed = own.ledger;
      for (const name of wanted.keys()) {
        const key = own.keys.get(name);
        if (key) states.set(name, key);
      }
      const uncached = [...wanted].filter(([name]) => !states.has(name));
      if (uncached.length === 0) return [];
      const known = await load(
        client,
        uncached.map(([, name]) => name),
      );
      const knownNames = new Set(known.map(nameOf));
      const absent = uncached.filter(([name]) => make.has(name) && !knownNames.has(name)).map(([, name]) => name);
      if (absent.length === 0) return known;
      return [...known, ...(await this.#make(client, tenant, absent))];
    });
    own.checkedAt = Math.max(own.checkedAt, startedAt);
    const active = rows.filter((row) => row.state === 'active');
    const keys = await this.wrapper.unwrap(active.map((row) => ({ tenant, masterKey: row.master_key, ...row })));
    active.forEach((row, index) => {
      const bytes = keys[index];
      if (bytes) {
        const key = createSecretKey(bytes);
        states.set(nameOf(row), key);
        // Had the ledger moved on meanwhile, this key might be among the destroyed, and nobody would drop it again.
        if (own.ledger === obeyed) own.keys.set(nameOf(row), key);
      }
    });
    for (const row of rows) if (row.state === 'erased') states.set(nameOf(row), 'erased');
    return states;
  }

  async #obeyLedger(client: pg.ClientBase, own: TenantKeys): Promise<void> {
    const { rows } = await client.query<{ id: string; subject: string; categories: Category[] }>({
      name: 'privacy-erased-since',
      text: 'SELECT id::text, subject, categories FROM erasure_ledger WHERE id > $1 ORDER BY id',
      values: [own.ledger],
    });
    for (const { id, subject, categories } of rows) {
      for (const category of categories) own.keys.delete(nameOf({ subject, category }));
      own.ledger = id;
    }
  }

  /** Of two processes that make the same key one insert wins, and both then load that one. */
  async #make(client: pg.ClientBase, tenant: string, names: readonly KeyName[]): Promise<readonly KeyRow[]> {
    for (let tries = 1; ; tries += 1) {
      const masterKey = await this.#insert(client, tenant, names);
      const made = await load(client, names);
      if (made.length === names.length) return made;
      // It was retired between wrapping and storing; what is wrapped now is under the key that came after it.
      if (tries === MOST_TRIES || masterKey === this.wrapper.currentId)
        throw new MasterKeyError(
          `Nothing is wrapped under master key ${masterKey} any more, and this program has no other: give it the key that came after.`,
        );
    }
  }

  async #insert(client: pg.ClientBase, tenant: string, names: readonly KeyName[]): Promise<string> {
    const wrapped = await this.wrapper.wrap(names.map((name) => ({ tenant, key: randomBytes(32), ...name })));
    // In one order everywhere, so that two processes do not wait for each other in a circle.
    const order = names.map((name, index) => ({ wrapped: wrapped[index]?.wrapped, ...name }));
    const masterKey = wrapped[0]?.masterKey ?? '';
    order.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    await client.query(
      `INSERT INTO subject_keys (tenant, subject, category, state, master_key, wrapped)
       SELECT $1, subject, category, 'active', $2, wrapped
       FROM unnest($3::text[], $4::text[], $5::bytea[]) AS k (subject, category, wrapped)
       WHERE ${notRetired('$2')} ON CONFLICT DO NOTHING`,
      [
        tenant,
        masterKey,
        order.map((key) => key.subject),
        order.map((key) => key.category),
        order.map((key) => key.wrapped),
      ],
    );
    return masterKey;
  }
}

async function load(client: pg.ClientBase, names: readonly KeyName[]): Promise<readonly KeyRow[]> {
  const { rows } = await client.query<KeyRow>({
    name: 'privacy-load-keys',
    text: `SELECT k.subject, k.category, k.state, k.master_key, k.wrapped
      FROM unnest($1::text[], $2::text[]) AS n (subject, category)
      CROSS JOIN LATERAL (
        SELECT * FROM subject_keys
        WHERE tenant = current_setting('overstap.tenant') AND subject = n.subject AND category = n.category LIMIT 1
      ) k`,
    values: [names.map((name) => name.subject), names.map((name) => name.category)],
  });
  return rows;
}
