export * from './decide.js';
export * from './readers.js';
export * from './reach.js';
export * from './identity-scope.js';
