export * from './aggregate-command.js';
export * from './aggregates.js';
export * from './command-handler.js';
export { type IsHeld, PROGRAMME_UNKNOWN } from './references.js';
export * from './scope.js';
export * from './worlds.js';
