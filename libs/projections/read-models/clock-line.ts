import { localDateOf } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type ClockKind, HOME_ZONE, type WorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent } from '../runner/index.js';

/** What is known of one clock: its present generation. */
export interface ClockLine {
  readonly clockId: string;
  readonly code: string;
  readonly times: string;
  readonly kind: ClockKind;
  readonly generation: number;
  readonly status: 'RUNNING' | 'SUSPENDED' | 'EXPIRED' | 'STOPPED';
  readonly armedOn: LocalDate;
  /** Null while it is suspended. */
  readonly dueOn: LocalDate | null;
  readonly dueAt: Instant | null;
  /** STATUTORY only: the legal day, of which `dueOn` is the internal date before. */
  readonly legalOn: LocalDate | null;
  readonly stoppedOn: LocalDate | null;
  readonly how: 'MET' | 'CANCELLED' | 'WAIVED' | 'ENDED' | null;
  readonly expiredAt: Instant | null;
  /** The day on which the program heard that it had stopped. */
  readonly stopHeardOn: LocalDate | null;
  /** Past before it was known, so that it reminds nobody: a milestone that was lived through elsewhere. */
  readonly wasPast: boolean;
}

export const CLOCK_EVENTS: readonly string[] = [
  'ClockArmed',
  'ClockRearmed',
  'ClockSuspended',
  'ClockResumed',
  'ClockStopped',
  'ClockExpired',
];

/** The clock after an event; undefined when it is not known and the event does not arm it. */
export function foldClock(line: ClockLine | undefined, event: ProjectedEvent): ClockLine | undefined {
  const { type, data } = event as unknown as WorkflowEvent;
  if (type === 'ClockArmed' || type === 'ClockRearmed')
    return {
      clockId: data.clockId,
      code: data.code,
      times: data.times,
      kind: data.kind,
      generation: data.generation,
      status: data.dueAt === undefined ? 'SUSPENDED' : 'RUNNING',
      armedOn: data.armedOn,
      dueOn: data.dueOn ?? null,
      dueAt: data.dueAt ?? null,
      legalOn: data.legalOn ?? null,
      stoppedOn: null,
      how: null,
      expiredAt: null,
      stopHeardOn: null,
      wasPast: data.dueAt !== undefined && data.dueAt <= event.occurredAt && data.rungs.length === 0,
    };
  if (!line) return undefined;
  switch (type) {
    case 'ClockSuspended':
      return { ...line, status: 'SUSPENDED', dueOn: null, dueAt: null, legalOn: null };
    case 'ClockResumed':
      return { ...line, status: 'RUNNING', dueOn: data.dueOn, dueAt: data.dueAt, legalOn: data.legalOn ?? null };
    case 'ClockStopped':
      return {
        ...line,
        status: 'STOPPED',
        stoppedOn: data.on,
        how: data.how,
        stopHeardOn: localDateOf(HOME_ZONE, event.recordedAt),
      };
    case 'ClockExpired':
      return { ...line, status: 'EXPIRED', expiredAt: event.occurredAt };
    default:
      return line;
  }
}

/** The last day on which the clock can be met in time: the law's own day where there is one. */
export const lastDayOf = ({ legalOn, dueOn }: Pick<ClockLine, 'legalOn' | 'dueOn'>): LocalDate | null =>
  legalOn ?? dueOn;

/**
 * M20, by the business day of what met it, however late that was recorded: true met in time, false missed, null not (yet) to be told.
 * A clock that was cancelled, waived or stopped while suspended by a pause is none of the three kinds that can be late.
 */
export function isOnTime(line: ClockLine): boolean | null {
  if (line.how === 'MET') return line.stoppedOn !== null && line.stoppedOn <= (lastDayOf(line) ?? line.stoppedOn);
  return line.status === 'EXPIRED' ? false : null;
}

/** Met in time, and known only after that time. */
export const isPutRight = (line: ClockLine): boolean =>
  isOnTime(line) === true && (line.stopHeardOn ?? '') > (lastDayOf(line) ?? line.stopHeardOn ?? '');
