import { schemaOf } from '@overstap/kernel';
import { CLOCK_KINDS, type ClockChange, type MigrationPreview } from '@overstap/mobility';
import { type ClockSummary, type DryRun, MigrationPlan, type MigrationReport } from '@overstap/processes';
import { byName, date, list, named, objectOf, oneOf, orNull, type Shape, text, whole } from '../http/shapes.js';

export const PLAN: Shape<MigrationPlan> = named('MigrationPlan', schemaOf(MigrationPlan));

const KIND = oneOf(CLOCK_KINDS);
const PREVIEW = objectOf<MigrationPreview>(
  {
    phases: objectOf<MigrationPreview['phases']>({ before: list(text), after: list(text) }),
    clocks: list(
      objectOf<ClockChange>({
        clockId: text,
        kind: KIND,
        before: orNull(date),
        after: orNull(date),
        change: oneOf(['NONE', 'KEPT', 'MOVED', 'REMINDERS', 'BEGINS', 'ENDS']),
      }),
    ),
    tasks: objectOf<MigrationPreview['tasks']>({ fallAway: list(text), arise: list(text), spared: list(text) }),
  },
  { blocker: objectOf<NonNullable<MigrationPreview['blocker']>>({ code: text, message: text }) },
);

export const DRY_RUN = named(
  'MigrationDryRun',
  objectOf<DryRun>({
    hash: text,
    plan: PLAN,
    running: whole,
    migrates: whole,
    blocked: list(objectOf<DryRun['blocked'][number]>({ trajectory: text, code: text, message: text })),
    statutory: objectOf<DryRun['statutory']>({ clocks: whole, moved: whole }),
    clocks: list(
      objectOf<ClockSummary>({
        clockId: text,
        kind: KIND,
        none: whole,
        kept: whole,
        moved: whole,
        reminders: whole,
        begins: whole,
        ends: whole,
        leastDays: orNull(whole),
        mostDays: orNull(whole),
      }),
    ),
    tasks: objectOf<DryRun['tasks']>({ fallAway: byName(whole), arise: byName(whole), spared: byName(whole) }),
    trajectories: list(objectOf<DryRun['trajectories'][number]>({ trajectory: text, preview: PREVIEW })),
  }),
);

export const MIGRATION = named(
  'Migration',
  objectOf<MigrationReport>({
    hash: text,
    status: oneOf(['PREVIEWED', 'APPLYING', 'DONE']),
    plan: PLAN,
    of: whole,
    done: whole,
    migrated: whole,
    left: list(
      objectOf<MigrationReport['left'][number]>({
        trajectory: text,
        status: oneOf(['PENDING', 'BLOCKED', 'MIGRATED', 'CHANGED', 'REFUSED']),
        why: text,
      }),
    ),
  }),
);
