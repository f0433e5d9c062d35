import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

/**
 * Loaded before a program (`node --import`): moves the operating system's clock beneath it, by as many milliseconds as the file SHIFTED_CLOCK says, now and
 * whenever the file changes. Monotonic time (`performance.now`, timers) goes on, as when an administrator or a time server sets the clock.
 */
const LOOKS_EVERY_MS = 5;
const { SHIFTED_CLOCK: file = '' } = process.env;
const MachineDate = Date;
const machineNow = Date.now.bind(Date);
const startedAt = performance.timeOrigin;

let shiftMs = 0;
const look = () => (shiftMs = Number(readFileSync(file, 'utf8')));
look();
setInterval(look, LOOKS_EVERY_MS).unref();

const now = () => machineNow() + shiftMs;
MachineDate.now = now;
globalThis.Date = new Proxy(MachineDate, {
  construct: (target, values, made) => Reflect.construct(target, values.length === 0 ? [now()] : values, made),
  apply: () => new MachineDate(now()).toString(),
});
MachineDate.prototype.constructor = globalThis.Date;
Object.defineProperty(performance, 'timeOrigin', { get: () => startedAt + shiftMs });
