import * as oidc from 'openid-client';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
}

/** What the browser keeps between going to the provider and coming back. */
export interface Errand {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is, as their organisation's provider says. */
export interface ProvidedIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Only one that the provider has verified. */
  readonly email: string;
  readonly name: string;
}

/** An organisation's own OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export class IdentityProvider {
  private configuration: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly settings: ProviderSettings,
    /** Where the provider sends people back to. */
    private readonly returnTo: string,
  ) {}

  /** Where to send a browser. Throws when the provider does not answer. */
  async begin(): Promise<Errand> {
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(await this.configured(), {
      redirect_uri: this.returnTo,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state, nonce, verifier };
  }

  /** Who came back; undefined when the provider did not vouch for them, or for their address. `search`: what it sent them back with. */
  async finish(search: string, { state, nonce, verifier }: Omit<Errand, 'url'>): Promise<ProvidedIdentity | undefined> {
    const configuration = await this.configured();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(search, this.returnTo), checks);
      const claims = tokens.claims();
      if (!claims) return undefined;
      const told = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      if (typeof told.email !== 'string' || told.email_verified !== true) return undefined;
      return { issuer: claims.iss, subject: claims.sub, email: told.email, name: told.name ?? told.email };
    } catch (error) {
      // What the provider refused, and what does not fit what was asked for, is the same to us; that it is away is not.
      if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) return undefined;
      if (error instanceof oidc.ClientError) return undefined;
      throw error;
    }
  }

  private configured(): Promise<oidc.Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      // The next one to sign in asks again.
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    // In clear on this machine alone (settings).
    const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret);
    return oidc.discovery(url, clientId, clientSecret, authentication, { execute });
  }
}
