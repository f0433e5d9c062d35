import { commandIdOf } from '@overstap/commands';
import { type Actor } from '@overstap/kernel';
import { type Program } from '../../program/index.js';

export interface KeyedBy {
  readonly tenant: string;
  readonly actor: Actor;
  /** The account or key that was let in: two accounts may act as one actor, and send two requests. The operator has none. */
  readonly account?: string | undefined;
  readonly idempotencyKey: string;
}

/** A request under an Idempotency-Key, which is its sender's own: another's with the same key is another request. */
export class KeyedRequest {
  constructor(
    private readonly program: Pick<Program, 'access'>,
    private readonly by: KeyedBy,
  ) {}

  /** The same for the same request, whenever it comes. */
  idOf(kind: string, ...names: readonly string[]): string {
    const { tenant, actor, account, idempotencyKey } = this.by;
    const sender = account === undefined ? [actor.id] : [actor.id, account];
    return commandIdOf(kind, tenant, actor.type, ...sender, ...names, idempotencyKey);
  }

  /**
   * Stands for what was asked for. It stays in the log when a person is erased: it tells nothing without a secret of the tenant and the key
   * itself, which is stored nowhere.
   */
  async digestOf(body: object): Promise<string> {
    const { tenant, idempotencyKey } = this.by;
    const digest = await this.program.access.hashes.of(tenant, 'request', inOrder([idempotencyKey, body]));
    return commandIdOf('request', digest.toString('hex'));
  }
}

/** JSON with the fields of each object in one order: a sender may write them in another the next time. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
