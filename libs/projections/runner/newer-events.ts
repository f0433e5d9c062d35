import { type EventPage, type Position, type StoredEvent } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import type pg from 'pg';
import { type CheckpointState, readCheckpoints } from './checkpoints.js';
import { type EventOpener } from './read-model.js';

/** A newer version of the program has written to the log what this one cannot read. */
export class NewerEventError extends OperatorError {
  constructor({ type, schemaVersion }: StoredEvent, known: number | undefined) {
    super(
      `The log holds an event of type ${type}${known === undefined ? '' : ` in version ${schemaVersion}`}, which this version of Overstap does not know${known === undefined ? '' : ` (it knows ${known})`}. ` +
        'It passes over nothing: what follows the log here stands still until a process of the newer version has gone past it. Start the newer version.',
    );
  }
}

type KnownTypes = EventOpener['known'];

/** The page up to what this version does not know, and that event. Whoever reads on from there meets it again. */
export function knownPart(
  known: KnownTypes,
  after: Position,
  page: EventPage,
): { readonly page: EventPage; readonly newer?: StoredEvent } {
  const at = known ? page.events.findIndex((event) => isNewer(known, event)) : -1;
  const newer = page.events[at];
  if (!newer) return { page };
  return {
    page: { events: page.events.slice(0, at), next: page.events[at - 1]?.position ?? after, atHead: true },
    newer,
  };
}

const isNewer = (known: NonNullable<KnownTypes>, { type, schemaVersion }: StoredEvent): boolean =>
  schemaVersion > (known.get(type)?.version ?? 0);

export interface StandstillParts {
  readonly pool: pg.Pool;
  readonly known: KnownTypes;
  readonly compare: (a: Position, b: Position) => number;
  readonly state: CheckpointState;
  /** Whose checkpoints show that somebody else has gone past. */
  readonly names: readonly string[];
  readonly report: (error: NewerEventError) => void;
}

/**
 * Keeps a process of an older version from advancing over what it does not know: it lets go of its leases before that event, and takes none
 * until others have gone past it.
 */
export class Standstill {
  private before: StoredEvent | undefined;
  private told: string | undefined;

  constructor(private readonly parts: StandstillParts) {}

  /** Why nothing is advanced; undefined while all is known. */
  get error(): NewerEventError | undefined {
    return this.before && new NewerEventError(this.before, this.parts.known?.get(this.before.type)?.version);
  }

  at(event: StoredEvent): void {
    this.before = event;
    // It is met at each try; once is enough to say so.
    const { error } = this;
    if (error && this.told !== event.id) this.parts.report(error);
    this.told = event.id;
  }

  /** Whether leases may be taken: nothing is in the way, or others have gone past it. */
  async isOver(): Promise<boolean> {
    const { before } = this;
    if (!before) return true;
    const { pool, names, state, compare } = this.parts;
    const checkpoints = (await readCheckpoints(pool, names)).filter((checkpoint) => checkpoint.state === state);
    if (checkpoints.some(({ position }) => compare(position, before.position) < 0)) return false;
    this.before = undefined;
    return true;
  }
}
