import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

/** Of IND-6, the day after the start: a document, a form and a confirmation are asked for, and of one task nothing. */
const [DOCUMENT, FORM, CONFIRMATION, NOTHING] = ['S6_ASSIGNMENT', 'S4_COACH_PROPOSAL', 'S9_PLAN', 'S8_CAREER_QUESTION'];
const started = (): TrajectoryLife => begun('IND-6').until('2026-09-15');
const completing = (taskId: string, more: object = {}): TrajectoryLife | string | undefined => {
  const life = started();
  return life.refusal(() => life.tell('CompleteTask', { taskId, ...more })) ?? life;
};
const statusOf = (taskId: string, more: object = {}): string | undefined => {
  const completed = completing(taskId, more);
  return typeof completed === 'object' ? completed.task(taskId)?.status : completed;
};

describe('a task that asks for evidence', () => {
  it.each([DOCUMENT, FORM])('%s is completed with the id of what shows it, and not without', (taskId) => {
    expect(statusOf(taskId)).toBe('evidence-missing');
    expect(statusOf(taskId, { confirmed: true })).toBe('evidence-missing');
    expect(statusOf(taskId, { evidenceRef: 'doc-1' })).toBe('DONE');
  });

  it('is completed with a word of confirmation where that is asked, and not by saying that it is not so', () => {
    expect(statusOf(CONFIRMATION)).toBe('evidence-missing');
    expect(statusOf(CONFIRMATION, { confirmed: false })).toBe('evidence-missing');
    expect(statusOf(CONFIRMATION, { evidenceRef: 'doc-1' })).toBe('evidence-missing');
    expect(statusOf(CONFIRMATION, { confirmed: true })).toBe('DONE');
  });

  it('says what is asked for, by the name of the field', () => {
    const life = started();
    const refused = (taskId: string) => life.attempt({ type: 'CompleteTask', data: { taskId } });
    expect(refused(DOCUMENT)).toMatchObject({
      message: expect.stringContaining('a document: give its id as evidenceRef'),
    });
    expect(refused(FORM)).toMatchObject({ message: expect.stringContaining('a form: give its id as evidenceRef') });
    expect(refused(CONFIRMATION)).toMatchObject({ message: expect.stringContaining('confirmed: true') });
  });

  it('keeps what was given with its completion', () => {
    const life = started().tell('CompleteTask', { taskId: DOCUMENT, evidenceRef: 'doc-1' });
    expect(life.of('TaskCompleted').at(-1)?.data).toMatchObject({ taskId: DOCUMENT, evidenceRef: 'doc-1' });
  });

  it('is completed by the fact that does it: that is its evidence', () => {
    const life = started().say.plan();
    expect(life.task(CONFIRMATION)).toMatchObject({ status: 'DONE', byFact: true });
  });

  it('is cancelled, put off and taken back without any', () => {
    const life = started().say.done(DOCUMENT);
    life.tell('UndoTask', { taskId: DOCUMENT, undoes: 'COMPLETION', reason: 'MISTAKE' });
    life.tell('CancelTask', { taskId: DOCUMENT, reason: 'NOT_NEEDED' }, { type: 'TEAM_LEAD', id: 'lead-1' });
    expect(life.task(DOCUMENT)?.status).toBe('CANCELLED');
  });

  it('asks for nothing where its template does not', () => {
    expect(statusOf(NOTHING)).toBe('DONE');
    const life = started().tell('AddTask', { title: 'call', role: 'COACH' });
    const byHand = Object.values(life.state.workflow.tasks).find(({ code }) => code === 'MANUAL')?.taskId ?? '';
    expect(life.tell('CompleteTask', { taskId: byHand }).task(byHand)?.status).toBe('DONE');
  });
});
