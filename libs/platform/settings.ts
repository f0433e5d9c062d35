import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Instant, lettersApart } from '@overstap/kernel';
import * as form from './setting-forms.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the environment says about how to run, checked and with its defaults. */
export interface Settings {
  readonly production: boolean;
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** The origin people use; absent: `http://localhost:<port>`. */
  readonly publicUrl?: string;
  /** Absolute paths of PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly trustedProxies: readonly string[];
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly kurrentdbUrl?: string;
  readonly eventStore: 'postgres' | 'kurrentdb';
  readonly queue: 'postgres' | 'redis';
  /** An organisation's own provider of identities; absent: accounts sign in with their password. */
  readonly oidc?: { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string };
  /** Absent: messages go to the inbox only. */
  readonly mail?: { readonly url: string; readonly from: string };
  /** Addresses and networks that webhooks may call although they are not public. */
  readonly webhookNetworks: readonly string[];
  /** A worker writes it anew for as long as it is well: it answers no questions itself. */
  readonly aliveFile?: string;
  /** How long a start waits for servers that are away; 0: not at all. */
  readonly startWaitMs: number;
  /** The moment at which a virtual clock starts; absent: the machine's clock. */
  readonly clock?: Instant;
  /** 32 bytes; absent: a key file in the data directory. */
  readonly masterKey?: Buffer;
  /** Absolute path of a file that holds the master key instead. */
  readonly masterKeyFile?: string;
  /** What the master key was before a rotation, until every key is wrapped anew. */
  readonly previousMasterKey?: Buffer;
  /** For the command line: the program to talk to. */
  readonly remoteUrl?: string;
  readonly logLevel: LogLevel;
}

export interface SettingProblem {
  readonly variable: string;
  /** Names the variable and says what to write. */
  readonly message: string;
}

export type SettingsOutcome =
  | { readonly settings: Settings; readonly warnings: readonly SettingProblem[] }
  | { readonly problems: readonly SettingProblem[]; readonly warnings: readonly SettingProblem[] };

const FORMS = {
  PORT: form.port,
  OVERSTAP_HOST: form.text,
  OVERSTAP_DATA_DIR: form.text,
  OVERSTAP_PUBLIC_URL: form.origin,
  OVERSTAP_TLS_CERT: form.text,
  OVERSTAP_TLS_KEY: form.text,
  OVERSTAP_TRUSTED_PROXIES: form.networks,
  DATABASE_URL: form.url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/overstap'),
  REDIS_URL: form.url(['redis', 'rediss'], 'redis://host:6379'),
  KURRENTDB_URL: form.url(
    ['kurrentdb', 'kurrentdb+discover', 'kdb', 'kdb+discover', 'esdb', 'esdb+discover'],
    'kurrentdb://host:2113?tls=true',
  ),
  EVENT_STORE: form.oneOf('postgres', 'kurrentdb'),
  QUEUE: form.oneOf('postgres', 'redis'),
  SMTP_URL: form.url(['smtp', 'smtps'], 'smtps://user:password@mail.example.org'),
  MAIL_FROM: form.mailAddress,
  OVERSTAP_WEBHOOK_NETWORKS: form.networks,
  OVERSTAP_ALIVE_FILE: form.text,
  OVERSTAP_START_WAIT: form.seconds,
  OVERSTAP_CLOCK: form.instant,
  OVERSTAP_MASTER_KEY: form.key,
  OVERSTAP_MASTER_KEY_FILE: form.text,
  OVERSTAP_MASTER_KEY_PREVIOUS: form.key,
  OVERSTAP_OIDC_ISSUER: form.url(['https', 'http'], 'https://login.example.org/tenant'),
  OVERSTAP_OIDC_CLIENT_ID: form.text,
  OVERSTAP_OIDC_CLIENT_SECRET: form.text,
  OVERSTAP_URL: form.origin,
  OVERSTAP_API_KEY: form.text,
  LOG_LEVEL: form.oneOf(...LOG_LEVELS),
  NODE_ENV: form.text,
} satisfies Record<string, form.Form<unknown>>;

type Variable = keyof typeof FORMS;
type ValueOf<V extends Variable> = (typeof FORMS)[V] extends form.Form<infer T> ? T : never;
type Values = { readonly [V in Variable]?: ValueOf<V> };

export const VARIABLES = Object.keys(FORMS) as readonly Variable[];

/** Reads and checks all variables at once, so that one start shows every problem. An empty variable counts as absent. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SettingsOutcome {
  const problems: SettingProblem[] = [];
  const read: Record<string, unknown> = {};
  for (const variable of VARIABLES) {
    const text = env[variable]?.trim();
    if (!text) continue;
    const outcome = FORMS[variable](text);
    if ('value' in outcome) read[variable] = outcome.value;
    else problems.push({ variable, message: `${variable} is not valid: ${outcome.write}.` });
  }
  const values = read as Values;
  problems.push(...contradictions(values, env));
  const warnings = misspelt(env);
  return problems.length > 0 ? { problems, warnings } : { settings: settingsOf(values), warnings };
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** What no variable shows alone. `env` tells a variable that was given wrongly from one that is missing. */
function contradictions(values: Values, env: Readonly<Record<string, string | undefined>>): SettingProblem[] {
  const found: SettingProblem[] = [];
  const given = (variable: Variable): boolean => Boolean(env[variable]?.trim());
  const add = (variable: Variable, message: string): number => found.push({ variable, message });
  const needs = (variable: Variable, other: Variable): void => {
    if (given(variable) && !given(other))
      add(other, `${other} is missing: ${variable} is set and needs it. Set ${other}, or remove ${variable}.`);
  };
  needs('OVERSTAP_TLS_CERT', 'OVERSTAP_TLS_KEY');
  needs('OVERSTAP_TLS_KEY', 'OVERSTAP_TLS_CERT');
  needs('SMTP_URL', 'MAIL_FROM');
  needs('OVERSTAP_OIDC_ISSUER', 'OVERSTAP_OIDC_CLIENT_ID');
  needs('OVERSTAP_OIDC_CLIENT_ID', 'OVERSTAP_OIDC_ISSUER');
  needs('OVERSTAP_OIDC_CLIENT_SECRET', 'OVERSTAP_OIDC_CLIENT_ID');
  for (const variable of ['OVERSTAP_TLS_CERT', 'OVERSTAP_TLS_KEY'] as const) {
    const path = values[variable];
    if (path && !existsSync(path)) add(variable, `${variable} names a file that does not exist: write its path.`);
  }
  if (values.EVENT_STORE === 'kurrentdb' && !given('KURRENTDB_URL'))
    add('KURRENTDB_URL', 'KURRENTDB_URL is missing: EVENT_STORE=kurrentdb needs the address of KurrentDB.');
  if (values.QUEUE === 'redis' && !given('REDIS_URL'))
    add('REDIS_URL', 'REDIS_URL is missing: QUEUE=redis needs the address of Redis.');
  const isEncrypted = given('OVERSTAP_TLS_CERT') && given('OVERSTAP_TLS_KEY');
  const isBehindProxy = given('OVERSTAP_TRUSTED_PROXIES') && values.OVERSTAP_PUBLIC_URL?.startsWith('https:') === true;
  if (values.OVERSTAP_HOST && !isLoopback(values.OVERSTAP_HOST) && !isEncrypted && !isBehindProxy)
    add(
      'OVERSTAP_HOST',
      'OVERSTAP_HOST lets other machines in, and passwords and names would travel in clear. Set OVERSTAP_TLS_CERT and OVERSTAP_TLS_KEY, ' +
        'or name the proxy that stands in front in OVERSTAP_TRUSTED_PROXIES and its address, with https, in OVERSTAP_PUBLIC_URL; ' +
        'or remove it, and reach the program from elsewhere through a tunnel (ssh -L 3000:localhost:3000).',
    );
  const issuer = values.OVERSTAP_OIDC_ISSUER;
  if (issuer?.startsWith('http:') && !isLoopback(new URL(issuer).hostname))
    add('OVERSTAP_OIDC_ISSUER', 'OVERSTAP_OIDC_ISSUER must begin with https: who people are travels over it.');
  if (given('OVERSTAP_MASTER_KEY') && given('OVERSTAP_MASTER_KEY_FILE'))
    add(
      'OVERSTAP_MASTER_KEY_FILE',
      'OVERSTAP_MASTER_KEY_FILE and OVERSTAP_MASTER_KEY are both set: remove one of them.',
    );
  if (values.OVERSTAP_CLOCK && values.NODE_ENV === 'production')
    add('OVERSTAP_CLOCK', 'OVERSTAP_CLOCK is for trials and tests: remove it, or remove NODE_ENV=production.');
  if (values.OVERSTAP_PUBLIC_URL?.startsWith('http:') && !isLoopback(new URL(values.OVERSTAP_PUBLIC_URL).hostname))
    add('OVERSTAP_PUBLIC_URL', 'OVERSTAP_PUBLIC_URL must begin with https: sessions and names travel over it.');
  return found;
}

function settingsOf(values: Values): Settings {
  const { OVERSTAP_TLS_CERT: cert, OVERSTAP_TLS_KEY: tlsKey, SMTP_URL: smtp, MAIL_FROM: from } = values;
  return {
    production: values.NODE_ENV === 'production',
    port: values.PORT ?? 3000,
    host: values.OVERSTAP_HOST ?? '127.0.0.1',
    dataDir: resolve(values.OVERSTAP_DATA_DIR ?? '.overstap'),
    trustedProxies: values.OVERSTAP_TRUSTED_PROXIES ?? [],
    webhookNetworks: values.OVERSTAP_WEBHOOK_NETWORKS ?? [],
    // Naming a server is choosing it, unless the choice is made in so many words.
    eventStore: values.EVENT_STORE ?? (values.KURRENTDB_URL ? 'kurrentdb' : 'postgres'),
    queue: values.QUEUE ?? (values.REDIS_URL ? 'redis' : 'postgres'),
    startWaitMs: values.OVERSTAP_START_WAIT ?? 60_000,
    logLevel: values.LOG_LEVEL ?? 'info',
    ...(values.OVERSTAP_PUBLIC_URL && { publicUrl: values.OVERSTAP_PUBLIC_URL }),
    ...(cert && tlsKey && { tls: { cert: resolve(cert), key: resolve(tlsKey) } }),
    ...(values.DATABASE_URL && { databaseUrl: values.DATABASE_URL }),
    ...(values.REDIS_URL && { redisUrl: values.REDIS_URL }),
    ...(values.KURRENTDB_URL && { kurrentdbUrl: values.KURRENTDB_URL }),
    ...(smtp && from && { mail: { url: smtp, from } }),
    ...oidcOf(values),
    ...(values.OVERSTAP_CLOCK && { clock: values.OVERSTAP_CLOCK }),
    ...(values.OVERSTAP_MASTER_KEY && { masterKey: values.OVERSTAP_MASTER_KEY }),
    ...(values.OVERSTAP_MASTER_KEY_FILE && { masterKeyFile: resolve(values.OVERSTAP_MASTER_KEY_FILE) }),
    ...(values.OVERSTAP_MASTER_KEY_PREVIOUS && { previousMasterKey: values.OVERSTAP_MASTER_KEY_PREVIOUS }),
    ...(values.OVERSTAP_ALIVE_FILE && { aliveFile: resolve(values.OVERSTAP_ALIVE_FILE) }),
    ...(values.OVERSTAP_URL && { remoteUrl: values.OVERSTAP_URL }),
  };
}

function oidcOf({
  OVERSTAP_OIDC_ISSUER: issuer,
  OVERSTAP_OIDC_CLIENT_ID: clientId,
  OVERSTAP_OIDC_CLIENT_SECRET: clientSecret,
}: Values): Pick<Settings, 'oidc'> {
  if (!issuer || !clientId) return {};
  return { oidc: { issuer, clientId, ...(clientSecret && { clientSecret }) } };
}

/** A misspelt variable would otherwise be silently without effect. */
const misspelt = (env: Readonly<Record<string, string | undefined>>): SettingProblem[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('OVERSTAP_') && !VARIABLES.some((variable) => variable === name))
    .map((variable) => {
      const near = VARIABLES.filter((known) => known.startsWith('OVERSTAP_')).sort(
        (a, b) => lettersApart(a, variable) - lettersApart(b, variable),
      )[0];
      const hint = near && lettersApart(near, variable) <= 4 ? ` Did you mean ${near}?` : '';
      return { variable, message: `${variable} is not a setting of Overstap and has no effect.${hint}` };
    });
