import { type Accounts } from './accounts.js';
import { type Attempts } from './attempts.js';
import { type Passwords } from './passwords.js';
import { type SecondFactors } from './second-factors.js';

/** `by-provider`: the account has no password; whoever vouches for it asks for a second step, or does not. */
export type Begun =
  | { readonly outcome: 'begun'; readonly secret: Buffer; readonly email: string }
  | { readonly outcome: 'password-wrong' | 'second-factor-on' | 'by-provider' | 'unknown' };

/**
 * What an account does with its own second factor. An open session is not enough to begin: whoever finds a browser that somebody left could lock
 * them out with an app of their own.
 */
export class OwnSecondFactor {
  constructor(
    private readonly accounts: Pick<Accounts, 'byId' | 'passwordOf'>,
    private readonly secondFactors: SecondFactors,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
  ) {}

  /** A secret to put into an app, for whoever knows the account's password. */
  async begin(tenant: string, id: string, password: string): Promise<Begun> {
    const account = await this.accounts.byId(tenant, id);
    if (!account) return { outcome: 'unknown' };
    if (await this.secondFactors.isOn(tenant, id)) return { outcome: 'second-factor-on' };
    const hash = await this.accounts.passwordOf(tenant, id);
    if (hash === undefined) return { outcome: 'by-provider' };
    if (!(await this.mayTry(tenant, id)) || !(await this.passwords.matches(hash, password)))
      return { outcome: 'password-wrong' };
    const secret = await this.secondFactors.begin(tenant, id);
    return secret ? { outcome: 'begun', secret, email: account.email } : { outcome: 'second-factor-on' };
  }

  /** The recovery codes; undefined when the code is not right, or too many were tried. */
  async confirm(tenant: string, account: string, code: string): Promise<readonly string[] | undefined> {
    return (await this.mayTry(tenant, account)) ? this.secondFactors.confirm(tenant, account, code) : undefined;
  }

  async remove(tenant: string, account: string, code: string): Promise<boolean> {
    if (!(await this.mayTry(tenant, account)) || !(await this.secondFactors.isGood(tenant, account, code)))
      return false;
    return this.secondFactors.remove(tenant, account);
  }

  /** Whoever sits at an open session is nobody's address: they are counted with the account alone. */
  private mayTry = async (tenant: string, account: string): Promise<boolean> =>
    (await this.attempts.count(tenant, account, account)) === 'counted';
}
