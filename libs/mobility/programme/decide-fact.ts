import { type Command, conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { given, sameValues } from '../same-values.js';
import { businessDateOf, payloadOf } from '../trajectory/business-date.js';
import { requireNotFuture } from '../trajectory/guards.js';
import { momentOf } from '../trajectory/state.js';
import { type Fact } from '../workflow/facts.js';
import {
  PROGRAMME_FACTS,
  type ProgrammeFactBodies,
  type ProgrammeFactDefinition,
  type ProgrammeFactName,
  type ProgrammeRequirement,
} from './facts.js';
import { CLOSED } from './opening.js';
import { type ProgrammeEvent, type ProgrammeState, type ProgrammeStatus, statusOfProgramme } from './state.js';

export type ProgrammeFactCommand = {
  [Name in ProgrammeFactName]: Command<Name, InstanceType<ProgrammeFactBodies[Name]>>;
}[ProgrammeFactName];

export const isProgrammeFact = (command: { readonly type: string }): command is ProgrammeFactCommand =>
  command.type in PROGRAMME_FACTS;

/** A fact as it was told: no news when it says what is known, refused when the programme is not so far or over. */
export function decideProgrammeFact(
  command: ProgrammeFactCommand,
  state: ProgrammeState,
  context: DecisionContext,
): readonly ProgrammeEvent[] | Refusal {
  const { event, requires, keyedBy, anewAfter } = PROGRAMME_FACTS[command.type] as unknown as LooseDefinition;
  const data: Readonly<Record<string, unknown>> = given({ ...payloadOf(command.data) });
  const since = anewAfter === undefined ? 0 : state.facts.findLastIndex(({ type }) => type === anewAfter) + 1;
  const known = keyedBy && state.facts.slice(since).findLast((fact) => isOf(fact, event.name, keyedBy, data));
  if (known && sameValues(known.data, data)) return [];
  const refused =
    requireStatus(statusOfProgramme(state), requires) ??
    requireNotFuture(command.data, context) ??
    ruleOf(command, state, known !== undefined);
  if (refused) return refused;
  const occurredAt = momentOf(businessDateOf(command.data), context.now);
  return [{ type: event.name, data, occurredAt } as unknown as ProgrammeEvent];
}

type LooseDefinition = Omit<ProgrammeFactDefinition, 'keyedBy'> & { readonly keyedBy?: readonly string[] };

const isOf = (fact: Fact, type: string, keys: readonly string[], data: Readonly<Record<string, unknown>>): boolean =>
  fact.type === type && keys.every((key) => fact.data[key] === data[key]);

function requireStatus(status: ProgrammeStatus, requires: ProgrammeRequirement): Refusal | undefined {
  if (status === 'CLOSED') return CLOSED;
  if (requires === 'preparing' && status === 'OPEN')
    return conflict('programme-open', 'The programme is open; what counts as landed is fixed since its opening.');
  if (requires === 'running' && status === 'PREPARING')
    return conflict('programme-not-open', 'The programme is not open yet; open it first.');
  return undefined;
}

function ruleOf(command: ProgrammeFactCommand, { facts }: ProgrammeState, known: boolean): Refusal | undefined {
  switch (command.type) {
    case 'FillInternalVacancy': {
      const { vacancyId } = command.data;
      return facts.some(({ type, data }) => type === 'InternalVacancyOpened' && data['vacancyId'] === vacancyId)
        ? undefined
        : invalid('vacancyId', 'vacancy-unknown', 'vacancyId names no vacancy of this programme; open it first.');
    }
    case 'OpenInternalVacancy':
      return known
        ? conflict('vacancy-known', 'There is a vacancy of this id with other terms; give another id.')
        : undefined;
    case 'PublishSnapshot':
      return known
        ? conflict('snapshot-known', 'A published snapshot never changes; publish a new one that restates it.')
        : undefined;
    default:
      return undefined;
  }
}
