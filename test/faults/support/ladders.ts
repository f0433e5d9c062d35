import { type Instant } from '@overstap/kernel';
import { type RestartablePostgres } from './restartable-postgres.js';

export interface LogEvent {
  readonly stream: string;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly data: {
    readonly clockId: string;
    readonly generation: number;
    readonly rung?: string;
    readonly rungs?: readonly { readonly rung: string; readonly at: Instant }[];
  };
}

/** One rung as the log promised it, and what the log says became of it: one record, unless something is wrong. */
export interface Ladder {
  readonly rung: string;
  readonly at: Instant;
  readonly armedAt: Instant;
  readonly records: LogEvent[];
}

export const CLOCK_EVENTS = [
  ...['ClockArmed', 'ClockRearmed', 'ClockSuspended', 'ClockResumed', 'ClockStopped', 'ClockExpired'],
  ...['RungFired', 'RungSuppressed'],
];

/** Everything that happened to clocks, in the order of the log. */
export async function logOf(postgres: RestartablePostgres, database: string): Promise<readonly LogEvent[]> {
  const { rows } = await postgres.query<LogEvent & { [column: string]: unknown }>(
    database,
    `SELECT stream, type, recorded_at AS "recordedAt", data FROM events WHERE type = ANY ($1) ORDER BY epoch, xid, position`,
    [CLOCK_EVENTS],
  );
  return rows;
}

/**
 * The rungs that had to come by the end of the log: those armed and neither stopped, suspended nor replaced before their moment. A record of a rung that
 * nothing promised stands there too, with a second record of what it repeats.
 */
export function ladders(log: readonly LogEvent[], until: Instant): readonly Ladder[] {
  const promised: Ladder[] = [];
  const pending = new Map<string, Map<string, Ladder>>();
  const recorded = new Map<string, Ladder>();
  for (const event of log) {
    const { stream, type, recordedAt, data } = event;
    const clock = `${stream} ${data.clockId}`;
    const nameOf = (rung: string): string => `${clock} ${data.generation} ${rung}`;
    if (type === 'RungFired' || type === 'RungSuppressed') {
      const name = nameOf(data.rung ?? '');
      const ladder = pending.get(clock)?.get(name) ?? recorded.get(name);
      if (ladder) ladder.records.push(event);
      else promised.push({ rung: name, at: 'never', armedAt: 'never', records: [event] });
      pending.get(clock)?.delete(name);
      if (ladder && !recorded.has(name)) {
        recorded.set(name, ladder);
        promised.push(ladder);
      }
    } else if (type !== 'ClockExpired') {
      const rungs = (data.rungs ?? []).map(({ rung, at }) => ({
        rung: nameOf(rung),
        at,
        armedAt: recordedAt,
        records: [],
      }));
      const open = rungs.filter(({ rung }) => !recorded.has(rung)).map((ladder) => [ladder.rung, ladder] as const);
      pending.set(clock, new Map(open));
    }
  }
  const missed = [...pending.values()].flatMap((rungs) => [...rungs.values()]).filter(({ at }) => at <= until);
  return [...promised, ...missed];
}
