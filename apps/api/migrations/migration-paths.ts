import { type JsonObject } from '@overstap/kernel';
import { MigrationPlan } from '@overstap/processes';
import { get, inPath, post } from '../http/paths.js';
import { DRY_RUN, MIGRATION, PLAN } from './migration-shapes.js';
import { ProposeMigration } from './migration-bodies.js';

/** The routes of the migration controller, for OpenAPI. */
export const MIGRATION_PATHS: Readonly<Record<string, JsonObject>> = {
  '/template-migrations/proposals': post(
    'proposeMigration',
    'Terms for a migration of running trajectories to another version or template, to be completed',
    ProposeMigration,
    PLAN,
  ),
  '/template-migrations/dry-runs': post(
    'dryRunMigration',
    'What a migration would do to every running trajectory; nothing is recorded',
    MigrationPlan,
    DRY_RUN,
  ),
  '/template-migrations/{hash}': get('migration', 'How a migration went, or how far it is', MIGRATION, [
    inPath('hash'),
  ]),
  '/template-migrations/{hash}/apply': post(
    'applyMigration',
    'Carry out a dry run, by its hash',
    undefined,
    MIGRATION,
    [inPath('hash')],
  ),
};
