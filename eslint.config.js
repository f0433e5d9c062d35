import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Imports run one way: apps -> adapters -> mobility, statistics -> calendar -> kernel.
 * Each row: the folder and what it may import of ours; the pure libraries also import no framework, driver or clock.
 */
const PURE = ['kernel', 'calendar', 'mobility', 'statistics', 'policy'];
const ADAPTERS = [
  'event-store',
  'projections',
  'reminders',
  'privacy',
  'access',
  'access-log',
  'person-file',
  'platform',
  'cohort-files',
  'commands',
  'processes',
  'operation',
];
const MAY_IMPORT = {
  kernel: [],
  calendar: ['kernel'],
  statistics: ['kernel'],
  policy: ['kernel'],
  mobility: ['kernel', 'calendar'],
  ...Object.fromEntries(ADAPTERS.map((lib) => [lib, [...PURE, ...ADAPTERS.filter((other) => other !== lib)]])),
};
const FRAMEWORKS = [
  '@nestjs/*',
  'pg',
  'kysely',
  'bullmq',
  'ioredis',
  'nodemailer',
  'fastify',
  'node:crypto',
  'node:fs',
  'node:fs/*',
];
const everyLib = Object.keys(MAY_IMPORT);

const direction = everyLib.map((lib) => ({
  files: [`libs/${lib}/**/*.ts`],
  ignores: ['**/*.test.ts', '**/testing/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: everyLib
              .filter((other) => other !== lib && !MAY_IMPORT[lib].includes(other))
              .map((other) => `@overstap/${other}`),
            message: `libs/${lib} may import only: ${MAY_IMPORT[lib].join(', ') || 'nothing of ours'} (docs/architecture.md).`,
          },
          { group: [`@overstap/${lib}`], message: 'Inside a library, import its files by their relative path.' },
          { group: ['**/apps/**', '**/libs/**'], message: 'Import another library by its name, @overstap/<name>.' },
          ...(PURE.includes(lib)
            ? [{ group: FRAMEWORKS, message: `libs/${lib} is pure: no framework, driver, file or random source.` }]
            : []),
        ].filter((pattern) => pattern.group.length > 0),
      },
    ],
    ...(PURE.includes(lib)
      ? {
          'no-restricted-syntax': [
            'error',
            {
              selector: "NewExpression[callee.name='Date'][arguments.length=0]",
              message: 'Time comes in as an argument.',
            },
            {
              selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
              message: 'Time comes in as an argument.',
            },
            {
              selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
              message: 'Ids come in as arguments.',
            },
          ],
        }
      : {}),
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', '.overstap', 'bench/peers/**/node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**', 'test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  ...direction,
);
