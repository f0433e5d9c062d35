export * from './opener.js';
export * from './program.js';
/** Nest's token for the program. */
export const PROGRAM = Symbol('program');
