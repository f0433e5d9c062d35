import { grantsFor, ROLES, tenantPolicies, tenantTable, type MigrationSet } from '@overstap/platform';
import { type AnyReadModel } from './read-model.js';

const CHECKPOINTS = `
CREATE TABLE projection_checkpoint (
  name text NOT NULL,
  build int NOT NULL,
  version int NOT NULL,
  relation text NOT NULL,
  state text NOT NULL CHECK (state IN ('live', 'building', 'reactor')),
  position text NOT NULL,
  epoch bigint NOT NULL DEFAULT 0,
  holder text,
  lease_until timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, build)
);
CREATE UNIQUE INDEX projection_one_live ON projection_checkpoint (name) WHERE state = 'live';
CREATE UNIQUE INDEX projection_one_building ON projection_checkpoint (name) WHERE state = 'building';
${grantsFor('projection_checkpoint', { reader: ['SELECT'], worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] })}`;

const WORKERS = `
CREATE TABLE projection_worker (
  holder text PRIMARY KEY,
  knows text[] NOT NULL,
  alive_until timestamptz NOT NULL
);
${grantsFor('projection_worker', { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] })}`;

const PARKED = tenantTable(
  'parked_event',
  `seq bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  build int NOT NULL,
  partition text NOT NULL,
  event_id text NOT NULL,
  stream text NOT NULL,
  revision int NOT NULL,
  position text NOT NULL,
  type text NOT NULL,
  error text,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, build, tenant, partition, seq),
  FOREIGN KEY (name, build) REFERENCES projection_checkpoint ON DELETE CASCADE`,
  { worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
);

/** Tables are made while the program runs, so the worker may create in this one schema and owns what it makes there. */
const READ_MODELS = `
CREATE SCHEMA read_model;
GRANT USAGE ON SCHEMA read_model TO ${ROLES.reader};
GRANT USAGE, CREATE ON SCHEMA read_model TO ${ROLES.worker};`;

export const projectionMigrations: MigrationSet = {
  name: 'projections',
  steps: {
    '001-checkpoints': CHECKPOINTS,
    '002-parked-events': PARKED,
    '003-read-models': READ_MODELS,
    '004-workers': WORKERS,
  },
};

/** The view that queries read. */
export const viewOf = (name: string): string => `read_model.${name}`;
export const relationOf = (model: AnyReadModel, build: number): string =>
  `read_model.${model.name}_v${model.version}_${build}`;

/**
 * A build's table. The reader is bound by row-level security. The worker owns the table and sees all tenants, so the policies are not forced
 * upon it: COPY refuses a table whose policies bind the writer.
 */
export function createTable(model: AnyReadModel, relation: string): string {
  const columns = Object.entries(model.columns).map(
    ([name, type]) => `${name} ${type}${name === model.key || name === model.partition ? ' NOT NULL' : ''}`,
  );
  return `
    CREATE TABLE ${relation} (tenant text NOT NULL CHECK (tenant <> ''), ${columns.join(', ')}, PRIMARY KEY (tenant, ${model.key}));
    ${tenantPolicies(relation, { reader: ['SELECT'] })}
    ALTER TABLE ${relation} NO FORCE ROW LEVEL SECURITY;
    ${model.loads || model.partition === model.key ? '' : `CREATE INDEX ON ${relation} (tenant, ${model.partition});`}`;
}

/**
 * What queries want and the fold does not need: made once the rows are there. No query asks by what such a column holds, and looking at its values
 * takes longer than the indexes.
 */
export function createIndexes({ columns, indexes = [] }: AnyReadModel, relation: string): string {
  const name = relation.replace(/^.*\./, '');
  const asked = Object.keys(columns).filter((column) => !columns[column]?.startsWith('json'));
  return [
    ...indexes.map(
      (each, nth) => `CREATE INDEX IF NOT EXISTS ${name}_i${nth} ON ${relation} (tenant, ${each.join(', ')});`,
    ),
    `ANALYZE ${relation} (tenant, ${asked.join(', ')});`,
  ].join('\n');
}

/** The view runs with the rights of whoever asks, so row-level security holds through it. */
export const pointView = (model: AnyReadModel, relation: string): string => `
  DROP VIEW IF EXISTS ${viewOf(model.name)};
  CREATE VIEW ${viewOf(model.name)} WITH (security_invoker = true)
    AS SELECT tenant, ${Object.keys(model.columns).join(', ')} FROM ${relation};
  REVOKE ALL ON ${viewOf(model.name)} FROM PUBLIC;
  GRANT SELECT ON ${viewOf(model.name)} TO ${ROLES.reader};`;
