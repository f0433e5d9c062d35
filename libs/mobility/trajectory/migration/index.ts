export * from './preview.js';
export { MigrationTerms } from './command.js';
export { proposedTerms } from './proposal.js';
