export { enoughCoaches } from './coaches.js';
export * from './forecast.js';
export { HAZARD_NAMES, type HazardName } from './hazards.js';
export { simulate, type SimulationTerms } from './simulate.js';
export { daysClosed } from './what-if.js';
