import { isDate } from '@overstap/calendar';
import { WrongUsage } from './exit-codes.js';

/** Throws a WrongUsage for what is no date. */
export function checkDate(option: string, value: string): void {
  if (!isDate(value)) throw new WrongUsage(option, `${option}: must be a date that exists, such as 2026-09-01.`);
}
