/**
 * A function that computes once per object what follows from it, and remembers that for as long as the object lives. Only for objects that are
 * never changed in place, and for functions that read nothing else.
 */
export function oncePer<Of extends object, Value>(compute: (of: Of) => Value): (of: Of) => Value {
  const known = new WeakMap<Of, { readonly value: Value }>();
  return (of) => {
    const before = known.get(of);
    if (before) return before.value;
    const value = compute(of);
    known.set(of, { value });
    return value;
  };
}
