import { localDateOf } from '@overstap/calendar';
import {
  conflict,
  type DecisionContext,
  type Instant,
  invalid,
  isRefusal,
  type LocalDate,
  type Refusal,
} from '@overstap/kernel';
import { lineManagerRule } from '../intake/line-manager.js';
import { type PlacementChange, type PlacementFacts } from '../placement/placement-facts.js';
import { basesOf, landingOf, placementsOf } from '../placement/landing.js';
import { consentRule, endedByWithdrawal } from '../report/consent-rules.js';
import { consentsIn } from '../report/consents.js';
import { isDoneReport, reportRule, type ReportScene } from '../report/report-rules.js';
import { reportIn } from '../report/report-states.js';
import { factsOf, newestFact } from '../workflow/facts.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { beyondCoach } from './beyond-coach.js';
import { businessDateOf, payloadOf } from './business-date.js';
import { unlawful } from './by-law.js';
import { type FactCommand, type TrajectoryCommand } from './decider.js';
import { isErased } from './decide-erasure.js';
import { type FactDefinition } from './fact.js';
import { FACTS, type FactName } from './facts.js';
import { requireNotFuture, requireOrder, requireStatus } from './guards.js';
import { conclusionOf, evolveTrajectory, momentOf, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { oldHoursOf, type TrajectoryWorld } from './world.js';

export const isFactCommand = (command: TrajectoryCommand): command is FactCommand => command.type in FACTS;

/** A plain fact: allowed in this state, not in the future, and then it is recorded as it was told, with what the decision knows beside it. */
export function decideFact(
  command: FactCommand,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] | Refusal {
  const scene = sceneOf(state, world, context);
  const data = command.data as unknown as Readonly<Record<string, unknown>>;
  if (command.type === 'WithdrawConsent' && isWithdrawn(state, command.data.consentId)) return [];
  if (isDoneReport(command.type, data, scene)) return [];
  const definition: FactDefinition = FACTS[command.type as FactName] as unknown as FactDefinition;
  const refused =
    requireStatus(state, definition.requires) ??
    requireNotFuture(command.data, context) ??
    unlawful(command, world.parameters) ??
    consentRule(command.type, data, scene) ??
    lineManagerRule(command.type, data, world.profile) ??
    ruleOf(command, state, context) ??
    reportRule(command.type, data, scene);
  if (refused) return refused;
  const decided = fill(command, state, world);
  if (isRefusal(decided)) return decided;
  const occurredAt = momentOf(businessDateOf(command.data), context.now);
  const told = { type: definition.event.name, data: decided, occurredAt } as TrajectoryEvent;
  if (command.type === 'WithdrawConsent')
    return [
      told,
      ...endedByWithdrawal(command.data.consentId, scene).map(
        (each) => ({ ...each, occurredAt }) as unknown as TrajectoryEvent,
      ),
    ];
  return QUESTIONS.includes(command.type) ? [told, ...beyondWith(told, state, world, context)] : [told];
}

const sceneOf = (
  { facts }: TrajectoryState,
  { profile, calendar }: TrajectoryWorld,
  { now, actor }: DecisionContext,
): ReportScene => ({ facts, profile, calendar, by: actor.type, today: localDateOf(HOME_ZONE, now) });

/** Withdrawing once more is not to do anything, nor to be refused. */
const isWithdrawn = ({ facts }: TrajectoryState, consentId: string): boolean =>
  consentsIn(facts).some((each) => each.consentId === consentId && each.withdrawnOn !== undefined);

/** The commands after which the career question is another. */
const QUESTIONS: readonly string[] = ['FormulateCareerQuestion', 'ReframeCareerQuestion'];

function beyondWith(
  told: TrajectoryEvent,
  state: TrajectoryState,
  { coach }: TrajectoryWorld,
  { now: recordedAt, actor }: DecisionContext,
): readonly TrajectoryEvent[] {
  const { facts } = evolveTrajectory(state, { id: 'told', recordedAt, actor, ...told });
  return beyondCoach(facts, coach, recordedAt);
}

/** The fields that are decided, not told: how a placement counts. */
function fill(command: FactCommand, state: TrajectoryState, { template, landing }: TrajectoryWorld): object | Refusal {
  const terms = { oldHoursPerWeek: oldHoursOf(state), programmeType: template.programmeType };
  const counting = (outcome: PlacementFacts['outcomeType'], hours: number, subsidised: boolean) => ({
    bases: subsidised ? ['BROAD'] : basesOf(outcome, hours, terms),
    counts: landing.counted.includes(outcome) && !subsidised,
    dateBasis: landing.dateBasis,
  });
  if (command.type === 'RecordPlacement') {
    const data = command.data as PlacementFacts;
    return { ...payloadOf(data), ...counting(data.outcomeType, data.hoursPerWeek, data.subsidised) };
  }
  if (command.type === 'CorrectPlacement') {
    const change = command.data as PlacementChange;
    const known = {
      ...factsOf(state.facts, 'PlacementRecorded').find(({ data }) => data['placementId'] === change.placementId)?.data,
      ...change,
    } as unknown as PlacementFacts;
    return { ...payloadOf(change), ...counting(known.outcomeType, known.hoursPerWeek, known.subsidised) };
  }
  if (command.type === 'ShareReport')
    return {
      ...payloadOf(command.data),
      ...(reportIn(state.facts, command.data.reportId)?.disputed ? { disputed: true } : {}),
    };
  return payloadOf(command.data);
}

const SURVEYS: readonly string[] = ['SurveySent', 'SurveyExpired'];
const dayOf = (body: object, now: Instant): LocalDate => businessDateOf(body) ?? localDateOf(HOME_ZONE, now);

function ruleOf(command: FactCommand, state: TrajectoryState, { now }: DecisionContext): Refusal | undefined {
  const data = command.data as unknown as Readonly<Record<string, unknown>>;
  const placement = placementsOf(state.facts).find(({ placementId }) => placementId === data['placementId']);
  switch (command.type) {
    case 'RecordPlacement':
      return placement
        ? conflict('placement-known', 'A placement with this id is recorded already; correct it or give another id.')
        : undefined;
    case 'VerifyPlacement':
    case 'StartPlacement':
    case 'CorrectPlacement':
    case 'VoidPlacement':
    case 'EndPlacement':
      if (!placement)
        return invalid(
          'placementId',
          'placement-unknown',
          'placementId names no placement of this trajectory; record it first.',
        );
      return command.type === 'EndPlacement'
        ? requireOrder('on', placement.acceptedOn, String(data['on']), 'the day the offer was accepted')
        : undefined;
    case 'SendSurvey':
      return data['answerBy'] === undefined
        ? undefined
        : requireOrder('answerBy', dayOf(data, now), String(data['answerBy']), 'the day on which it is sent');
    case 'CompleteSurvey': {
      const newest = state.facts.findLast(
        ({ type, data: { moment } }) => SURVEYS.includes(type) && moment === data['moment'],
      );
      return newest?.type === 'SurveyExpired' && dayOf(data, now) >= newest.on
        ? conflict('survey-closed', 'The time to answer this survey is over.')
        : undefined;
    }
    case 'CloseTrajectory': {
      if (data['reason'] === 'ERASED')
        return invalid(
          'reason',
          'reason-of-program',
          'reason ERASED follows from erasing the person; choose another reason.',
        );
      const reopenedOn = newestFact(state.facts, 'TrajectoryReopened')?.on ?? '';
      if (data['closureClass'] === 'RESULT' && !landingOf(state.facts))
        return conflict(
          'closure-needs-outcome',
          'A trajectory closed with a result needs a placement that counts; record it or choose another closure class.',
        );
      return requireOrder('on', reopenedOn, String(data['on']), 'the day on which it was reopened');
    }
    case 'ReopenTrajectory': {
      if (isErased(state.facts))
        return conflict('participant-erased', 'This person was erased; nothing of theirs can go on.');
      const endedOn = conclusionOf(state.facts)?.on ?? landingOf(state.facts)?.on;
      if (endedOn === undefined)
        return conflict(
          'trajectory-open',
          'The trajectory has neither landed nor been concluded; there is nothing to reopen.',
        );
      return requireOrder('on', endedOn, String(data['on']), 'the day on which it landed or was concluded');
    }
    case 'AdvanceApplication':
    case 'RejectApplication':
    case 'WithdrawApplication':
      return state.facts.some(
        ({ type, data: { applicationId } }) =>
          type === 'ApplicationSubmitted' && applicationId === data['applicationId'],
      )
        ? undefined
        : invalid(
            'applicationId',
            'application-unknown',
            'applicationId names no application of this trajectory; submit it first.',
          );
    case 'ShareReport':
      return (newestFact(state.facts, 'TrajectoryPlanAgreed') ?? newestFact(state.facts, 'ReintegrationPlanApproved'))
        ? undefined
        : conflict('plan-missing', 'A report is shared only after the plan is agreed; record the plan first.');
    default:
      return undefined;
  }
}
