import { type MigrationSet, tenantTable } from '@overstap/platform';

const MINE = { reader: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'], worker: ['SELECT', 'INSERT', 'DELETE'] } as const;

/**
 * Who may come in. Names and addresses lie sealed under a key of the account's person, an address is found again by its keyed hash, and of
 * passwords, tokens and keys there are hashes alone. Rows are deleted with the account.
 */
export const accessMigrations: MigrationSet = {
  name: 'access',
  steps: {
    '001-accounts': `${tenantTable(
      'account',
      `id uuid NOT NULL, email_hash bytea NOT NULL, subject text NOT NULL, sealed text NOT NULL, password_hash text, language text NOT NULL,
       status text NOT NULL CHECK (status IN ('INVITED', 'ACTIVE', 'DISABLED')), demo boolean NOT NULL DEFAULT false,
       created_at timestamptz NOT NULL, signed_in_at timestamptz,
       PRIMARY KEY (tenant, id), UNIQUE (tenant, email_hash)`,
      MINE,
    )}
${tenantTable(
  'account_role',
  `account uuid NOT NULL, place integer NOT NULL, role text NOT NULL, ref text NOT NULL, PRIMARY KEY (tenant, account, place),
   UNIQUE (tenant, account, role, ref), FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE`,
  MINE,
)}
CREATE INDEX account_role_by_person ON account_role (tenant, role, ref);`,
    '002-sessions': `${tenantTable(
      'account_session',
      `token_hash bytea NOT NULL, account uuid NOT NULL, created_at timestamptz NOT NULL, seen_at timestamptz NOT NULL,
       PRIMARY KEY (tenant, token_hash), FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE`,
      MINE,
    )}
CREATE INDEX account_session_of ON account_session (tenant, account);`,
    '003-links': tenantTable(
      'access_link',
      `token_hash bytea NOT NULL, kind text NOT NULL CHECK (kind IN ('FIRST', 'INVITATION')), account uuid, expires_at timestamptz NOT NULL,
       PRIMARY KEY (tenant, token_hash), CHECK ((kind = 'FIRST') = (account IS NULL)),
       FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE`,
      MINE,
    ),
    '004-api-keys': tenantTable(
      'api_key',
      `id uuid NOT NULL, prefix text NOT NULL, secret_hash bytea NOT NULL, name text NOT NULL, role text NOT NULL, ref text NOT NULL,
       created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz,
       PRIMARY KEY (tenant, id), UNIQUE (tenant, prefix)`,
      MINE,
    ),
    '005-attempts': tenantTable(
      'sign_in_attempt',
      'counted bytea NOT NULL, attempts integer NOT NULL, since timestamptz NOT NULL, PRIMARY KEY (tenant, counted)',
      MINE,
    ),
    '006-links-for-new-passwords': `
ALTER TABLE access_link DROP CONSTRAINT access_link_kind_check;
ALTER TABLE access_link ADD CONSTRAINT access_link_kind_check CHECK (kind IN ('FIRST', 'INVITATION', 'PASSWORD'));`,
    '007-second-factor': `${tenantTable(
      'account_second_factor',
      `account uuid NOT NULL, sealed text NOT NULL, confirmed boolean NOT NULL, last_step bigint NOT NULL, PRIMARY KEY (tenant, account),
       FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE`,
      MINE,
    )}
${tenantTable(
  'account_recovery_code',
  `account uuid NOT NULL, code_hash bytea NOT NULL, PRIMARY KEY (tenant, account, code_hash),
   FOREIGN KEY (tenant, account) REFERENCES account_second_factor ON DELETE CASCADE`,
  MINE,
)}
ALTER TABLE access_link DROP CONSTRAINT access_link_kind_check;
ALTER TABLE access_link ADD CONSTRAINT access_link_kind_check CHECK (kind IN ('FIRST', 'INVITATION', 'PASSWORD', 'CODE'));`,
    '008-provided-identity': `
ALTER TABLE account ADD COLUMN provided_hash bytea;
CREATE UNIQUE INDEX account_by_provided ON account (tenant, provided_hash);`,
    // Append-only, and kept when the account goes: it says by id who could read what, and when. Instants are text, because they are hashed.
    '009-role-changes': `${tenantTable(
      'role_change',
      `number integer NOT NULL CHECK (number > 0), account uuid NOT NULL, why text NOT NULL, by_kind text NOT NULL, by_id text NOT NULL,
       before text[] NOT NULL, after text[] NOT NULL, at text COLLATE "C" NOT NULL, previous_hash text COLLATE "C" NOT NULL,
       hash text COLLATE "C" NOT NULL, PRIMARY KEY (tenant, number)`,
      { reader: ['SELECT', 'INSERT'], worker: ['SELECT'] },
    )}
CREATE INDEX role_change_of ON role_change (tenant, account, number);`,
    '010-acting-as': `
ALTER TABLE account_session ADD COLUMN acting_role text, ADD COLUMN acting_ref text,
  ADD CHECK ((acting_role IS NULL) = (acting_ref IS NULL));`,
  },
};
