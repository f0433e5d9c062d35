import { grantsFor, type MigrationSet, tenantTable } from '@overstap/platform';

/**
 * What the processes remember between steps. `employee_index` finds a person again by a keyed hash of the employer's number; its rows are
 * deleted with the person, so that nothing links a log entry to an employee number any more.
 */
export const processMigrations: MigrationSet = {
  name: 'processes',
  steps: {
    '001-tenant-secret': tenantTable(
      'tenant_secret',
      'purpose text NOT NULL, secret bytea NOT NULL, PRIMARY KEY (tenant, purpose)',
      {
        worker: ['SELECT', 'INSERT'],
      },
    ),
    '002-employee-index':
      tenantTable(
        'employee_index',
        'employer text NOT NULL, employee_hash bytea NOT NULL, participant uuid NOT NULL, PRIMARY KEY (tenant, employer, employee_hash)',
        { worker: ['SELECT', 'INSERT', 'DELETE'] },
      ) + 'CREATE INDEX employee_index_participant ON employee_index (tenant, participant);',
    '003-enrolment':
      tenantTable(
        'enrolment',
        `programme text NOT NULL, participant uuid NOT NULL, trajectory uuid NOT NULL, cohort text NOT NULL, wave integer NOT NULL,
         language text NOT NULL, batch uuid NOT NULL, PRIMARY KEY (tenant, programme, participant)`,
        { worker: ['SELECT', 'INSERT', 'DELETE'] },
      ) +
      'CREATE INDEX enrolment_wave ON enrolment (tenant, cohort, wave); CREATE INDEX enrolment_batch ON enrolment (tenant, batch);',
    '004-import-staging':
      tenantTable(
        'import_batch',
        `batch uuid NOT NULL, programme text NOT NULL, employer text NOT NULL, cohort text NOT NULL, accepted integer NOT NULL,
         rejected integer NOT NULL, referred_on date NOT NULL, PRIMARY KEY (tenant, batch)`,
        { worker: ['SELECT', 'INSERT', 'DELETE'] },
      ) +
      tenantTable(
        'import_row',
        `batch uuid NOT NULL, line integer NOT NULL, participant uuid NOT NULL, trajectory uuid NOT NULL, sealed text NOT NULL,
         PRIMARY KEY (tenant, batch, line)`,
        { worker: ['SELECT', 'INSERT', 'DELETE'] },
      ),
    '005-template-migration':
      tenantTable(
        'template_migration',
        `hash text NOT NULL, terms jsonb NOT NULL, programme text, actor jsonb NOT NULL, applied_by jsonb, status text NOT NULL,
         previewed_at timestamptz NOT NULL, ended_at timestamptz, PRIMARY KEY (tenant, hash)`,
        { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      ) +
      tenantTable(
        'template_migration_item',
        `hash text NOT NULL, trajectory text NOT NULL, digest text NOT NULL, preview jsonb NOT NULL, status text NOT NULL, why text,
         PRIMARY KEY (tenant, hash, trajectory), FOREIGN KEY (tenant, hash) REFERENCES template_migration ON DELETE CASCADE`,
        { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      ),
    '006-budget-use':
      tenantTable(
        'budget_use',
        `event text NOT NULL, programme text NOT NULL, item text NOT NULL, revision integer NOT NULL, cents bigint NOT NULL,
         minutes bigint NOT NULL, billable boolean NOT NULL, PRIMARY KEY (tenant, event)`,
        { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      ) + 'CREATE INDEX budget_use_programme ON budget_use (tenant, programme);',
    '007-wave-release':
      tenantTable(
        'wave_release',
        `release uuid NOT NULL, programme text NOT NULL, cohort text NOT NULL, wave integer NOT NULL, invite_on date NOT NULL,
         correlation text NOT NULL, people integer NOT NULL, batches uuid[] NOT NULL, after uuid, invited integer NOT NULL DEFAULT 0,
         passed_over integer NOT NULL DEFAULT 0, stuck text, holder uuid, lease_until timestamptz, begun_at timestamptz NOT NULL,
         ended_at timestamptz, PRIMARY KEY (tenant, release)`,
        { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
      ) +
      `CREATE INDEX wave_release_open ON wave_release (begun_at) WHERE ended_at IS NULL;
       CREATE INDEX wave_release_wave ON wave_release (tenant, programme, wave);
       DROP INDEX enrolment_wave; CREATE INDEX enrolment_wave ON enrolment (tenant, cohort, wave, trajectory);`,
    // Of no tenant: who is at what, and until when.
    '008-leases': `
      CREATE TABLE process_lease (name text PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL);
      ${grantsFor('process_lease', { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] })}`,
  },
};
