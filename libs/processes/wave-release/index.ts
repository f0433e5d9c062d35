export { type WaveProgress } from './release-rows.js';
export * from './wave-releases.js';
