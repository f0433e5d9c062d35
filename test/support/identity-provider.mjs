/** An OpenID Connect provider on loopback for the client and return address in argv; prints its issuer. Whoever signs in is who they say, `unverified-…` without a verified address. */
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, returnTo] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'overstap',
      client_secret: 'a-secret-of-the-test',
      redirect_uris: [returnTo],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: id.replace(/^(unverified|other)-/, ''),
      email_verified: !id.startsWith('unverified-'),
      name: 'Iris',
    }),
  }),
});
createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log(issuer));
