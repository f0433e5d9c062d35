export * from './aalen-johansen.js';
export { type Estimate } from './interval.js';
export * from './kaplan-meier.js';
export * from './landing.js';
export * from './median.js';
export { LANDED, riskTable, type Observation, type RiskRow, type RiskTable } from './observation.js';
export * from './proportion.js';
export * from './restricted-mean.js';
export * from './survival-csv.js';
