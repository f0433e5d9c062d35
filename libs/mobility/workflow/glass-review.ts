import { glassesIn } from '../break-glass/glasses.js';
import { isOpenTask } from './state.js';
import { type Consequence, type Present, type Subject } from './subject.js';
import { momentOn } from './zone.js';

/** The code of the quality officer's task for each glass that was broken. No template has it, and the end of a trajectory does not end it. */
export const GLASS_REVIEW = 'BREAK_GLASS_REVIEW';
export const GLASS_REVIEW_NAMES = {
  nl: 'Beoordeel het doorbroken glas: was de inzage terecht?',
  en: 'Review the broken glass: was reading on justified?',
} as const;

/** The review is the answer to the task. */
export function settleGlasses({ facts, workflow }: Subject, present: Present): Consequence[] {
  return glassesIn(facts).flatMap(({ glassId, reviewed }): Consequence[] => {
    const taskId = `${GLASS_REVIEW}.${glassId}`;
    const task = workflow.tasks[taskId];
    if (!task)
      return [
        {
          type: 'TaskCreated',
          data: { taskId, code: GLASS_REVIEW, role: 'QUALITY_OFFICER', mandatory: true, evidence: 'NONE' },
          occurredAt: present.now,
        },
      ];
    if (!reviewed || !isOpenTask(task)) return [];
    const on = present.today;
    return [{ type: 'TaskCompleted', data: { taskId, on, byFact: true }, occurredAt: momentOn(on, present) }];
  });
}
