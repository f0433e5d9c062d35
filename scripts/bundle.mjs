/**
 * `node scripts/bundle.mjs`, after the compiler: puts in the place of each program's main.js that same program in a few files, which share what
 * they have in common. A start then reads a hundred files and not three thousand, for half the work. What is compiled goes on to work without.
 */
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const DIST = resolve('dist');

const PROGRAMS = ['api/main', 'worker/main', 'standalone/main', 'standalone/demo', 'cli/main'];

/** They find files of their own from where they lie: machine code, a thread to start. */
const LOOK_FOR_THEIR_FILES = ['@kurrent/*', '@node-rs/argon2', 'pino'];

/** What a program loads late, if ever, it loads as ever: put into a module, CommonJS would no longer say its names to `import()`. */
const LATE = {
  name: 'late',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : undefined));
  },
};

/**
 * Where two files have a class of one name, one of them is called otherwise in the whole; the name of an event's class is its type. Ours say their names
 * themselves: `keepNames` would do so for every function too, each time that one is made.
 */
const NAMED = {
  name: 'named',
  setup({ onLoad }) {
    onLoad({ filter: /\/dist\/(apps|libs)\/.*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        contents: text.replace(
          /^(\s*(?:export )?(?:let \w+ = )?class (\w+)[^{\n]*\{)/gm,
          "$1 static { Object.defineProperty(this, 'name', { value: '$2', configurable: true }); }",
        ),
      };
    });
  },
};

/** CommonJS that was put into a module still asks for what only CommonJS has. */
const AS_COMMONJS = `
import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;
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
  sourcemap: true,
  plugins: [LATE, NAMED],
  external: LOOK_FOR_THEIR_FILES,
  banner: { js: AS_COMMONJS },
  logLevel: 'warning',
});
