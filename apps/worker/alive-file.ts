import { type Health } from '@overstap/platform';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 10_000;

/** Writes the file anew while everything that the process stands on answers: by its age others see whether a worker, which serves nobody, is well. */
export async function keepAlive(file: string, health: Pick<Health, 'ready'>, everyMs = EVERY_MS): Promise<never> {
  for (;;) {
    const { status } = await health.ready();
    if (status === 'up') await writeFile(file, `${process.pid}\n`).catch(() => undefined);
    await sleep(everyMs, undefined, { ref: false });
  }
}
