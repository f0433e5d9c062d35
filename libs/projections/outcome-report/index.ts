export { type Measure } from './measure.js';
export * from './outcome-report.js';
export { reportCsv } from './report-csv.js';
export { reportTable } from './report-table.js';
