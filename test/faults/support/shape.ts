/** `FAULTS=long`: as many rungs as an agency's worst morning has, and waits as long as they really are. Continuous integration runs the short shape. */
export const LONG = process.env['FAULTS'] === 'long';

export const sized = <T>(short: T, long: T): T => (LONG ? long : short);

/**
 * Numbers that look random. The long shape takes others in each run, the short one the same, so that a change is not refused for what it did not do;
 * `FAULTS_SEED` repeats a run, as far as processes let themselves be repeated.
 */
export function chance(name: string): () => number {
  const seed = Number(process.env['FAULTS_SEED'] ?? (LONG ? Math.floor(Math.random() * 2 ** 31) : 293_793_682));
  process.stderr.write(`${name}: FAULTS_SEED=${seed}\n`);
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
