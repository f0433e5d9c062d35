import { type LocalDate } from '@overstap/kernel';
import { type SimulatedLife } from './life.js';
import { begin, comeToTheEnd, drawStory } from './story.js';
import { takeUpWork } from './work.js';

/** What somebody does may be followed by more on the same day; it comes to rest long before this. */
const MOST_ROUNDS = 20;

/** Time passes, what was planned is done, and in the afternoon it is looked at what the day brought, before working days end. */
export function liveThrough(life: SimulatedLife, day: LocalDate): void {
  if (day < life.notifiedOn) return;
  if (day > life.notifiedOn && !life.isEventful(day)) return;
  life.passUntil(day, '12:00');
  if (day === life.notifiedOn) begin(life, day);
  life.act(day);
  life.passUntil(day, '16:00');
  for (let round = 0; life.stirred && round < MOST_ROUNDS; round += 1) {
    life.stirred = false;
    drawStory(life);
    takeUpWork(life, day);
    comeToTheEnd(life, day);
    life.act(day);
  }
  life.passUntil(day, '23:59');
}
