/** Rows carry column names; the API speaks as the domain does: `planned_end_on` → `plannedEndOn`, at every depth. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      /^[a-z]+(_[a-z0-9]+)+$/.test(name)
        ? name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
        : name,
      camelCased(inner),
    ]),
  );
}
