import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Actor, conflict, type LocalDate, notFound, type Refusal } from '@overstap/kernel';
import { type CohortState, statusOf, type TrajectoryState } from '@overstap/mobility';
import { type Database } from '@overstap/platform';

export interface UndoRequest {
  readonly tenant: string;
  readonly batchId: string;
  readonly cohort: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly today: LocalDate;
}

const UNTOUCHED = ['REFERRED', 'INVITED'];
const BUSY = conflict('concurrent-change', 'Others changed this import meanwhile; undo it again to finish.');

/**
 * Takes an import back: until somebody of it was contacted. Its trajectories are closed as an error, which no figure counts, and its people may
 * be imported again. Answers how many, or why not. An undo that was cut off is carried on by the next one, whatever happened meanwhile: the log
 * says already that the import is undone.
 */
export async function undoImport(
  {
    database,
    commands,
    aggregates,
  }: { readonly database: Database; readonly commands: CommandHandler; readonly aggregates: Aggregates },
  { tenant, batchId, cohort, reason, actor, today }: UndoRequest,
): Promise<{ readonly undone: number } | Refusal> {
  const { rows } = await database.worker.query<{ trajectory: string }>(
    'SELECT trajectory FROM enrolment WHERE tenant = $1 AND batch = $2 AND cohort = $3 ORDER BY trajectory',
    [tenant, batchId, cohort],
  );
  if (rows.length === 0)
    return notFound('import-unknown', 'There is no such import in this programme, or it was undone.');
  const { rowCount: unfinished } = await database.worker.query(
    'SELECT FROM import_batch WHERE tenant = $1 AND batch = $2',
    [tenant, batchId],
  );
  // Whoever is not referred yet would be referred after the undo.
  if (unfinished)
    return conflict(
      'import-unfinished',
      'The import is still under way, or was cut off; a program that starts again finishes it, then undo it.',
    );
  const { batches } = (await aggregates.current(tenant, 'cohort', cohort)).state as CohortState;
  const begun = batches.get(batchId)?.status === 'UNDONE';
  for (const { trajectory } of begun ? [] : rows) {
    const { state } = await aggregates.current(tenant, 'trajectory', trajectory);
    const status = statusOf(state as TrajectoryState);
    if (status !== 'CLOSED' && !UNTOUCHED.includes(status))
      return conflict(
        'import-in-use',
        'Somebody of this import was contacted already; close trajectories one by one instead.',
      );
  }
  const undone = await commands.handle({
    tenant,
    aggregate: 'cohort',
    id: cohort,
    type: 'UndoCohortImport',
    data: { batchId, reason },
    actor,
    commandId: commandIdOf('undo', batchId),
  });
  if (undone.outcome === 'refused') return undone.refusal;
  if (undone.outcome === 'conflict') return BUSY;
  for (const { trajectory } of rows) {
    const closed = await commands.handle({
      tenant,
      aggregate: 'trajectory',
      id: trajectory,
      type: 'CloseTrajectory',
      actor,
      commandId: commandIdOf('undo', batchId, trajectory),
      data: { on: today, closureClass: 'INTERRUPTED', reason: 'ERROR' },
    });
    // What is closed already stays as it was closed. Whoever is not, must not be forgotten here.
    if (closed.outcome === 'conflict') return BUSY;
  }
  await database.worker.query('DELETE FROM enrolment WHERE tenant = $1 AND batch = $2', [tenant, batchId]);
  return { undone: rows.length };
}
