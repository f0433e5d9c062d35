import { localDateOf } from '@overstap/calendar';
import { type JsonObject } from '@overstap/kernel';
import {
  businessDateOf,
  coachOf,
  CONFLICT_FACTS,
  conflictsOf,
  type Fact,
  type FactLog,
  HOME_ZONE,
  isIncompatible,
  isWorkflowEvent,
  STAND_IN_FACTS,
  standInOf,
  withCorrection,
  withFact,
  withoutFact,
} from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { sealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { type CoachedTrajectory } from './table.js';

const KEPT = new Set([...CONFLICT_FACTS, ...STAND_IN_FACTS]);

export function applyToCaseload(rows: Rows<CoachedTrajectory>, event: ProjectedEvent): void {
  const trajectory = event.trajectory;
  if (trajectory === undefined || isWorkflowEvent(event)) return;
  const before = rows.get(trajectory) ?? unknown(trajectory);
  const changes = { ...ofFacts(before, event), ...ofQuestion(before, event), ...ofInvitation(event) };
  if (Object.keys(changes).length > 0) rows.put(trajectory, { ...before, ...changes });
}

function ofFacts(before: CoachedTrajectory, event: ProjectedEvent): Partial<CoachedTrajectory> {
  const facts = factsAfter(before.facts, event);
  const others = othersAfter(before.others, event);
  if (facts === before.facts && others === before.others) return {};
  const standIn = standInOf(facts);
  return {
    facts,
    others,
    coach: coachOf({ facts }) ?? null,
    stand_in: standIn?.standInId ?? null,
    stand_in_since: standIn?.on ?? null,
    conflicts: [...new Set([...conflictsOf(facts).keys(), ...Object.values(others)])].sort(),
  };
}

function factsAfter(facts: FactLog, event: ProjectedEvent): FactLog {
  const data = event.data as JsonObject;
  const eventId = String(data['eventId']);
  const known = facts.find(({ id }) => id === eventId);
  if (event.type === 'FactVoided') return known ? withoutFact(facts, eventId) : facts;
  if (event.type === 'FactCorrected') {
    const changes = data['changes'] as JsonObject;
    return known ? withCorrection(facts, eventId, changes, businessDateOf(changes) ?? known.on) : facts;
  }
  return KEPT.has(event.type) ? withFact(facts, factOf(event)) : facts;
}

const factOf = ({ id, type, occurredAt, recordedAt, actor, data }: ProjectedEvent): Fact => ({
  id,
  type,
  on: localDateOf(HOME_ZONE, occurredAt),
  at: occurredAt,
  recordedAt,
  actor: actor.type,
  actorId: actor.id,
  data: data as JsonObject,
});

function othersAfter(others: CoachedTrajectory['others'], event: ProjectedEvent): CoachedTrajectory['others'] {
  const voided = event.type === 'FactVoided' ? String((event.data as JsonObject)['eventId']) : undefined;
  const isOther = isIncompatible(event.actor.type);
  if (!isOther && (voided === undefined || !(voided in others))) return others;
  const left = Object.entries(others).filter(([fact]) => fact !== voided);
  return Object.fromEntries(isOther ? [...left, [event.id, event.actor.id]] : left);
}

/** The newest question, with how it was reframed or put right since; a new one takes the place of all that. */
function ofQuestion({ question }: CoachedTrajectory, event: ProjectedEvent): Partial<CoachedTrajectory> {
  const { eventId = '' } = event.data as { readonly eventId?: string };
  const isOurs = question.some(({ event: id }) => id === eventId);
  if (event.type === 'CareerQuestionFormulated') return { question: sealedSource(event, 'coaching') };
  if (event.type === 'CareerQuestionReframed' || (event.type === 'FactCorrected' && isOurs))
    return { question: [...question, ...sealedSource(event, 'coaching')] };
  return event.type === 'FactVoided' && isOurs ? { question: question.filter(({ event: id }) => id !== eventId) } : {};
}

const ofInvitation = (event: ProjectedEvent): Partial<CoachedTrajectory> =>
  event.type === 'ParticipantInvited' ? { language: textIn(event.data as JsonObject, 'language') } : {};

const unknown = (trajectory: string): CoachedTrajectory => ({
  trajectory,
  coach: null,
  stand_in: null,
  stand_in_since: null,
  conflicts: [],
  language: null,
  question: [],
  facts: [],
  others: {},
});
