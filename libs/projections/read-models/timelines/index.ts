import { type AnyReadModel, defineReadModel } from '../../runner/index.js';
import { applyToTimeline, entriesOf } from './apply.js';
import { AUDIENCES, takenBy, type TimelineAudience, type TimelineName } from './audience.js';
import { COLUMNS, type TimelineEntry } from './table.js';

export * from './queries.js';
export { COACHES_NAMED, ownCopy, type Taken, type TimelineName } from './audience.js';

function timeline([name, audience]: [string, TimelineAudience]): AnyReadModel {
  const taken = takenBy(audience);
  return defineReadModel<TimelineEntry>({
    name,
    version: name === 'trajectory_timeline' ? 2 : 1,
    columns: COLUMNS,
    key: 'event',
    partition: 'trajectory',
    indexes: [['trajectory', 'revision']],
    aggregates: ['trajectory'],
    types: [...taken.keys()],
    loads: entriesOf,
    apply: (rows, event) => applyToTimeline(rows, event, audience, taken.get(event.type)),
  });
}

/** What happened on a trajectory, in a table per audience. */
export const timelines: readonly AnyReadModel[] = Object.entries<TimelineAudience>(AUDIENCES).map(timeline);
export const timelineNamed = (name: TimelineName): AnyReadModel | undefined =>
  timelines.find((each) => each.name === name);
