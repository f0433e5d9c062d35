import { hash, verify } from '@node-rs/argon2';
import { newToken } from './tokens.js';

/** What one guess costs an attacker. */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** OWASP's smallest for argon2id; about a twentieth of a second. */
const COST: PasswordCost = { memoryKiB: 19_456, passes: 2 };
const SHORTEST = 12;
/** Longer ones are no stronger, and hashing them is work that anybody could ask for. */
const LONGEST = 200;

export const isLongEnough = (password: string): boolean => [...password].length >= SHORTEST;
export const isShortEnough = (password: string): boolean => password.length <= LONGEST;

/** argon2id. */
export class Passwords {
  private dummy: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost = COST) {}

  hash(password: string): Promise<string> {
    // argon2id is what the library does unless told.
    return hash(password, { memoryCost: this.cost.memoryKiB, timeCost: this.cost.passes, parallelism: 1 });
  }

  /** Takes as long when there is no hash to compare with: time must not tell who has an account. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    if (!isShortEnough(password)) return false;
    this.dummy ??= this.hash(newToken());
    const same = await verify(stored ?? (await this.dummy), password);
    return same && stored !== undefined;
  }

  /** So that the first sign-in of a process does not take longer for an account that is not there. */
  async prepare(): Promise<void> {
    this.dummy ??= this.hash(newToken());
    await this.dummy;
  }
}
