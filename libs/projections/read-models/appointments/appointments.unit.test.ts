import { expect, test } from '@jest/globals';
import { bare, rowsAfter } from '../testing/fold.js';
import { type Appointment, appointments } from './index.js';

const of = { trajectory: 't1' };
const session = { sessionId: 's-1', minutes: 60, mode: 'VIDEO', by: 'COACH' };
const scheduled = bare('SessionScheduled', { ...session, at: '2026-09-10T10:00:00+02:00' }, of);
const moved = bare('SessionRescheduled', { ...session, minutes: 45, at: '2026-09-11T10:00:00+02:00' }, of);
const intake = bare('IntakeScheduled', { at: '2026-09-08T09:00:00+02:00', mode: 'ONSITE' }, of);

const planned = (...events: Parameters<typeof rowsAfter>[1]): readonly string[] =>
  [...rowsAfter<Appointment>(appointments, events).values()]
    .map(({ id, kind, starts_at, minutes }) => `${id} ${kind} ${starts_at} ${minutes}`)
    .toSorted();

test('an appointment stands where it was last put, until it is cancelled', () => {
  expect(planned(intake, scheduled)).toEqual([
    't1/intake INTAKE 2026-09-08T07:00:00.000Z null',
    't1/s-1 SESSION 2026-09-10T08:00:00.000Z 60',
  ]);
  expect(planned(scheduled, moved)).toEqual(['t1/s-1 SESSION 2026-09-11T08:00:00.000Z 45']);
  expect(planned(scheduled, moved, bare('SessionCancelled', { sessionId: 's-1', by: 'COACH' }, of))).toEqual([]);
});

test('sessions of two trajectories with the same id are two', () => {
  expect(planned(scheduled, { ...scheduled, stream: 'trajectory-t2', trajectory: 't2' })).toHaveLength(2);
});
