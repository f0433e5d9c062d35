import { printable, table } from './table.js';

/** What the program answers to a dry run: fixed from the first day. */
export interface DryRunAnswer {
  readonly hash: string;
  readonly running: number;
  readonly migrates: number;
  readonly blocked: readonly { readonly trajectory: string; readonly code: string; readonly message: string }[];
  readonly statutory: { readonly clocks: number; readonly moved: number };
  readonly clocks: readonly {
    readonly clockId: string;
    readonly kind: string;
    readonly kept: number;
    readonly moved: number;
    readonly reminders: number;
    readonly begins: number;
    readonly ends: number;
    readonly leastDays: number | null;
    readonly mostDays: number | null;
  }[];
  readonly tasks: Readonly<Record<'fallAway' | 'arise' | 'spared', Readonly<Record<string, number>>>>;
}

export interface ReportAnswer {
  readonly hash: string;
  readonly status: string;
  readonly of: number;
  readonly done: number;
  readonly migrated: number;
  readonly left: readonly { readonly trajectory: string; readonly status: string; readonly why: string }[];
}

const right = 'right' as const;

/** How many go which way, what moves and by how much, who cannot go and why, and what to do next. */
export function dryRunText(found: DryRunAnswer): string {
  const { hash, running, migrates, blocked, statutory, clocks, tasks } = found;
  const other = clocks.filter(
    ({ kept, moved, reminders, begins, ends }) => kept + moved + reminders + begins + ends > 0,
  );
  return [
    `${migrates} of ${running} trajectories would be migrated.\n`,
    `${statutory.clocks} statutory clocks run; ${statutory.moved} of them would move.\n`,
    other.length === 0 ? 'No clock would change.\n' : `\n${clockTable(other)}`,
    taskLine('Tasks that would fall away', tasks.fallAway),
    taskLine('Tasks that would arise', tasks.arise),
    taskLine('New tasks that nobody has to catch up with', tasks.spared),
    blocked.length === 0 ? '' : `\n${blockTable(blocked)}`,
    `\nTo carry this out: overstap template migrate --apply ${hash}\n`,
  ].join('');
}

const clockTable = (clocks: DryRunAnswer['clocks']): string =>
  table(
    [
      { heading: 'Clock' },
      { heading: 'Kind' },
      ...['Kept', 'Moved', 'Days', 'Reminders', 'Begins', 'Ends'].map((heading) => ({ heading, align: right })),
    ],
    clocks.map(({ clockId, kind, kept, moved, leastDays, mostDays, reminders, begins, ends }) => [
      printable(clockId),
      kind,
      String(kept),
      String(moved),
      leastDays === null || mostDays === null ? '' : shift(leastDays, mostDays),
      String(reminders),
      String(begins),
      String(ends),
    ]),
  );

const signed = (days: number): string => (days > 0 ? `+${days}` : String(days));
const shift = (least: number, most: number): string =>
  least === most ? signed(least) : `${signed(least)} to ${signed(most)}`;

function taskLine(heading: string, counts: Readonly<Record<string, number>>): string {
  const tasks = Object.entries(counts);
  return tasks.length === 0
    ? ''
    : `\n${heading}: ${tasks.map(([code, count]) => `${printable(code)} (${count})`).join(', ')}.\n`;
}

const blockTable = (blocked: DryRunAnswer['blocked']): string =>
  table(
    [{ heading: 'Trajectory' }, { heading: 'Blocked because' }],
    blocked.map(({ trajectory, message }) => [printable(trajectory), printable(message)]),
  );

export function reportText({ status, of, done, migrated, left }: ReportAnswer): string {
  const head =
    status === 'DONE'
      ? `${migrated} of ${of} trajectories are migrated.\n`
      : status === 'APPLYING'
        ? `${done} of ${of} trajectories are done; it goes on.\n`
        : `Nothing is migrated yet: ${of} trajectories were looked at.\n`;
  if (left.length === 0) return head;
  const rows = left.map(({ trajectory, status: how, why }) => [printable(trajectory), how, printable(why)]);
  return `${head}\n${table([{ heading: 'Trajectory' }, { heading: 'Left' }, { heading: 'Because' }], rows)}`;
}
