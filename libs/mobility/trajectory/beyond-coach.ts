import { type Instant } from '@overstap/kernel';
import { type CoachInView, questionOf } from '../coach/taking-on.js';
import { type FactLog } from '../workflow/facts.js';
import { type TrajectoryEvent } from './state.js';

/** R16: a question that is more complex than what the coach takes is a limit reached, without anybody having to say so. */
export function beyondCoach(facts: FactLog, coach: CoachInView | undefined, now: Instant): TrajectoryEvent[] {
  const question = questionOf(facts);
  if (!coach || !question || question.level <= coach.maxComplexity) return [];
  return [{ type: 'CoachLimitReached', data: { questionType: question.type, action: 'CONSULT' }, occurredAt: now }];
}
