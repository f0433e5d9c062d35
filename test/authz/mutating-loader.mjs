let changes;
export function initialize(data) {
  changes = data;
}

/** A place that is not there once, and no more, is no place. */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const here = changes.filter(({ file }) => url.endsWith(`/dist/${file}`));
  if (here.length === 0) return loaded;
  let source = loaded.source.toString();
  for (const { file, find, put } of here) {
    if (source.split(find).length !== 2) throw new Error(`MUTANT: ${file} does not hold once: ${find}`);
    source = source.replace(find, () => put);
  }
  return { ...loaded, source };
}
