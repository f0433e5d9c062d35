import { type Calendar } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type Names, type RungDefinition, type WorkflowDefinition } from '../programme-template/definition.js';
import { type FactLog } from '../workflow/facts.js';
import { type WorkflowState } from '../workflow/state.js';
import { type Subject, type WorkflowRules } from '../workflow/subject.js';

/**
 * What the agency has to do whatever programme somebody is in: renew a coach's registration, answer a person's request. No template says it, so
 * it runs on the stream of the coach or the person, by the same engine.
 */
export interface DutyWorld {
  /** The agency's own. */
  readonly calendar: Calendar;
}

/** One kind of duty; each thing that it is about has a clock of its own, named by both: `CREDENTIAL.NOLOC`. */
export interface DutyKind {
  readonly code: string;
  readonly names: Names;
  readonly ladder: readonly RungDefinition[];
}

export const dutyOfThing = ({ code }: DutyKind, thing: string): string => `${code}.${thing}`;

/** The thing that a code of this kind is about; undefined for a code of another kind. */
export const thingOfDuty = ({ code }: DutyKind, duty: string): string | undefined =>
  duty.startsWith(`${code}.`) ? duty.slice(code.length + 1) : undefined;

export const rulesOfDuties = (
  { code, ladder }: DutyKind,
  work: Pick<WorkflowDefinition, 'deadlines'> | Pick<WorkflowDefinition, 'tasks'>,
  { calendar }: DutyWorld,
): WorkflowRules => ({
  definition: { phases: [], deadlines: [], tasks: [], ...work },
  ladders: { [code]: ladder },
  calendar,
});

/** A coach or a person as the engine sees them: they never pause, land or end. */
export const subjectOfDuties = (
  facts: FactLog,
  workflow: WorkflowState,
  anchorOn: (duty: string) => LocalDate | undefined,
): Subject => ({
  facts,
  workflow,
  pauses: [],
  landedOn: undefined,
  concludedOn: undefined,
  erasedOn: undefined,
  surveysRefused: false,
  searchBlocked: false,
  optedOut: false,
  anchorOn,
  holderOf: () => undefined,
});
