import { accessMigrations } from '@overstap/access';
import { accessLogMigrations } from '@overstap/access-log';
import { eventStoreMigrations } from '@overstap/event-store';
import { operationMigrations } from '@overstap/operation';
import { personFileMigrations } from '@overstap/person-file';
import { type MigrationSet } from '@overstap/platform';
import { privacyMigrations } from '@overstap/privacy';
import { processMigrations } from '@overstap/processes';
import { projectionMigrations } from '@overstap/projections';
import { remindersMigrations } from '@overstap/reminders';
import { queueViewMigrations } from './queue-views.js';

/** All tables of the program, for those who start it and for those who restore it. */
export const MIGRATIONS: readonly MigrationSet[] = [
  eventStoreMigrations,
  privacyMigrations,
  projectionMigrations,
  processMigrations,
  remindersMigrations,
  operationMigrations,
  queueViewMigrations,
  accessMigrations,
  accessLogMigrations,
  personFileMigrations,
];
