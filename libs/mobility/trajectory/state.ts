import { localDateOf } from '@overstap/calendar';
import { type FoldedEvent, type Instant, type LocalDate, oncePer } from '@overstap/kernel';
import { mergedChanges } from '../correction/changes.js';
import { type ParticipantReferred } from '../referral/events.js';
import { landingOf } from '../placement/landing.js';
import { evolveWorkflow } from '../workflow/evolve.js';
import {
  type Fact,
  type FactLog,
  firstFact,
  newestFact,
  withCorrection,
  withFact,
  withoutFact,
} from '../workflow/facts.js';
import { EMPTY_WORKFLOW, isWorkflowEvent, type WorkflowEvent, type WorkflowState } from '../workflow/state.js';
import { HOME_ZONE, momentOn } from '../workflow/zone.js';
import { businessDateOf } from './business-date.js';
import { type TrajectoryFactEvent } from './catalogue.js';
import { type TRAJECTORY_STATUSES } from './codes.js';
import { migratedWorkflow } from './migration/carrying.js';
import { type TrajectoryMigrated } from './events.js';
import { isPaused } from './pauses.js';

export type TrajectoryEvent = TrajectoryFactEvent | WorkflowEvent;

export interface TrajectoryState {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
}

export const UNKNOWN_TRAJECTORY: TrajectoryState = { facts: [], workflow: EMPTY_WORKFLOW };

/** Read off the facts, so that a correction or a voided fact moves the state by itself; UNKNOWN before the referral. */
export type TrajectoryStatus = 'UNKNOWN' | (typeof TRAJECTORY_STATUSES)[number];

export function evolveTrajectory(state: TrajectoryState, event: FoldedEvent<TrajectoryEvent>): TrajectoryState {
  if (isWorkflowEvent(event))
    return { ...state, workflow: evolveWorkflow(state.workflow, event, localDateOf(HOME_ZONE, event.occurredAt)) };
  switch (event.type) {
    case 'FactVoided':
      return { ...state, facts: withFact(withoutFact(state.facts, event.data.eventId), factFrom(event)) };
    case 'FactCorrected': {
      const { eventId } = event.data;
      const changes = mergedChanges(event.data);
      const fact = state.facts.find(({ id }) => id === eventId);
      const on = businessDateOf({ ...fact?.data, ...changes }) ?? fact?.on ?? '';
      return { ...state, facts: withFact(withCorrection(state.facts, eventId, changes, on), factFrom(event)) };
    }
    case 'TrajectoryMigrated': {
      const now = event.occurredAt;
      return {
        facts: withFact(state.facts, factFrom(event)),
        workflow: migratedWorkflow(state.workflow, event.data, { now, today: localDateOf(HOME_ZONE, now) }),
      };
    }
    default:
      return { ...state, facts: withFact(state.facts, factFrom(event)) };
  }
}

export function factFrom(event: FoldedEvent<TrajectoryFactEvent>): Fact {
  return {
    id: event.id,
    type: event.type,
    on: businessDateOf(event.data) ?? localDateOf(HOME_ZONE, event.occurredAt),
    at: event.occurredAt,
    recordedAt: event.recordedAt,
    actor: event.actor.type,
    actorId: event.actor.id,
    data: event.data as unknown as Readonly<Record<string, unknown>>,
  };
}

/** T: the intake or the first individual session, the day on which the trajectory began. */
export const startedOn = ({ facts }: Pick<TrajectoryState, 'facts'>): LocalDate | undefined =>
  firstFact(facts, 'TrajectoryStarted')?.data['on'] as LocalDate | undefined;

/** The day it was closed, declined or expired, and which; undefined while it is not, or when it was reopened since. */
export const conclusionOf = oncePer((facts: FactLog): Conclusion | undefined => {
  const reopenedOn = newestFact(facts, 'TrajectoryReopened')?.on ?? '';
  for (const [type, status] of ENDS) {
    const fact = newestFact(facts, type);
    if (fact && fact.on >= reopenedOn && !(reopenedOn && isAfter(facts, 'TrajectoryReopened', type)))
      return { on: fact.on, status };
  }
  return undefined;
});

interface Conclusion {
  readonly on: LocalDate;
  readonly status: TrajectoryStatus;
}

const ENDS = [
  ['TrajectoryClosed', 'CLOSED'],
  ['ParticipationDeclined', 'DECLINED'],
  ['ParticipationExpired', 'EXPIRED'],
] as const;

const isAfter = (facts: FactLog, later: string, earlier: string): boolean =>
  facts.findLastIndex(({ type }) => type === later) > facts.findLastIndex(({ type }) => type === earlier);

export function statusOf({ facts }: Pick<TrajectoryState, 'facts'>): TrajectoryStatus {
  if (!firstFact(facts, 'ParticipantReferred')) return 'UNKNOWN';
  const concluded = conclusionOf(facts);
  if (concluded) return concluded.status;
  if (landingOf(facts)) return 'LANDED';
  if (firstFact(facts, 'TrajectoryStarted')) return isPaused(facts) ? 'PAUSED' : 'ACTIVE';
  if (firstFact(facts, 'FirstContactMade') ?? firstFact(facts, 'PortalAccountActivated')) return 'REACHED';
  return firstFact(facts, 'ParticipantInvited') ? 'INVITED' : 'REFERRED';
}

/** When a thing dated on a day happened: now, when that day is today; else the start of the day. */
export const momentOf = (on: LocalDate | undefined, now: Instant): Instant =>
  on === undefined ? now : momentOn(on, { now, today: localDateOf(HOME_ZONE, now) });

/** What the referral said; undefined before it. */
export const firstReferral = ({ facts }: Pick<TrajectoryState, 'facts'>): ParticipantReferred | undefined =>
  firstFact(facts, 'ParticipantReferred')?.data as ParticipantReferred | undefined;

/** The template by which a trajectory is run: that of its referral, or of its last migration. Undefined before the referral. */
export function templateOf({
  facts,
}: Pick<TrajectoryState, 'facts'>): { readonly template: string; readonly version: number } | undefined {
  const migrated = newestFact(facts, 'TrajectoryMigrated')?.data as TrajectoryMigrated | undefined;
  if (migrated) return { template: migrated.toTemplate, version: migrated.toVersion };
  const referral = firstReferral({ facts });
  return referral && { template: referral.templateId, version: referral.templateVersion };
}
