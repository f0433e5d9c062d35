/** The fields of `told` that have a value, as a plain object: what an event keeps of a command body. */
export const given = <T extends object>(told: T): T =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as T;

/** The names of the fields that `told` states and `known` has otherwise. A field that is not told contradicts nothing. */
export const changedFields = (told: object, known: object): string[] => {
  const before = new Map<string, unknown>(Object.entries(known));
  return Object.entries(told)
    .filter(([name, value]) => value !== undefined && canonical(before.get(name)) !== canonical(value))
    .map(([name]) => name);
};

/** True when both state the same fields with the same values, in whatever order. */
export const sameValues = (a: object, b: object): boolean =>
  changedFields(a, b).length === 0 && changedFields(b, a).length === 0;

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
