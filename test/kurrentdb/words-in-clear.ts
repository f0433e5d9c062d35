import { RenewableClient } from '../../libs/event-store/kurrentdb/renewable-client.js';

/**
 * Which of the words stand whole in a record of the log: in the name of its stream, its type, its payload or what lies beside it. Part of a word is passed
 * over, because what is sealed may hold any few letters by chance.
 */
export async function wordsInClear(url: string, words: readonly string[]): Promise<readonly string[]> {
  const anyOf = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const whole = new RegExp(`(?<![\\p{L}\\d])(?:${anyOf})(?![\\p{L}\\d])`, 'gu');
  const found = new Set<string>();
  const connection = new RenewableClient(url);
  try {
    for await (const { event } of connection.current.readAll()) {
      if (!event) continue;
      const { streamId, type, data, metadata } = event;
      const texts = [data, metadata].map((part) =>
        part instanceof Uint8Array ? Buffer.from(part).toString('utf8') : JSON.stringify(part),
      );
      for (const [word] of [streamId, type, ...texts].join(' ').matchAll(whole)) found.add(word);
    }
  } finally {
    await connection.close();
  }
  return [...found];
}
