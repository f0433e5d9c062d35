export * from './aggregate-command.js';
export * from './aggregates.js';
export * from './command-handler.js';
export * from './scope.js';
export * from './worlds.js';
