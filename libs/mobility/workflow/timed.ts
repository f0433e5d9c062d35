/** The aggregates on whose streams the engine runs: clocks of theirs fall due. */
export const TIMED_AGGREGATES = ['trajectory', 'programme', 'coach', 'participant'] as const;
export type TimedAggregate = (typeof TIMED_AGGREGATES)[number];

export const isTimed = (aggregate: unknown): aggregate is TimedAggregate =>
  TIMED_AGGREGATES.some((each) => each === aggregate);
