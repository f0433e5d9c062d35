import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { KeyFile, type KeysAtHand } from './key-file.js';
import { KEY_BYTES, MasterKeyError, parseKey } from './key-form.js';
import { associatedData, openBlock, sealBlock } from './sealed-block.js';

/** A data key and whose it is; the wrapping binds the two. */
export interface KeyOwner {
  readonly tenant: string;
  readonly subject: string;
  readonly category: string;
}

/** A data key as it is stored. */
export interface WrappedKey {
  /** Names the master key that wrapped it. */
  readonly masterKey: string;
  readonly wrapped: Buffer;
}

/** Wraps data keys under a master key: one of this process, or one in a key management service. */
export interface KeyWrapper {
  /** Names the master key that wraps now; another one after a rotation. */
  readonly currentId: string;
  /** All of them under the same master key. */
  wrap(keys: readonly (KeyOwner & { readonly key: Buffer })[]): Promise<readonly WrappedKey[]>;
  /** Throws MasterKeyError when a master key is not at hand, TamperedError when a wrapped key was changed or moved. */
  unwrap(keys: readonly (KeyOwner & WrappedKey)[]): Promise<readonly Buffer[]>;
}

/** The wrapper of this machine. `file`: where its key lies, if it lies in one; only such a key can be changed while programs run. */
export interface MasterKeys extends KeyWrapper {
  readonly file: KeyFile | undefined;
}

export interface MasterKeySettings {
  /** 32 bytes in base64: `OVERSTAP_MASTER_KEY`. */
  readonly masterKey?: string | undefined;
  /** What `masterKey` was before a rotation: `OVERSTAP_MASTER_KEY_PREVIOUS`. */
  readonly previousMasterKey?: string | undefined;
  /** A file that somebody made for it: `OVERSTAP_MASTER_KEY_FILE`. */
  readonly keyFile?: string | undefined;
  /** Where the file `master.key` lies, made when it is missing, when no key is set; not in production. */
  readonly dataDirectory?: string | undefined;
  readonly production: boolean;
}

export const MASTER_KEY_FILE = 'master.key';

export function loadMasterKeys(settings: MasterKeySettings): MasterKeys {
  const previous = settings.previousMasterKey
    ? [parseKey(settings.previousMasterKey, 'OVERSTAP_MASTER_KEY_PREVIOUS')]
    : [];
  if (settings.masterKey) {
    const current = parseKey(settings.masterKey, 'OVERSTAP_MASTER_KEY');
    return new LocalKeyWrapper(() => ({ current, others: previous }));
  }
  const file = fileOf(settings);
  return new LocalKeyWrapper(() => {
    const { current, others } = file.read();
    return { current, others: [...others, ...previous] };
  }, file);
}

function fileOf({ keyFile, dataDirectory, production }: MasterKeySettings): KeyFile {
  if (keyFile) {
    const file = new KeyFile(keyFile);
    // Never made here: after a slip of the pen people's data would be sealed under a key that nobody keeps a copy of.
    if (!file.exists)
      throw new MasterKeyError(
        `OVERSTAP_MASTER_KEY_FILE names ${keyFile}, which does not exist. Make it: (umask 077; openssl rand -base64 32 > ${keyFile}), and keep a copy: without it no personal data can be read.`,
      );
    return file;
  }
  if (production || !dataDirectory)
    throw new MasterKeyError(
      'No master key is set. Set OVERSTAP_MASTER_KEY to 32 random bytes in base64 (openssl rand -base64 32), or OVERSTAP_MASTER_KEY_FILE to a file that holds them, and keep a copy: without it no personal data can be read.',
    );
  const file = new KeyFile(join(dataDirectory, MASTER_KEY_FILE));
  if (!file.exists) file.make();
  return file;
}

/** Each tenant has a master key of its own, derived from the one that is kept. */
class LocalKeyWrapper implements MasterKeys {
  readonly #masters = new Map<string, Buffer>();
  readonly #ofTenant = new Map<string, KeyObject>();
  #current: string;
  #mark: string;

  constructor(
    private readonly read: () => KeysAtHand,
    readonly file: KeyFile | undefined = undefined,
  ) {
    this.#mark = file?.mark() ?? '';
    this.#current = this.#load();
  }

  /** Looks at the file each time: after a rotation nothing may be wrapped under the key before. */
  get currentId(): string {
    const mark = this.file?.mark() ?? '';
    // While somebody moves the file about by hand, what is known stands.
    if (mark !== '' && mark !== this.#mark) {
      this.#current = this.#load();
      this.#mark = mark;
    }
    return this.#current;
  }

  async wrap(keys: Parameters<KeyWrapper['wrap']>[0]): Promise<readonly WrappedKey[]> {
    const masterKey = this.currentId;
    return keys.map((owner) => ({
      masterKey,
      wrapped: sealBlock(this.#key(masterKey, owner.tenant), owner.key, placeOf(owner)),
    }));
  }

  async unwrap(keys: Parameters<KeyWrapper['unwrap']>[0]): Promise<readonly Buffer[]> {
    return keys.map((owner) =>
      openBlock(this.#key(owner.masterKey, owner.tenant), owner.wrapped, placeOf(owner), `A ${owner.category} key`),
    );
  }

  /** Keys that were known stay so: what was read before a rotation is unwrapped after it. */
  #load(): string {
    const { current, others } = this.read();
    for (const key of [current, ...others]) this.#masters.set(idOf(key), key);
    return idOf(current);
  }

  #key(id: string, tenant: string): KeyObject {
    const name = associatedData(id, tenant);
    const known = this.#ofTenant.get(name);
    if (known) return known;
    // Another process may have changed it a moment ago.
    if (!this.#masters.has(id) && this.file) this.#current = this.#load();
    const master = this.#masters.get(id);
    if (!master)
      throw new MasterKeyError(
        `Personal data is wrapped by master key ${id}, which is not set; this program has ${this.#current}. Set OVERSTAP_MASTER_KEY or, after a rotation, OVERSTAP_MASTER_KEY_PREVIOUS to that key.`,
      );
    const key = createSecretKey(
      Buffer.from(hkdfSync('sha256', master, '', `overstap subject keys ${tenant}`, KEY_BYTES)),
    );
    this.#ofTenant.set(name, key);
    return key;
  }
}

export const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 16);
const placeOf = ({ tenant, subject, category }: KeyOwner): string => associatedData(tenant, subject, category);
