import { type Instant } from './event.js';

/** Where the program gets the time from; nothing else may ask the machine. */
export interface Clock {
  now(): Instant;
}

/** Where the program gets new ids from: UUID v7, so that they sort by age. */
export interface Ids {
  next(): string;
}
