import { type CommandOutcome } from '@overstap/commands';
import { type Actor, type AggregateName, type Refusal } from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { scopeOf } from '@overstap/policy';
import { type QueueName, rowsIn } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { KeyedRequest } from '../http/keyed-request.js';
import { type RequestContext } from '../http/request-context.js';
import { type BulkOnTasks } from './bulk-body.js';
import { commandOnRow } from './bulk-commands.js';

/** What came of one task. `unchanged`: it was so already. `not-found`: no task of this queue has this id. */
export interface BulkItem {
  readonly id: string;
  readonly outcome: 'done' | 'unchanged' | 'refused' | 'conflict' | 'not-found';
  /** Of the aggregate, where something was stored. */
  readonly revision?: number;
  /** Carried out before under this Idempotency-Key. */
  readonly duplicate?: true;
  /** Why not, as the command alone would have answered. */
  readonly code?: string;
  readonly message?: string;
}

export interface BulkAnswer {
  readonly action: string;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly items: readonly BulkItem[];
}

/** How many tasks are worked on at a time; those of one trajectory take turns in any case. */
const AT_A_TIME = 8;

/** Each task by a command of its own: one that is refused holds nobody else up, and the same key sent again does what was left undone. */
export async function inBulk(
  program: Program,
  { tenant, actor, account, idempotencyKey }: RequestContext,
  queue: QueueName,
  body: BulkOnTasks,
): Promise<BulkAnswer> {
  const ids = [...new Set(body.ids)];
  const key = idempotencyKey ?? program.ids.next();
  const keyed = new KeyedRequest(program, { tenant, actor, account, idempotencyKey: key });
  // Which tasks may differ: sent again for those that are left it is the same request.
  const { ids: _ids, ...asked } = body;
  const request = await keyed.digestOf(asked);
  const known = await program.database.readAs(tenant, (client) => rowsIn(client, scopeOf(actor), queue, ids));
  const items: BulkItem[] = [];
  for (let from = 0; from < ids.length; from += AT_A_TIME)
    items.push(...(await Promise.all(ids.slice(from, from + AT_A_TIME).map(onOne))));
  const count = (...outcomes: readonly BulkItem['outcome'][]): number =>
    items.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    action: body.action,
    done: count('done'),
    unchanged: count('unchanged'),
    failed: count('refused', 'conflict', 'not-found'),
    items,
  };

  async function onOne(id: string): Promise<BulkItem> {
    const found = known.get(id);
    if (!found) return { id, outcome: 'not-found', code: 'not-found', message: 'This queue has no such task.' };
    const command = commandOnRow(found, body);
    if (!('type' in command)) return { id, outcome: 'refused', ...command };
    if (!maySend(actor, command.aggregate, command.type))
      return { id, outcome: 'refused', code: 'role-not-allowed', message: 'This is not for your role.' };
    const outcome = await program.commands.handle({
      ...command,
      tenant,
      actor,
      ...(account === undefined ? {} : { account }),
      commandId: keyed.idOf('bulk', command.type, id),
      request,
    });
    return { id, ...told(outcome) };
  }
}

/** As the route of the command alone would have it. */
const maySend = ({ type: role }: Actor, aggregate: AggregateName, name: string): boolean =>
  COMMANDS.some((each) => each.aggregate === aggregate && each.name === name && each.roles.includes(role));

function told(outcome: CommandOutcome): Omit<BulkItem, 'id'> {
  switch (outcome.outcome) {
    case 'refused': {
      const { code, message } = outcome.refusal as Refusal;
      return { outcome: 'refused', code, message };
    }
    case 'conflict':
      return {
        outcome: 'conflict',
        code: 'concurrent-change',
        message: 'Others changed this meanwhile; try it again.',
      };
    case 'done': {
      const { events, revision, duplicate } = outcome;
      if (events.length === 0) return { outcome: 'unchanged' };
      return { outcome: 'done', revision, ...(duplicate ? { duplicate } : {}) };
    }
  }
}
