import { type AggregateName } from '@overstap/kernel';
import { firstReferral, type TrajectoryState } from '@overstap/mobility';

/** Ids that every event of an aggregate carries in its envelope; `subject` is the person whose keys seal it. */
export interface EventScope {
  readonly programme?: string;
  readonly trajectory?: string;
  readonly subject?: string;
}

export function scopeOf(aggregate: AggregateName, id: string, state: unknown): EventScope {
  switch (aggregate) {
    case 'trajectory': {
      const referral = firstReferral(state as TrajectoryState);
      return {
        trajectory: id,
        ...(referral ? { programme: referral.programmeId, subject: referral.participantId } : {}),
      };
    }
    case 'programme':
      return { programme: id };
    case 'participant':
    case 'coach':
      return { subject: id };
    case 'cohort': {
      const { programmeId } = state as { readonly programmeId?: string };
      return programmeId === undefined ? {} : { programme: programmeId };
    }
    case 'agency':
    case 'template':
      return {};
  }
}
