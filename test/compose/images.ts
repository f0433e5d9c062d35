import { type ComposeFile } from './compose-file.js';

/** What the vendor of an image says of it, in our own words. */
interface Image {
  /** Under this tag it was looked up. */
  readonly name: string;
  readonly documents: readonly string[];
  /** Every variable that is set must be here, with what its document lets it be. */
  readonly variables: Readonly<Record<string, RegExp>>;
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  /** What answers whether it is well: a program in it, for a file to call, or a health check that the image brings. */
  readonly health: { readonly program: string } | { readonly own: string };
}

const ANYTHING = /./;
const KURRENTDB_DOCS = 'kurrent-io/KurrentDB v26.0.3 docs/server';

/** By the name of the service that runs it. A variable or version that is new here is looked up in the documents first. */
export const IMAGES: Readonly<Record<string, Image>> = {
  postgres: {
    name: 'postgres:18',
    documents: [
      'docker-library/docs postgres/content.md',
      'docker-library/postgres 18/bookworm/Dockerfile',
      'PostgreSQL 18 documentation, pg_isready',
    ],
    variables: {
      POSTGRES_PASSWORD: ANYTHING,
      POSTGRES_USER: ANYTHING,
      POSTGRES_DB: ANYTHING,
      POSTGRES_INITDB_ARGS: /^-/,
      POSTGRES_INITDB_WALDIR: /^\//,
      POSTGRES_HOST_AUTH_METHOD: /^(scram-sha-256|md5|trust)$/,
      PGDATA: /^\/var\/lib\/postgresql\/./,
    },
    volumes: ['/var/lib/postgresql'],
    ports: ['5432'],
    health: { program: 'pg_isready' },
  },
  redis: {
    name: 'redis:8',
    documents: ['docker-library/docs redis/content.md', 'Redis documentation, redis-cli'],
    variables: { SKIP_FIX_PERMS: /^1$/ },
    volumes: ['/data'],
    ports: ['6379'],
    health: { program: 'redis-cli' },
  },
  mail: {
    name: 'axllent/mailpit:v1.30',
    documents: ['axllent/mailpit v1.30.5 README.md', 'axllent/mailpit v1.30.5 Dockerfile'],
    variables: {},
    volumes: [],
    ports: ['1025', '8025'],
    health: { own: '/mailpit readyz' },
  },
  kurrentdb: {
    name: 'docker.kurrent.io/kurrent-lts/kurrentdb:26.0',
    documents: [
      `${KURRENTDB_DOCS}/configuration/cluster.md`,
      `${KURRENTDB_DOCS}/security/security-options.md`,
      `${KURRENTDB_DOCS}/features/projections/settings.md`,
      `${KURRENTDB_DOCS}/quick-start/default-directories.md`,
      'kurrent-io/KurrentDB v26.0.3 Dockerfile',
    ],
    variables: {
      KURRENTDB_CLUSTER_SIZE: /^\d+$/,
      KURRENTDB_INSECURE: /^(true|false)$/,
      KURRENTDB_RUN_PROJECTIONS: /^(None|System|All)$/,
    },
    volumes: ['/var/lib/kurrentdb', '/var/log/kurrentdb'],
    ports: ['2113'],
    health: { own: '/health/live' },
  },
};

/** Where a file, with its variables filled in, has something of an image that its documents do not; nothing where it has not. */
export function undocumented({ services }: ComposeFile): readonly string[] {
  const addresses = Object.values(services)
    .flatMap(({ environment = {} }) => Object.values(environment))
    .flatMap((value) => [...value.matchAll(/(?:@|\/\/)([\w-]+):(\d+)/g)].map(([, host, port]) => ({ host, port })));
  return Object.entries(services).flatMap(([name, service]) => {
    if (service.image === undefined) return [];
    const image = IMAGES[name];
    if (image?.name !== service.image) return [`${name} is ${service.image}`];
    const check = service.healthcheck?.test[1];
    const paths = (service.volumes ?? []).map((each) => each.split(':')[1] ?? '');
    const ports = [
      ...(service.ports ?? []).map((each) => each.split(':').at(-1)),
      ...addresses.filter(({ host }) => host === name).map(({ port }) => port),
    ];
    return [
      ...Object.entries(service.environment ?? {})
        .filter(([variable, value]) => !image.variables[variable]?.test(value))
        .map(([variable, value]) => `${name} has ${variable}=${value}`),
      ...(paths.toSorted().join() === image.volumes.join() ? [] : [`${name} keeps ${paths.join(' ')}`]),
      ...ports.filter((port) => !image.ports.includes(String(port))).map((port) => `${name} is asked at ${port}`),
      ...(check === ('program' in image.health ? image.health.program : undefined)
        ? []
        : [`${name} is checked by ${check}`]),
    ];
  });
}
