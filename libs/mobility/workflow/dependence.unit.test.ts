import { describe, expect, it } from '@jest/globals';
import {
  type DeadlineDefinition,
  type PhaseDefinition,
  type TaskDefinition,
} from '../programme-template/definition.js';
import { begun } from '../testing/random-life.js';
import { trajectorySubject } from '../trajectory/subject.js';
import { changedBy, hangsOn } from './dependence.js';
import { type Consequence } from './subject.js';

const names = { nl: 'Iets', en: 'Something' };
const offset = { value: 1, unit: 'calendarDays' } as const;

const task = (own: Partial<TaskDefinition>): TaskDefinition => ({
  code: 'OWN',
  names,
  owners: ['COACH'],
  mandatory: false,
  evidence: 'NONE',
  ...own,
});
const deadline = (own: Partial<DeadlineDefinition>): DeadlineDefinition => ({
  code: 'OWN',
  names,
  kind: 'PROGRAMME',
  due: { anchor: 'start', offset },
  ...own,
});
const phase = (own: Partial<PhaseDefinition>): PhaseDefinition => ({ id: 'own', names, overlaps: false, ...own });

const at = '2026-09-01T08:00:00.000Z';
const life = begun('IND-6', true).until('2026-10-01');
const changed = (...events: object[]) => changedBy(events as Consequence[], trajectorySubject(life.state));

const INTAKE_DONE = { type: 'TaskCompleted', data: { taskId: 'S5_INTAKE', on: '2026-09-01' }, occurredAt: at };
const END_STOPPED = { type: 'ClockStopped', data: { clockId: 'deadline.END', generation: 1 }, occurredAt: at };
const ORIENTED = { type: 'PhaseEntered', data: { phaseId: 'selfAnalysis', on: '2026-09-01' }, occurredAt: at };

describe('what the engine did', () => {
  it.each([
    ['a task', task({ code: 'S5_INTAKE' }), INTAKE_DONE],
    ['a task that waits for another', task({ when: { not: { all: [{ task: 'S5_INTAKE' }] } } }), INTAKE_DONE],
    ['a deadline that comes again', deadline({ onExpiry: 'S5_INTAKE', repeat: { every: offset } }), INTAKE_DONE],
    ['a deadline since the last activity', deadline({ due: { anchor: 'activity', offset } }), INTAKE_DONE],
    ['a deadline', deadline({ code: 'END' }), END_STOPPED],
    ['a task before the end', task({ due: { anchor: 'end', offset } }), END_STOPPED],
    [
      'a rhythm that lasts until a phase',
      task({ repeat: { every: offset, until: { inPhase: 'selfAnalysis' } } }),
      ORIENTED,
    ],
    ['a task of a phase', task({ phase: 'selfAnalysis' }), ORIENTED],
    ['a task since a phase', task({ due: { anchor: 'phase.selfAnalysis', offset } }), ORIENTED],
    ['any phase, for they may not overlap', phase({}), ORIENTED],
    [
      'a phase with a task in its exit criteria',
      phase({ exit: { any: [{ task: 'S5_INTAKE' }, { landed: true }] } }),
      INTAKE_DONE,
    ],
  ])('is looked at by %s', (_what, definition, event) => {
    expect(hangsOn(definition, changed(event))).toBe(true);
  });

  it.each([
    ['another task', task({ when: { task: 'OTHER' }, due: { anchor: 'event.IntakeHeld', offset } }), INTAKE_DONE],
    ['a deadline since the start', deadline({ metBy: { event: 'IntakeHeld' } }), END_STOPPED],
    ['a task of another phase', task({ phase: 'search' }), ORIENTED],
    ['a phase that no task decides', phase({ to: { anchor: 'start', offset } }), INTAKE_DONE],
  ])('is nothing to %s', (_what, definition, event) => {
    expect(hangsOn(definition, changed(event))).toBe(false);
    expect(hangsOn(definition, 'everything')).toBe(true);
  });
});
