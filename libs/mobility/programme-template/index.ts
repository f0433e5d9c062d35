export * from './anchors.js';
export * from './commands.js';
export * from './decider.js';
export * from './definition.js';
export * from './events.js';
export { LINT_RULES, LAWFUL_PAUSE_REASONS } from './lint/index.js';
export * from './loader.js';
export * from './problem.js';
export { TEMPLATE_SCHEMA } from './schema.js';
