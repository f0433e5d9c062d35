import { type Surroundings } from '../surroundings.js';

const LOOK_EVERY_MS = 1_000;

/** Waits for what is under way with people, and tells meanwhile how far it is whenever that has changed. */
export async function watched<T>(underWay: Promise<T>, look: () => Promise<unknown>, around: Surroundings): Promise<T> {
  let over = false;
  const ended = underWay.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => (over = true));
  let told = '';
  while (!over) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref())]);
    if (over) break;
    // An answer that does not come says nothing about what is still awaited.
    const { done, of } =
      ((await Promise.race([ended, look().catch(() => undefined)])) as Partial<Progress> | undefined) ?? {};
    const line = of ? `${done} of ${of} people` : '';
    if (line && line !== told) around.say(line);
    told = line;
  }
  return underWay;
}

interface Progress {
  readonly done: number;
  readonly of: number;
}
