import { createHash, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { associatedData, openBlock, sealBlock } from './sealed-block.js';

/** A data key and whose it is; the wrapping binds the two. */
export interface KeyOwner {
  readonly tenant: string;
  readonly subject: string;
  readonly category: string;
}

/** Wraps data keys under a master key: one of this process, or one in a key management service. */
export interface KeyWrapper {
  /** Names the master key that wraps now. */
  readonly currentId: string;
  wrap(keys: readonly (KeyOwner & { readonly key: Buffer })[]): Promise<readonly Buffer[]>;
  /** Throws MasterKeyError when a master key is not at hand, TamperedError when a wrapped key was changed or moved. */
  unwrap(
    keys: readonly (KeyOwner & { readonly masterKey: string; readonly wrapped: Buffer })[],
  ): Promise<readonly Buffer[]>;
}

export interface MasterKeySettings {
  /** 32 bytes in base64: `OVERSTAP_MASTER_KEY`. */
  readonly masterKey?: string | undefined;
  /** What `masterKey` was before a rotation: `OVERSTAP_MASTER_KEY_PREVIOUS`. */
  readonly previousMasterKey?: string | undefined;
  /** Where the file `master.key` lies, made when it is missing, when no key is set; not in production. */
  readonly dataDirectory?: string | undefined;
  readonly production: boolean;
}

/** The master key is missing, malformed, or not the one that wrapped; the message says what to set. */
export class MasterKeyError extends Error {}

const BYTES = 32;

export function loadMasterKeys(settings: MasterKeySettings): KeyWrapper {
  const previous = settings.previousMasterKey
    ? [parse(settings.previousMasterKey, 'OVERSTAP_MASTER_KEY_PREVIOUS')]
    : [];
  return new LocalKeyWrapper(current(settings), previous);
}

function current({ masterKey, dataDirectory, production }: MasterKeySettings): Buffer {
  if (masterKey) return parse(masterKey, 'OVERSTAP_MASTER_KEY');
  if (production || !dataDirectory)
    throw new MasterKeyError(
      'No master key is set. Set OVERSTAP_MASTER_KEY to 32 random bytes in base64 (openssl rand -base64 32), and keep a copy: without it no personal data can be read.',
    );
  return fromFile(join(dataDirectory, 'master.key'));
}

function parse(text: string, name: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== BYTES || key.toString('base64') !== text.trim())
    throw new MasterKeyError(`${name} must be 32 bytes in base64, as \`openssl rand -base64 32\` prints them.`);
  return key;
}

function fromFile(file: string): Buffer {
  try {
    return readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Whole or not at all, and of two processes that start at once the first one wins.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFile(file);
}

function readFile(file: string): Buffer {
  const text = readFileSync(file, 'utf8');
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new MasterKeyError(`Others may read the master key in ${file}. Run: chmod 600 ${file}`);
  return parse(text, `The file ${file}`);
}

/** Each tenant has a master key of its own, derived from the one that is kept. */
class LocalKeyWrapper implements KeyWrapper {
  readonly currentId: string;
  readonly #masters = new Map<string, Buffer>();
  readonly #ofTenant = new Map<string, KeyObject>();

  constructor(current: Buffer, previous: readonly Buffer[]) {
    this.currentId = idOf(current);
    for (const key of [current, ...previous]) this.#masters.set(idOf(key), key);
  }

  async wrap(keys: Parameters<KeyWrapper['wrap']>[0]): Promise<readonly Buffer[]> {
    return keys.map((owner) => sealBlock(this.#key(this.currentId, owner.tenant), owner.key, placeOf(owner)));
  }

  async unwrap(keys: Parameters<KeyWrapper['unwrap']>[0]): Promise<readonly Buffer[]> {
    return keys.map((owner) =>
      openBlock(this.#key(owner.masterKey, owner.tenant), owner.wrapped, placeOf(owner), `A ${owner.category} key`),
    );
  }

  #key(id: string, tenant: string): KeyObject {
    const name = associatedData(id, tenant);
    const known = this.#ofTenant.get(name);
    if (known) return known;
    const master = this.#masters.get(id);
    if (!master)
      throw new MasterKeyError(
        `Personal data is wrapped by master key ${id}, which is not set; this program has ${this.currentId}. Set OVERSTAP_MASTER_KEY or, after a rotation, OVERSTAP_MASTER_KEY_PREVIOUS to that key.`,
      );
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `overstap subject keys ${tenant}`, BYTES)));
    this.#ofTenant.set(name, key);
    return key;
  }
}

const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 16);
const placeOf = ({ tenant, subject, category }: KeyOwner): string => associatedData(tenant, subject, category);
