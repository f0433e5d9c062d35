import { databaseTrouble } from './database-trouble.js';

/**
 * Closes what was opened, the last first and each whatever became of the others, and throws the first failure in the end. A database that is away is none:
 * what would have been taken back there runs out by itself.
 */
export async function closeAll(opened: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.toReversed())
    await close().catch((error: unknown) => {
      if (databaseTrouble(error) === undefined) failures.push(error);
    });
  if (failures.length > 0) throw failures[0];
}
