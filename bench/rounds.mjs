/**
 * Runs the sides in turn, round after round, so that whatever else the machine does meets all of them alike. Answers the median
 * of each side, by name; the first round warms up and is not counted.
 */
export async function inTurns(sides, rounds) {
  const seen = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, measure] of Object.entries(sides)) {
      const value = await measure();
      if (round > 0) seen[name].push(value);
    }
  return Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)]));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Workers that each do one thing after another until the time is over; answers how many were done a second. */
export async function perSecond(workers, seconds, once) {
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < end) {
        await once(worker);
        done++;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
