import {
  CentsField,
  CodeField,
  DateField,
  type FieldProblem,
  FlagField,
  IdField,
  ListField,
  type LocalDate,
  TextField,
  WholeField,
} from '@overstap/kernel';
import { ESCALATION_ACTIONS, MOVE_REASONS, UNDO_REASONS, UNDOABLE, WAITING_ON } from '@overstap/mobility';

const optional = { optional: true } as const;

/** What can be done to many tasks at once (`move`: to their dates; `extend`: to their trajectories; `decide`: to what was asked for), the command that does it to each, and the fields that it takes: required ones first. */
export const BULK_ACTIONS = {
  complete: { command: 'CompleteTask', required: [], optional: ['on', 'evidenceRef', 'confirmed'] },
  snooze: { command: 'SnoozeTask', required: ['until'], optional: [] },
  reassign: { command: 'AssignTask', required: ['to'], optional: [] },
  claim: { command: 'ClaimTask', required: [], optional: [] },
  block: { command: 'BlockTask', required: ['waitingOn'], optional: [] },
  acknowledge: { command: 'AcknowledgeEscalation', required: [], optional: [] },
  resolve: { command: 'ResolveEscalation', required: ['outcome'], optional: [] },
  unblock: { command: 'UnblockTask', required: [], optional: [] },
  undo: { command: 'UndoTask', required: ['undoes', 'reason'], optional: [] },
  move: { command: 'MoveClock', required: ['date', 'why'], optional: [] },
  extend: { command: 'RequestExtension', required: ['days', 'because'], optional: ['costCents'] },
  decide: { command: 'DecideExtension', required: ['granted'], optional: [] },
} as const satisfies Readonly<Record<string, BulkAction>>;

interface BulkAction {
  readonly command: string;
  readonly required: readonly BulkField[];
  readonly optional: readonly BulkField[];
}

/** `MOVE` is taken back of a clock, the others of its task. */
export const UNDO_MOVE = 'MOVE';
const UNDOABLE_IN_BULK = [...UNDOABLE, UNDO_MOVE];

/** As many as a page of a queue that somebody looks through. */
export const MOST_IN_BULK = 200;

export class BulkOnTasks {
  @CodeField(Object.keys(BULK_ACTIONS)) readonly action!: keyof typeof BULK_ACTIONS;
  @ListField({ min: 1, max: MOST_IN_BULK, description: '`id` of each task, as the queue has it' })
  readonly ids!: readonly string[];
  @DateField({ ...optional, description: 'complete: today unless told' }) readonly on?: LocalDate;
  @IdField({ ...optional, description: 'complete: the document or form that shows it, where the tasks ask for one' })
  readonly evidenceRef?: string;
  @FlagField({ ...optional, description: 'complete: true where the tasks ask for a confirmation' })
  readonly confirmed?: boolean;
  @DateField({ ...optional, description: 'snooze' }) readonly until?: LocalDate;
  @IdField({ ...optional, description: 'reassign' }) readonly to?: string;
  @CodeField(WAITING_ON, { ...optional, description: 'block' }) readonly waitingOn?: string;
  @CodeField(UNDOABLE_IN_BULK, { ...optional, description: 'undo; MOVE: that their dates were moved' })
  readonly undoes?: string;
  @CodeField(UNDO_REASONS, { ...optional, description: 'undo' }) readonly reason?: string;
  @DateField({ ...optional, description: 'move: the day on which they are due from now on' }) readonly date?: LocalDate;
  @CodeField(MOVE_REASONS, { ...optional, description: 'move' }) readonly why?: string;
  @CodeField(ESCALATION_ACTIONS, { ...optional, description: 'resolve: what came of the escalation' })
  readonly outcome?: string;
  @WholeField({ ...optional, min: 1, max: 3660, description: 'extend: by how many calendar days' })
  readonly days?: number;
  @TextField({ ...optional, max: 500, description: 'extend: why' }) readonly because?: string;
  @CentsField({ ...optional, description: 'extend: what it costs for each; 0 unless told' })
  readonly costCents?: number;
  @FlagField({ ...optional, description: 'decide' }) readonly granted?: boolean;
}

const FIELDS = [
  'on',
  'evidenceRef',
  'confirmed',
  'until',
  'to',
  'waitingOn',
  'undoes',
  'reason',
  'date',
  'why',
  'outcome',
  'days',
  'because',
  'costCents',
  'granted',
] as const satisfies readonly (keyof BulkOnTasks)[];
type BulkField = (typeof FIELDS)[number];

/** Where the command has another name for it: `action` is here what is done to every task. */
const COMMAND_FIELD: Partial<Record<BulkField, string>> = { outcome: 'action' };

/** What the action lacks, and what it was told that it has no use for: nothing is passed over in silence. */
export function problemsOfBulk(body: BulkOnTasks): readonly FieldProblem[] {
  const { action } = body;
  const { required, optional: also }: BulkAction = BULK_ACTIONS[action];
  return FIELDS.flatMap((field): FieldProblem[] => {
    if (body[field] === undefined)
      return required.includes(field) ? [{ field, rule: 'required', message: `${action} needs ${field}` }] : [];
    if (required.includes(field) || also.includes(field)) return [];
    return [{ field, rule: 'unused', message: `${action} does not take ${field}; leave it out` }];
  });
}

/** The body of the command for one task. */
export function commandBody(taskId: string, body: BulkOnTasks): object {
  const told = FIELDS.flatMap((field) =>
    body[field] === undefined ? [] : [[COMMAND_FIELD[field] ?? field, body[field]] as const],
  );
  return { taskId, ...Object.fromEntries(told) };
}
