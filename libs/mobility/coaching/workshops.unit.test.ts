import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { workshopsOf } from './workshops.js';

describe('the workshops of a trajectory', () => {
  const enrolled = () => {
    const life = begun('IND-6');
    life.tell('EnrolInWorkshop', { workshopId: 'w-1', on: life.today, trainerId: 'tom' });
    return life;
  };

  it('are given by whoever was named last, and attended on the last day on which somebody came', () => {
    const life = enrolled();
    const { today } = life;
    life.tell('AttendWorkshop', { workshopId: 'w-1', on: today });
    life.tell('EnrolInWorkshop', { workshopId: 'w-2', on: today });
    expect(workshopsOf(life.state)).toEqual([
      { workshopId: 'w-1', enrolledOn: today, attendedOn: today, trainerId: 'tom' },
      { workshopId: 'w-2', enrolledOn: today },
    ]);
    life.tell('EnrolInWorkshop', { workshopId: 'w-1', on: today, trainerId: 'tess' });
    expect(workshopsOf(life.state)[0]).toMatchObject({ trainerId: 'tess', attendedOn: today });
  });

  it('are nobody’s to see once it is taken back that the person enrolled', () => {
    const life = enrolled();
    life.tell('VoidFact', {
      eventId: life.state.facts.find(({ type }) => type === 'WorkshopEnrolled')!.id,
      reason: 'Iemand anders',
    });
    expect(workshopsOf(life.state)).toEqual([]);
  });
});
