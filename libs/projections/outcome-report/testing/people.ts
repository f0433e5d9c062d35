import { addDays } from '@overstap/calendar';
import { type StoredEvent } from '@overstap/kernel';
import { survivalBase, type SurvivalRow } from '../../read-models/survival-base/index.js';
import { bare, rowsAfter } from '../../read-models/testing/fold.js';

export const START = '2026-09-01';
export const day = (days: number): string => addDays(START, days);

/** What happened to one person; the day of each thing in days after the start. */
export class Story {
  private readonly events: StoredEvent[] = [];
  constructor(
    readonly trajectory: string,
    referral: object = {},
  ) {
    this.add('ParticipantReferred', 0, {
      participantId: `p-${trajectory}`,
      programmeId: 'reorg',
      templateId: 'IND-6',
      templateVersion: 1,
      referredOn: START,
      notifiedOn: START,
      source: 'IMPORT',
      origin: 'IMPOSED',
      ...referral,
    });
  }

  add(type: string, at: number, data: object, recorded = at): this {
    this.events.push(
      bare(type, data, {
        id: `${this.trajectory}-${this.events.length}`,
        stream: `trajectory-${this.trajectory}`,
        trajectory: this.trajectory,
        programme: 'reorg',
        revision: this.events.length,
        occurredAt: `${day(at)}T10:00:00.000Z`,
        recordedAt: `${day(recorded)}T10:00:00.000Z`,
      }),
    );
    return this;
  }

  /** Id of the event that was added last. */
  get last(): string {
    return `${this.trajectory}-${this.events.length - 1}`;
  }

  started(at = 0): this {
    return this.add('TrajectoryStarted', at, { on: day(at), plannedEndOn: day(at + 182), templateVersion: 1 });
  }

  placed(at: number, part: object = {}): this {
    return this.add('PlacementRecorded', at, {
      placementId: `pl-${at}`,
      outcomeType: 'EMPLOYED_PERMANENT',
      acceptedOn: day(at),
      startsOn: day(at + 10),
      internal: false,
      subsidised: false,
      bases: ['STRICT', 'CONTRACT', 'BROAD'],
      counts: true,
      dateBasis: 'ACCEPTED',
      ...part,
    });
  }

  closed(at: number, closureClass: string, reason: string): this {
    return this.add('TrajectoryClosed', at, { on: day(at), closureClass, reason });
  }

  row(): SurvivalRow {
    const row = rowsAfter<SurvivalRow>(survivalBase, this.events).get(this.trajectory);
    if (!row) throw new Error('no row');
    return row;
  }
}

/** The twelve of docs/metrics.md: L landed, C censored by a term that ended, W withdrawn. */
export const TWELVE: readonly SurvivalRow[] = (
  [
    [21, 'L'],
    [35, 'L'],
    [35, 'C'],
    [60, 'L'],
    [60, 'L'],
    [77, 'W'],
    [90, 'L'],
    [120, 'C'],
    [150, 'L'],
    [180, 'C'],
    [180, 'C'],
    [180, 'C'],
  ] as const
).map(([at, end], nth) => {
  const story = new Story(`t${nth}`).started();
  if (end === 'L') return story.placed(at).row();
  return end === 'W'
    ? story.closed(at, 'INTERRUPTED', 'WITHDRAWN').row()
    : story.closed(at, 'END_OF_TERM', 'TERM_ENDED').row();
});
