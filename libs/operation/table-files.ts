import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export interface TableFile {
  readonly rows: number;
  /** Of the text before it was compressed, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Writes what a query yields as PostgreSQL's COPY text, compressed, into a new file that only its owner can read. */
export async function writeTable(client: pg.ClientBase, select: string, file: string): Promise<TableFile> {
  const rows = client.query(copyTo(`COPY (${select}) TO STDOUT`));
  const measured = new Measure();
  await pipeline(
    rows,
    measured,
    createGzip({ level: 3 }),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  // The stream ends a moment before the server's count of rows arrives; the next answer comes after it.
  await client.query('SELECT');
  return { rows: rows.rowCount, ...measured.result() };
}

/** Loads such a file into a table. What it read tells whether the file is the one that was written. */
export async function readTable(
  client: pg.ClientBase,
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
  file: string,
): Promise<TableFile> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const rows = client.query(copyFrom(`COPY ${pg.escapeIdentifier(name)} (${list}) FROM STDIN`));
  const measured = new Measure();
  await pipeline(createReadStream(file), createGunzip(), measured, rows);
  return { rows: rows.rowCount, ...measured.result() };
}

/** Passes everything on and remembers how much it was and its checksum. */
class Measure extends Transform {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    done(null, chunk);
  }

  result(): { readonly sha256: string; readonly bytes: number } {
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }
}
