import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import {
  type BudgetSet,
  type BudgetUse,
  type FactCorrected,
  mergedChanges,
  newestFact,
  type ProgrammeState,
  thresholdsReached,
} from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';

export interface BudgetWatchParts {
  readonly database: Pick<Database, 'worker'>;
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

/** The fields that say what an event uses up; the fee of an assignment is bound from its agreement on. */
const USES: Readonly<Record<string, 'feeCents' | 'costCents' | 'minutes'>> = {
  AssignmentAgreed: 'feeCents',
  TrajectoryExtended: 'costCents',
  HoursBooked: 'minutes',
};

/** R20: as soon as 50, 80 or 100 per cent of a programme's budget is spent or bound, the programme hears of it. */
export const budgetWatch = (parts: BudgetWatchParts): Reactor => ({
  name: 'budget_watch',
  types: [...Object.keys(USES), 'FactVoided', 'FactCorrected', 'BudgetSet'],
  from: 'start',
  async react(event: RecordedEvent): Promise<void> {
    const { tenant, programme, id } = event;
    if (programme === undefined || !(await counted(parts.database, programme, event))) return;
    const { state } = await parts.aggregates.current(tenant, 'programme', programme);
    const budget = newestFact((state as ProgrammeState).facts, 'BudgetSet')?.data as BudgetSet | undefined;
    if (!budget) return;
    for (const pct of thresholdsReached(budget, await useOf(parts.database, tenant, programme))) {
      const outcome = await parts.commands.handle({
        tenant,
        aggregate: 'programme',
        id: programme,
        type: 'RecordBudgetThreshold',
        data: { pct },
        actor: { type: 'SYSTEM', id: 'budget-watch' },
        commandId: commandIdOf('budget-watch', id, String(pct)),
        causation: id,
      });
      // A programme that is closed has no use for it any more.
      if (outcome.outcome === 'conflict') throw new Error('A programme met a concurrent change');
    }
  },
});

/** Notes what the event uses up, or how it changes what was noted; false when it has nothing to do with a budget. */
async function counted(
  { worker }: BudgetWatchParts['database'],
  programme: string,
  { tenant, id, revision, type, trajectory = '', data }: RecordedEvent,
): Promise<boolean> {
  const fields = data as Readonly<Record<string, unknown>>;
  if (type === 'BudgetSet') return true;
  if (type === 'FactVoided') {
    const { rowCount } = await worker.query('DELETE FROM budget_use WHERE tenant = $1 AND event = $2', [
      tenant,
      fields['eventId'],
    ]);
    return rowCount !== 0;
  }
  if (type === 'FactCorrected') {
    const { feeCents, costCents, minutes, billable } = mergedChanges(fields as Partial<FactCorrected>);
    const { rowCount } = await worker.query(
      `UPDATE budget_use SET cents = coalesce($3, cents), minutes = coalesce($4, minutes), billable = coalesce($5, billable)
       WHERE tenant = $1 AND event = $2`,
      [tenant, fields['eventId'], feeCents ?? costCents ?? null, minutes ?? null, billable ?? null],
    );
    return rowCount !== 0;
  }
  const field = USES[type];
  if (!field) return false;
  const amount = Number(fields[field]);
  const [cents, minutes] = field === 'minutes' ? [0, amount] : [amount, 0];
  // An assignment that is agreed anew takes the place of the one before, for as long as it stands.
  const item = type === 'AssignmentAgreed' ? `assignment ${trajectory}` : id;
  await worker.query(
    `INSERT INTO budget_use (tenant, programme, event, item, revision, cents, minutes, billable)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, event) DO NOTHING`,
    [tenant, programme, id, item, revision, cents, minutes, fields['billable'] !== false],
  );
  return true;
}

async function useOf({ worker }: BudgetWatchParts['database'], tenant: string, programme: string): Promise<BudgetUse> {
  const { rows } = await worker.query<{ cents: string; minutes: string }>(
    `SELECT coalesce(sum(cents), 0) AS cents, coalesce(sum(minutes), 0) AS minutes
     FROM (SELECT DISTINCT ON (item) cents, minutes FROM budget_use
       WHERE tenant = $1 AND programme = $2 AND billable ORDER BY item, revision DESC) AS standing`,
    [tenant, programme],
  );
  return { cents: Number(rows[0]?.cents), minutes: Number(rows[0]?.minutes) };
}
