import { type MigrationSet, ROLES, tenantTable } from '@overstap/platform';

/** Outbox and inbox: who is told what, by ids. Texts, names and addresses are made when a message leaves, and are kept nowhere. */
export const remindersMigrations: MigrationSet = {
  name: 'reminders',
  steps: {
    '001-messages': `
      ${tenantTable(
        'outbox',
        `id uuid NOT NULL,
         event_id uuid NOT NULL,
         aggregate text NOT NULL,
         aggregate_id text NOT NULL,
         -- With an empty reference the message is for whoever holds the role.
         role text NOT NULL,
         ref text NOT NULL,
         channel text NOT NULL CHECK (channel IN ('APP', 'MAIL', 'APP_MAIL', 'DIGEST')),
         message text NOT NULL,
         params jsonb NOT NULL,
         recorded_at timestamptz(3) NOT NULL,
         not_before timestamptz(3) NOT NULL,
         status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'failed', 'cancelled')),
         attempts int NOT NULL DEFAULT 0,
         failure text,
         -- By the machine's clock: until then another worker is at it.
         claimed_until timestamptz,
         PRIMARY KEY (tenant, id)`,
        { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      )}
      CREATE INDEX outbox_pending ON outbox (not_before, tenant, id) WHERE status = 'pending';
      CREATE INDEX outbox_aggregate ON outbox (tenant, aggregate_id) WHERE status = 'pending';
      ${tenantTable(
        'inbox',
        `id uuid NOT NULL,
         role text NOT NULL,
         ref text NOT NULL,
         aggregate text NOT NULL,
         aggregate_id text NOT NULL,
         message text NOT NULL,
         params jsonb NOT NULL,
         at timestamptz(3) NOT NULL,
         read boolean NOT NULL DEFAULT false,
         PRIMARY KEY (tenant, id)`,
        { reader: ['SELECT', 'UPDATE'], worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      )}
      CREATE INDEX inbox_recipient ON inbox (tenant, role, ref, at);`,
    // An operator sees how messages fare: neither whom they are for nor what they are about.
    '002-outbox-view': `
      GRANT SELECT (tenant, id, aggregate, aggregate_id, role, channel, message, recorded_at, not_before, status, attempts, failure)
        ON outbox TO ${ROLES.reader};
      CREATE INDEX outbox_newest ON outbox (tenant, recorded_at DESC, id DESC);
      CREATE INDEX inbox_unread ON inbox (tenant, role, ref, read, at DESC, id DESC);`,
    '003-outbox-failed': `CREATE INDEX outbox_failed ON outbox (tenant) WHERE status = 'failed';`,
    // What calls other programs waits beside what is told to people, and neither holds up the other.
    '004-webhooks': `
      ${tenantTable(
        'webhook',
        `id uuid NOT NULL,
         -- All that is shown of the address.
         origin text NOT NULL,
         events text[] NOT NULL,
         -- Address and secret, wrapped under the tenant's master key.
         sealed bytea NOT NULL,
         master_key text NOT NULL,
         created_at timestamptz(3) NOT NULL,
         PRIMARY KEY (tenant, id)`,
        {
          reader: ['SELECT (tenant, id, origin, events, created_at)', 'INSERT', 'DELETE'],
          worker: ['SELECT', 'UPDATE'],
        },
      )}
      ALTER TABLE outbox ADD COLUMN webhook uuid, DROP CONSTRAINT outbox_channel_check,
        ADD CONSTRAINT outbox_channel_check CHECK (channel IN ('APP', 'MAIL', 'APP_MAIL', 'DIGEST', 'WEBHOOK')),
        ADD CONSTRAINT outbox_webhook_check CHECK ((channel = 'WEBHOOK') = (webhook IS NOT NULL));
      GRANT SELECT (webhook) ON outbox TO ${ROLES.reader};
      DROP INDEX outbox_pending;
      CREATE INDEX outbox_pending ON outbox (not_before, tenant, id) WHERE status = 'pending' AND webhook IS NULL;
      CREATE INDEX outbox_calls ON outbox (not_before, tenant, id) WHERE status = 'pending' AND webhook IS NOT NULL;
      CREATE INDEX outbox_webhook ON outbox (tenant, webhook, recorded_at DESC, id DESC) WHERE webhook IS NOT NULL;`,
    // Whoever knows a feed's address reads it: the address is kept as a hash alone.
    '005-calendar-feeds': `
      ${tenantTable(
        'calendar_feed',
        `id uuid NOT NULL,
         role text NOT NULL,
         ref text NOT NULL,
         hash bytea NOT NULL,
         language text NOT NULL,
         created_at timestamptz(3) NOT NULL,
         PRIMARY KEY (tenant, id)`,
        { reader: ['SELECT', 'INSERT', 'DELETE'], worker: ['SELECT', 'DELETE'] },
      )}
      CREATE UNIQUE INDEX calendar_feed_hash ON calendar_feed (tenant, hash);
      CREATE INDEX calendar_feed_owner ON calendar_feed (tenant, role, ref);`,
    // Addresses that a mail server refused, by whose they are; of the address itself only a slow, salted hash, to see when it was changed.
    '006-bouncing-addresses': tenantTable(
      'bouncing_address',
      `role text NOT NULL,
       ref text NOT NULL,
       salt bytea NOT NULL,
       hash bytea NOT NULL,
       code text NOT NULL,
       at timestamptz(3) NOT NULL,
       PRIMARY KEY (tenant, role, ref)`,
      { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
    ),
    // What is for a role is mailed to each who holds it; the message itself is in the role's inbox once.
    '007-copies-for-holders': 'ALTER TABLE outbox ADD COLUMN copy_of uuid;',
    // How people want to be told; with an empty role what holds for whoever did not say.
    '008-message-preferences': tenantTable(
      'message_preference',
      `role text NOT NULL,
       ref text NOT NULL,
       mail text CHECK (mail IN ('IMMEDIATE', 'DIGEST', 'INBOX')),
       language text,
       quiet_hours jsonb,
       PRIMARY KEY (tenant, role, ref)`,
      { reader: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'], worker: ['SELECT', 'DELETE'] },
    ),
    // The account or API key that made it; none where it was the operator, and of what was made before.
    '009-feeds-of-accounts': 'ALTER TABLE calendar_feed ADD COLUMN account uuid;',
  },
};
