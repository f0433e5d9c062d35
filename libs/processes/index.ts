export * from './calendar-change.js';
export * from './cohort-import.js';
export * from './cohort-news.js';
export * from './import-undo.js';
export * from './migrations.js';
export * from './person-erasure.js';
export * from './wave-release.js';
export * from './template-migration/index.js';
