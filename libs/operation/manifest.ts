import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Instant, type Position } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { type TableFile } from './table-files.js';

export const MANIFEST_FILE = 'manifest.json';
export const MASTER_KEY_FILE = 'master.key';
const FORMAT = 1;

export interface ManifestTable extends TableFile {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What a backup holds, in the order in which its tables are loaded. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** By the machine's clock. */
  readonly takenAt: Instant;
  readonly program: string;
  readonly postgresql: string;
  /** The steps that had made the tables. */
  readonly migrations: readonly string[];
  /** The last event. */
  readonly head: Position;
  /** How far the database had lived; `startedAt` under a virtual clock. Null before its first start. */
  readonly clock: { readonly startedAt: Instant | null; readonly livedUntil: Instant } | null;
  readonly masterKey: {
    /** Names of the master keys that wrap what is in here: a restore needs them. */
    readonly ids: readonly string[];
    /** Whether the key lies beside this manifest. */
    readonly included: boolean;
    /** What to do about it. */
    readonly note: string;
  };
  readonly tables: readonly ManifestTable[];
}

export const newManifest = (content: Omit<Manifest, 'format'>): Manifest => ({ format: FORMAT, ...content });

export const tableFile = (name: string): string => `${name}.copy.gz`;

/** Throws an OperatorError when the directory is not a whole backup that this program can read. */
export async function readManifest(directory: string): Promise<Manifest> {
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(await readFile(join(directory, MANIFEST_FILE), 'utf8')) as Partial<Manifest>;
  } catch (cause) {
    throw new OperatorError(
      `${directory} is not a backup: it has no readable ${MANIFEST_FILE}. Name the directory that \`overstap backup\` wrote; one whose name holds .partial was never finished.`,
      { cause },
    );
  }
  if (manifest.format !== FORMAT)
    throw new OperatorError(
      `The backup in ${directory} has format ${manifest.format ?? 'unknown'}; this program reads format ${FORMAT}. Restore it with the version that took it, or a newer one.`,
    );
  return manifest as Manifest;
}
