/** Levenshtein's: how many letters must be added, dropped or replaced to make one name of the other. */
export function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The names that are meant most likely, the nearest first: few letters differ, or words are shared. */
export function nearNames(written: string, names: readonly string[], most = 5): readonly string[] {
  const words = new Set(written.split('-'));
  return names
    .map((name) => {
      const shared = name.split('-').filter((word) => words.has(word)).length;
      return { name, shared, off: lettersApart(written, name) };
    })
    .filter(({ name, shared, off }) => shared > 0 || off <= Math.max(2, name.length / 3))
    .sort((a, b) => a.off - 4 * a.shared - (b.off - 4 * b.shared))
    .slice(0, most)
    .map(({ name }) => name);
}
