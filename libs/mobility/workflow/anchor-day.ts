import { type LocalDate } from '@overstap/kernel';
import { type AnchorReference } from '../programme-template/anchors.js';
import { type Moment } from '../programme-template/definition.js';
import { dayIn, firstFact, newestFact } from './facts.js';
import { type Subject } from './subject.js';

/** The day of an anchor that names an event or a phase; undefined while that has not come. */
export function referencedOn(
  reference: Exclude<AnchorReference, { readonly kind: 'named' }>,
  select: Moment['select'],
  { facts, workflow }: Pick<Subject, 'facts' | 'workflow'>,
): LocalDate | undefined {
  switch (reference.kind) {
    case 'event': {
      const fact = select === 'newest' ? newestFact : firstFact;
      return dayIn(fact(facts, reference.type), reference.field);
    }
    case 'phase':
      return workflow.phases[reference.phase]?.enteredOn;
    case 'phaseEnd':
      return workflow.phases[reference.phase]?.endedOn;
  }
}
