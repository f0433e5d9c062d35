import { type Category, CATEGORIES, type LocalDate } from '@overstap/kernel';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';

export * from './queries.js';

/** Until when the categories of one trajectory are kept; null where that is not said yet. */
export interface RetentionClock extends Record<Category, LocalDate | null> {
  trajectory: string;
  participant: string | null;
  concluded: boolean;
}

const CONCLUDING = ['TrajectoryClosed', 'ParticipationDeclined', 'ParticipationExpired'];
const NOT_SAID = { identity: null, search: null, coaching: null, health: null } satisfies Record<Category, null>;

export function applyToRetention(rows: Rows<RetentionClock>, event: ProjectedEvent): void {
  const { type, trajectory = '', subject } = event;
  const before = rows.get(trajectory) ?? { trajectory, participant: null, concluded: false, ...NOT_SAID };
  const known = { ...before, participant: subject ?? before.participant };
  if (type === 'RetentionStarted') {
    const { class: category, until } = event.data as { readonly class: Category; readonly until: LocalDate };
    return rows.put(trajectory, CATEGORIES.includes(category) ? { ...known, [category]: until } : known);
  }
  // Reopened: nothing runs until it is closed again.
  if (type === 'TrajectoryReopened') return rows.put(trajectory, { ...known, concluded: false, ...NOT_SAID });
  rows.put(trajectory, { ...known, concluded: CONCLUDING.includes(type) });
}

/** What the law and the contract let us keep, and until when. */
export const retentionClock = defineReadModel<RetentionClock>({
  name: 'retention_clock',
  version: 1,
  columns: {
    trajectory: 'text',
    participant: 'text',
    concluded: 'boolean',
    identity: 'date',
    search: 'date',
    coaching: 'date',
    health: 'date',
  },
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['participant']],
  types: ['ParticipantReferred', ...CONCLUDING, 'TrajectoryReopened', 'RetentionStarted'],
  apply: applyToRetention,
});
