import { type AggregateName, type Command, type CommandsOf, type Decider, type PayloadClass } from '@overstap/kernel';
import { AGENCY_COMMANDS } from './agency/commands.js';
import { agency } from './agency/decider.js';
import { COACH_COMMANDS } from './coach/commands.js';
import { coach } from './coach/decider.js';
import { COHORT_COMMANDS } from './cohort/commands.js';
import { cohort } from './cohort/decider.js';
import { PARTICIPANT_COMMANDS } from './participant/commands.js';
import { participant } from './participant/decider.js';
import { PROGRAMME_DECISIONS } from './programme/commands.js';
import { programme } from './programme/decider.js';
import { PROGRAMME_FACTS, type ProgrammeFactBodies } from './programme/facts.js';
import { PublishTemplate, RetireTemplate } from './programme-template/commands.js';
import { template } from './programme-template/decider.js';
import { TRAJECTORY_DECISIONS } from './trajectory/commands.js';
import { trajectory } from './trajectory/decider.js';
import { type FactBodies, FACTS } from './trajectory/facts.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a generic handler pairs each command with its own decider
export type AnyDecider = Decider<any, any, any, any> & {
  /** The names of the commands it has a case for. */
  readonly handles: readonly string[];
};

/** A decider with the table of bodies that it handles; the compiler sees to it that it has a case for each. */
const handling = <Handled extends Command, Bodies extends Record<string, PayloadClass>>(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- only the commands matter here
  decider: Decider<any, Handled, any, any>,
  bodies: CommandsOf<Bodies>['type'] extends Handled['type'] ? Bodies : never,
): AnyDecider => ({ ...decider, handles: Object.keys(bodies) });

/** The bodies of a table of facts, by command. */
const bodiesOf = <Bodies>(facts: Readonly<Record<string, { readonly body: PayloadClass }>>): Bodies =>
  Object.fromEntries(Object.entries(facts).map(([name, { body }]) => [name, body])) as Bodies;

export const DECIDERS: Readonly<Record<AggregateName, AnyDecider>> = {
  agency: handling(agency, AGENCY_COMMANDS),
  template: handling(template, { PublishTemplate, RetireTemplate }),
  programme: handling(programme, { ...PROGRAMME_DECISIONS, ...bodiesOf<ProgrammeFactBodies>(PROGRAMME_FACTS) }),
  cohort: handling(cohort, COHORT_COMMANDS),
  participant: handling(participant, PARTICIPANT_COMMANDS),
  trajectory: handling(trajectory, { ...TRAJECTORY_DECISIONS, ...bodiesOf<FactBodies>(FACTS) }),
  coach: handling(coach, COACH_COMMANDS),
};
