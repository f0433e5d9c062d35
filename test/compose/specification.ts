import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { type ComposeFile } from './compose-file.js';

const text = (pattern: string): object => ({ type: 'string', pattern: `^(${pattern})$` });
const within = (properties: object): object => ({ type: 'object', properties });

const DURATION = text(String.raw`(\d+(us|ms|s|m|h))+`);
const PORTS = String.raw`\d+(-\d+)?`;
const ADDRESS = String.raw`\d+(\.\d+){3}|\[[\da-f:]+\]`;

/** What the specification says in words where its schema takes any text: chapter "Services", in the short forms that are used here. */
const IN_WORDS = within({
  services: {
    additionalProperties: within({
      restart: text(String.raw`no|always|on-failure(:\d+)?|unless-stopped`),
      stop_grace_period: DURATION,
      shm_size: text(String.raw`\d+([bkmg]|[kmg]b)`),
      ports: { items: text(String.raw`((${ADDRESS}):)?(${PORTS}:)?${PORTS}(/(tcp|udp))?`) },
      volumes: { items: text(String.raw`[\w.-]+:/[^:]+(:(ro|rw))?`) },
      healthcheck: within({
        test: { type: 'array', items: [{ enum: ['CMD', 'CMD-SHELL'] }, { type: 'string' }], minItems: 2 },
        interval: DURATION,
        timeout: DURATION,
        retries: { type: 'integer', minimum: 1 },
        start_period: DURATION,
        start_interval: DURATION,
      }),
    }),
  },
});

/** The schema of the Compose specification, which dclint carries. */
function specified(): object {
  const home = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(home, 'schemas/compose.schema.json'), 'utf8')) as Record<string, unknown>;
  // It is draft 7, under an address that Ajv does not know it by.
  delete schema['$schema'];
  return schema;
}

const schemas = [specified(), IN_WORDS].map((schema) =>
  new Ajv({ allErrors: true, strict: false, allowUnionTypes: true }).compile(schema),
);

const said = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath} ${message} ${JSON.stringify(Object.values(params as object))}`;

/** Where a file, with its variables filled in, is not as the Compose specification has it; nothing where it is. */
export function unspecified(file: ComposeFile): readonly string[] {
  const shape = schemas.flatMap((valid) => (valid(file) ? [] : (valid.errors ?? []).map(said)));
  if (shape.length > 0) return shape;
  return Object.entries(file.services).flatMap(([name, { depends_on = {}, networks = [], volumes = [] }]) => {
    const named = { services: Object.keys(depends_on), networks, volumes: volumes.map((each) => each.split(':')[0]) };
    return Object.entries(named).flatMap(([kind, names]) =>
      names
        .filter((each) => !(String(each) in file[kind as keyof typeof named]))
        .map((each) => `${name} names ${String(each)}, which is not under ${kind}`),
    );
  });
}
