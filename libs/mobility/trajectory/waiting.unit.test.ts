import { calendarNamed, type Calendar } from '@overstap/calendar';
import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { waitingIn } from './waiting.js';

const nl = calendarNamed('nl') as Calendar;
const PARTICIPANT = { type: 'PARTICIPANT', id: 'p-1' } as const;
const waits = (life: TrajectoryLife) => waitingIn(life.state, nl, life.now);
/** A task by hand that waits for somebody since Wednesday 16 September. */
function blocked(waitingOn: string): TrajectoryLife {
  const life = begun('IND-6').tell('AddTask', { title: 'Agree', role: 'COACH' });
  const { taskId } = life.of('TaskCreated').at(-1)!.data;
  return life.until('2026-09-16').tell('BlockTask', { taskId, waitingOn });
}

describe('waiting', () => {
  it('for the coach counts working days whose end has come, and ends with the coach’s session', () => {
    expect(waits(begun('IND-6'))).toEqual({ onCoach: null, onParticipant: null });
    const life = blocked('COACH');
    expect(waits(life)).toEqual({ onCoach: { since: '2026-09-16', workingDays: 0 }, onParticipant: null });
    expect(waits(life.until('2026-09-21')).onCoach?.workingDays).toBe(2);
    expect(waits(life.until('2026-09-21', '17:30')).onCoach?.workingDays).toBe(3);
    expect(waits(life.say.session()).onCoach).toBeNull();
  });

  it('for the participant is its mirror: it ends with whatever the participant does', () => {
    const life = blocked('PARTICIPANT').until('2026-09-21');
    expect(waits(life)).toEqual({ onCoach: null, onParticipant: { since: '2026-09-16', workingDays: 2 } });
    life.tell('AcknowledgePrivacyNotice', { version: '1', language: 'nl' }, PARTICIPANT);
    expect(waits(life).onParticipant).toBeNull();
  });

  it('stands still while the trajectory is paused, and is over when it is concluded', () => {
    const life = blocked('COACH').until('2026-09-17').say.pause().until('2026-09-30');
    expect(waits(life).onCoach?.workingDays).toBe(0);
    life.say.resume().until('2026-10-01', '18:00');
    expect(waits(life).onCoach?.workingDays).toBe(2);
    expect(waits(life.say.close())).toEqual({ onCoach: null, onParticipant: null });
  });
});
