import type pg from 'pg';

/** What node-postgres gives its queries; its type declarations leave out COPY. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * `COPY … FROM STDIN` of rows that are already encoded: twice as fast as INSERT from arrays or JSON (measured: 55,000–130,000
 * against 25,000–32,000 rows of 500 bytes a second).
 */
export function copyIn(client: pg.ClientBase, text: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    client.query({
      submit: (connection: unknown) => (connection as CopyConnection).query(text),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleError: (error: Error) => {
        failure = error;
        // A connection that broke sends no ReadyForQuery any more.
        reject(error);
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
    } as pg.Submittable);
  });
}
