import { randomBytes } from 'node:crypto';
import { UuidV7, VirtualClock } from '@overstap/platform';
import { loadMasterKeys, PersonalDataCodec, privacyMigrations, SubjectKeys } from '@overstap/privacy';
import { processMigrations } from '@overstap/processes';
import { type TestDatabase, testDatabase } from '../../../test/support/postgres.js';
import { Access } from '../access.js';
import { type RoleChanger } from '../role-changes.js';
import { accessMigrations } from '../migrations.js';

export const TENANT = 'default';
export const PASSWORD = 'een lange wachtzin';
export const NEAR = '192.0.2.7';

/** Who invites and changes roles in these worlds. */
export const BY: RoleChanger = { kind: 'operator', id: 'installation' };

export interface World {
  readonly access: Access;
  readonly database: TestDatabase;
  readonly keys: SubjectKeys;
  now(): Date;
  /** Lets so many minutes pass. */
  pass(minutes: number): void;
  /** Somebody with an account, by this address; answers the account's id. */
  somebody(email: string, role?: 'COACH' | 'ADMIN' | 'PARTICIPANT', ref?: string): Promise<string>;
}

/** A database of its own, and passwords that cost next to nothing. */
export async function world(): Promise<World> {
  const database = await testDatabase([privacyMigrations, processMigrations, accessMigrations]);
  const masterKey = randomBytes(32).toString('base64');
  const keys = new SubjectKeys(database, loadMasterKeys({ masterKey, production: true }));
  let now = Date.parse('2026-09-01T08:00:00Z');
  const access = new Access({
    database,
    codec: new PersonalDataCodec(keys),
    ids: new UuidV7(new VirtualClock('2026-09-01T08:00:00.000Z')),
    now: () => new Date(now),
    passwordCost: { memoryKiB: 64, passes: 1 },
  });
  return {
    access,
    database,
    keys,
    now: () => new Date(now),
    pass: (minutes) => void (now += minutes * 60_000),
    async somebody(email, role = 'COACH', ref) {
      const grants = [{ role, ...(ref === undefined ? {} : { ref }) }];
      const invited = await access.invite(TENANT, { email, language: 'nl', grants }, BY);
      const outcome = await access.welcome(TENANT, invited?.token ?? '', {
        name: 'Iemand',
        password: PASSWORD,
        language: 'nl',
      });
      if (outcome.outcome !== 'signed-in') throw new Error(outcome.outcome);
      return outcome.account;
    },
  };
}
