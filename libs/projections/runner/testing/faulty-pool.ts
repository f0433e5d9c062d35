import type pg from 'pg';

/** What happens at a transaction's end, instead of or around its COMMIT. */
export type AtCommit = (client: pg.PoolClient, commit: () => Promise<unknown>) => Promise<unknown>;

/** The pool, with an accident at each COMMIT as long as `accident` gives one. */
export function faultyPool(pool: pg.Pool, accident: () => AtCommit | undefined): pg.Pool {
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    return new Proxy(client, {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (property !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return (...args: unknown[]) => {
          const run = (): Promise<unknown> => Reflect.apply(target.query, target, args) as Promise<unknown>;
          const atCommit = args[0] === 'COMMIT' ? accident() : undefined;
          return atCommit ? atCommit(target, run) : run();
        };
      },
    });
  };
  return new Proxy(pool, {
    get(target, property) {
      if (property === 'connect') return connect;
      const value = Reflect.get(target, property) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
