import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { isOpenClock, isOpenTask } from '../workflow/state.js';
import { statusOf } from './state.js';

const ERASE = { type: 'EndForErasure', data: {} } as const;
const PROGRAM = { type: 'SYSTEM', id: 'erasure' } as const;
type Life = ReturnType<typeof begun>;

const openIn = ({ state: { workflow } }: Life) => ({
  clocks: Object.values(workflow.clocks).filter(isOpenClock),
  tasks: Object.values(workflow.tasks).filter(isOpenTask),
  phases: Object.values(workflow.phases).filter(({ status }) => status === 'OPEN'),
});
const NOTHING = { clocks: [], tasks: [], phases: [] };

describe('the trajectory of somebody who is erased', () => {
  it('ends with a reason of its own, and nothing of it runs on', () => {
    const life = begun('IND-6').tell('AddTask', { title: 'call the notary', role: 'COACH', dueOn: '2026-12-01' });
    life.until('2026-10-01');
    expect(openIn(life).tasks.length).toBeGreaterThan(1);
    life.send(ERASE, PROGRAM);
    expect(statusOf(life.state)).toBe('CLOSED');
    expect(life.of('TrajectoryClosed').map(({ data }) => data)).toEqual([
      { on: '2026-10-01', closureClass: 'INTERRUPTED', reason: 'ERASED' },
    ]);
    expect(openIn(life)).toEqual(NOTHING);
    expect(new Set(life.of('TaskCancelled').map(({ data }) => data.reason))).toEqual(new Set(['ERASED']));
    // The end was not reached by anybody's doing.
    expect(life.clock('deadline.END')).toMatchObject({ status: 'STOPPED', how: 'CANCELLED' });
    const before = life.events.length;
    life.until('2027-12-01');
    expect(life.events).toHaveLength(before);
  });

  it('asks nobody any more for a decision or an answer', () => {
    const life = begun('IND-6').tell('RequestExtension', { days: 10, reason: 'x', costCents: 0 });
    life.tell('SendSurvey', { moment: 'INTAKE' }, PROGRAM).send(ERASE, PROGRAM);
    expect(life.task('EXTENSION_REQUEST')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ERASED' });
    expect(life.clock('survey.INTAKE.1')).toMatchObject({ status: 'STOPPED', how: 'CANCELLED' });
    expect(life.until('2027-12-01').of('SurveyExpired')).toEqual([]);
  });

  it('keeps its landing, and aftercare and retention end with it', () => {
    const life = begun('IND-6').until('2026-11-02').say.placement();
    life.until('2026-11-10').say.close(undefined, { closureClass: 'RESULT', reason: 'LANDED' });
    expect(openIn(life).tasks.map(({ code }) => code)).toContain('AFTERCARE_365');
    life.send(ERASE, PROGRAM);
    expect(openIn(life)).toEqual(NOTHING);
    expect(life.of('TrajectoryClosed')).toHaveLength(1);
    const landed = begun('IND-6').until('2026-11-02').say.placement();
    landed.send(ERASE, PROGRAM);
    expect(landed.of('TrajectoryClosed')[0]?.data).toMatchObject({ closureClass: 'RESULT', reason: 'ERASED' });
  });

  it('is ended once, goes on no more, and nobody closes one as if that had happened', () => {
    const life = begun('IND-6').until('2026-10-01');
    expect(life.refusal((it) => it.say.close(undefined, { closureClass: 'INTERRUPTED', reason: 'ERASED' }))).toBe(
      'reason-of-program',
    );
    life.send(ERASE, PROGRAM);
    expect(life.send(ERASE, PROGRAM)).toEqual([]);
    expect(life.refusal((it) => it.say.reopen(150))).toBe('participant-erased');
    const ended = life.state.facts.filter(({ type }) => type === 'TrajectoryClosed' || type === 'PersonErased');
    expect(ended).toHaveLength(2);
    for (const { id: eventId } of ended)
      expect(life.refusal((it) => it.tell('VoidFact', { eventId, reason: 'x' }))).toBe('fact-derived');
  });
});
