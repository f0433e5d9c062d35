import { type LocalDate } from '@overstap/kernel';
import { type Fact, type FactLog } from '../workflow/facts.js';

/** A workshop as one person has to do with it. */
export interface Workshop {
  readonly workshopId: string;
  /** Who gives it: the one who was named last. */
  readonly trainerId?: string;
  /** The day of enrolling; absent for who came without. */
  readonly enrolledOn?: LocalDate;
  /** The last day on which they were there. */
  readonly attendedOn?: LocalDate;
}

export const WORKSHOP_EVENTS: readonly string[] = ['WorkshopEnrolled', 'WorkshopAttended'];

/** The workshops of a trajectory, those first that were heard of first. */
export function workshopsOf({ facts }: { readonly facts: FactLog }): readonly Workshop[] {
  const workshops = new Map<string, Workshop>();
  for (const fact of facts) {
    if (!WORKSHOP_EVENTS.includes(fact.type)) continue;
    const workshopId = fact.data['workshopId'] as string;
    workshops.set(workshopId, { ...(workshops.get(workshopId) ?? { workshopId }), ...toldBy(fact) });
  }
  return [...workshops.values()];
}

function toldBy({ type, on, data }: Fact): Omit<Workshop, 'workshopId'> {
  const trainerId = data['trainerId'] as string | undefined;
  return {
    ...(type === 'WorkshopEnrolled' ? { enrolledOn: on } : { attendedOn: on }),
    ...(trainerId === undefined ? {} : { trainerId }),
  };
}
