import { type Clock, type Instant } from '@overstap/kernel';
import { deliveryJobs, type Outbox } from '../outbox/outbox.js';
import { type Webhooks } from '../webhooks/webhooks.js';
import { momentJob } from './due-job.js';
import { type DueRow, type DueTable, type Moment } from './due-table.js';
import { type Supply } from './supply.js';

/** Only what is due within this time is in the queue. */
export const HORIZON_MS = 48 * 60 * 60 * 1000;

export interface SweepSources {
  readonly due: DueTable;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly webhooks?: Pick<Webhooks, 'jobsBy'> | undefined;
}

/** What one look at the due table found. */
export interface Swept {
  readonly reminders: number;
  /** Rows whose moment has passed: lateness after downtime, else a stream that refuses. */
  readonly overdue: number;
  /** The one that has waited longest, when that is a day or more: its rule has no runner. */
  readonly silent?: DueRow;
}

/** A rule that nothing has carried out for so long has no runner. */
const SILENT_MS = 24 * 60 * 60 * 1000;

/** Since when a rule has had no runner; undefined while every rule has one. For a process that sweeps nothing itself. */
export async function silentSince({ due, clock }: Pick<SweepSources, 'due' | 'clock'>): Promise<Instant | undefined> {
  const first = await due.earliest();
  return first !== undefined && Date.parse(clock.now()) - Date.parse(first) >= SILENT_MS ? first : undefined;
}

const horizonOf = (nowMs: number): Instant => new Date(nowMs + HORIZON_MS).toISOString();

/**
 * Gives the queue what comes due within 48 hours, and whatever is missing from it: a job that waits already is not added twice, a job
 * that was lost comes back. So nothing needs to be known of the queue, and it works after the queue was wiped.
 */
export async function sweepReminders(
  { due, clock }: Pick<SweepSources, 'due' | 'clock'>,
  supply: Supply,
): Promise<Swept> {
  const now = clock.now();
  const nowMs = Date.parse(now);
  const moments = await due.momentsBefore(horizonOf(nowMs));
  await supply.begin();
  await supply.give(moments.map((moment) => momentJob(moment, nowMs)));
  const count = (some: readonly Moment[]): number => some.reduce((sum, { rows }) => sum + rows, 0);
  const [silent] = await due.dueBefore(new Date(nowMs - SILENT_MS).toISOString(), 1);
  return {
    reminders: count(moments),
    overdue: count(moments.filter(({ at }) => at < now)),
    ...(silent ? { silent } : {}),
  };
}

/** The same for messages that may leave within 48 hours. Answers how many. */
export async function sweepMessages(
  { outbox, clock }: Pick<SweepSources, 'outbox' | 'clock'>,
  supply: Supply,
): Promise<number> {
  const nowMs = Date.parse(clock.now());
  const jobs = deliveryJobs(await outbox.pendingBy(horizonOf(nowMs)), nowMs);
  await supply.begin();
  await supply.give(jobs);
  return jobs.length;
}

/** The same for webhooks that may be called within 48 hours. Answers how many. */
export async function sweepCalls(
  { webhooks, clock }: Pick<SweepSources, 'webhooks' | 'clock'>,
  supply: Supply,
): Promise<number> {
  const nowMs = Date.parse(clock.now());
  const jobs = (await webhooks?.jobsBy(horizonOf(nowMs), nowMs)) ?? [];
  await supply.begin();
  await supply.give(jobs);
  return jobs.length;
}
