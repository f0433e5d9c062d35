export * from './aggregate-command.js';
export * from './aggregates.js';
export * from './command-handler.js';
export { type IsHeld, PARTICIPANT_UNKNOWN, PROGRAMME_UNKNOWN } from './references.js';
export * from './scope.js';
export * from './worlds.js';
