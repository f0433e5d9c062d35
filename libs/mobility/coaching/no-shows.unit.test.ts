import { expect, test } from '@jest/globals';
import { type Fact } from '../workflow/facts.js';
import { noShowsIn } from './no-shows.js';

const fact = (type: string, data: object = {}): Fact => ({
  ...{ id: type, type, on: '2026-09-01', at: '2026-09-01T08:00:00.000Z', recordedAt: '2026-09-01T08:00:00.000Z' },
  ...{ actor: 'COACH', actorId: 'eva', data: data as Fact['data'] },
});

test('intakes and sessions that somebody missed are counted, and how many without a reason', () => {
  const facts = [
    fact('IntakeNoShow', { excused: true }),
    fact('IntakeHeld'),
    fact('SessionNoShow', { excused: false }),
    fact('SessionNoShow', { excused: false }),
  ];
  expect(noShowsIn({ facts })).toEqual({ noShows: 3, unexcused: 2 });
  expect(noShowsIn({ facts: [] })).toEqual({ noShows: 0, unexcused: 0 });
});
