import { type Fact, type FactLog } from '../workflow/facts.js';

/** Facts in which each scheduled session has the moment that was agreed last, and none when it was cancelled: what is due before it follows it. */
export function withSessionsAsAgreed(facts: FactLog): FactLog {
  if (!facts.some(changesSession)) return facts;
  const agreed = new Map<unknown, unknown>();
  for (const fact of facts) if (changesSession(fact)) agreed.set(fact.data['sessionId'], fact.data['at']);
  return facts.map((fact) => {
    const { sessionId } = fact.data;
    if (fact.type !== 'SessionScheduled' || !agreed.has(sessionId)) return fact;
    return { ...fact, data: { ...fact.data, at: agreed.get(sessionId) } };
  });
}

/** A cancellation has no `at`. */
const changesSession = ({ type }: Fact): boolean => type === 'SessionRescheduled' || type === 'SessionCancelled';
