/** A broken pipe is no SQLSTATE, although EPIPE looks like one: what the socket reports names its system call. */
const sqlState = (error: unknown): string | undefined => {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return typeof code === 'string' && syscall === undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/**
 * Whether the same call may succeed later: the server is away, starting, stopping or short of something (SQLSTATE classes 08, 53,
 * 57P), or it broke a deadlock (40). What carries no SQLSTATE comes from the connection, unless the caller's value was wrong.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) return false;
  const state = sqlState(error);
  return state === undefined || /^(08|40|53|57P|57014|55P03|25006)/.test(state);
}

/** Whether the batch failed for one of its requests: a malformed value, an id that is known, a revision that another process took. */
export function isOfContent(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && /^(22|23)/.test(state);
}

/** Whether a unique key refused a row: its id or its revision is there already. */
export const isThereAlready = (error: unknown): boolean => sqlState(error) === '23505';
