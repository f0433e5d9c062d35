import { type Category, type Instant, type JsonObject } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';

/** One thing that happened, for one audience: each has a table of its own that never held what it may not see. */
export interface TimelineEntry {
  event: string;
  trajectory: string;
  stream: string;
  revision: number;
  type: string;
  schema_version: number;
  subject: string | null;
  occurred_at: Instant;
  recorded_at: Instant;
  actor_role: string;
  /** Null where the audience reads who it was by role alone. */
  actor: string | null;
  /** Fields in clear. */
  clear: JsonObject;
  /** Sealed blocks as they were stored, by category. */
  sealed: { readonly [category in Category]?: string };
  /** The placement that it is about. */
  placement: string | null;
  /** CORRECTED or VOIDED, and by which event; the entry stays, struck out. */
  struck: string | null;
  struck_by: string | null;
}

export const COLUMNS: ReadModel<TimelineEntry>['columns'] = {
  event: 'text',
  trajectory: 'text',
  stream: 'text',
  revision: 'integer',
  type: 'text',
  schema_version: 'integer',
  subject: 'text',
  occurred_at: 'timestamptz',
  recorded_at: 'timestamptz',
  actor_role: 'text',
  actor: 'text',
  clear: 'jsonb',
  sealed: 'jsonb',
  placement: 'text',
  struck: 'text',
  struck_by: 'text',
};
