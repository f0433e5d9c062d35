import { type Calendar, daysOf } from '@overstap/calendar';
import { type EventCatalogue } from '@overstap/kernel';
import { type CoachInView } from '../coach/taking-on.js';
import { type DISCLOSURE_PROFILES } from '../programme/codes.js';
import { type LandingDefinition, type TemplateDefinition } from '../programme-template/definition.js';
import { type LegalParameterRow } from '../programme-template/parts.js';
import { firstFact, factsOf, newestFact } from '../workflow/facts.js';
import { type WorkflowRules } from '../workflow/subject.js';
import { dutyByLaw } from './benefit-windows.js';
import { rulesWithKept } from './migration/kept-terms.js';
import { startedOn, type TrajectoryState } from './state.js';

/** What a trajectory's decision reads of other aggregates. */
export interface TrajectoryWorld {
  readonly template: TemplateDefinition;
  readonly calendar: Calendar;
  readonly landing: LandingDefinition;
  /** Absent while the programme is not open: nobody is referred then. */
  readonly programmeOpen: boolean;
  /** What the employer may know of somebody by name; absent before the programme is there. */
  readonly profile?: (typeof DISCLOSURE_PROFILES)[number];
  readonly catalogue: EventCatalogue;
  /** What the agency knows of the law: what a decision goes by is what was valid on the day it is about. */
  readonly parameters: readonly LegalParameterRow[];
  /** Who is to take the trajectory over, or has it while its question changes; absent when they are not registered. */
  readonly coach?: CoachInView;
  /** Where a migration leads: asked of by that alone. */
  readonly target?: { readonly template: TemplateDefinition; readonly calendar: Calendar };
}

/** The template's rules for this trajectory: an extension lengthens its END, a reopening gives it what was left. */
export function rulesOf({ template, calendar, parameters }: TrajectoryWorld, state: TrajectoryState): WorkflowRules {
  const { facts } = state;
  const extended = factsOf(facts, 'TrajectoryExtended').reduce((days, { data }) => days + Number(data['days']), 0);
  const reopened = newestFact(facts, 'TrajectoryReopened');
  const start = startedOn({ facts });
  const rules = rulesWithKept(template, facts);
  const definition =
    (extended === 0 && !reopened) || start === undefined
      ? rules.definition
      : {
          ...rules.definition,
          deadlines: rules.definition.deadlines.map((deadline) => {
            if (deadline.code !== 'END') return deadline;
            const days = reopened ? Number(reopened.data['remainingDays']) : daysOf(deadline.due.offset, start);
            const since = reopened
              ? factsOf(facts, 'TrajectoryExtended').filter(({ on }) => on >= reopened.on)
              : undefined;
            const more = since ? since.reduce((sum, { data }) => sum + Number(data['days']), 0) : extended;
            const anchor = reopened ? { anchor: 'event.TrajectoryReopened', select: 'newest' as const } : deadline.due;
            return { ...deadline, due: { ...anchor, offset: { value: days + more, unit: 'calendarDays' as const } } };
          }),
        };
  const ladders = dutyByLaw(rules.ladders, definition.deadlines, state, parameters);
  return { definition, ladders, calendar, ...(template.cutOff ? { cutOff: template.cutOff } : {}) };
}

export const oldHoursOf = ({ facts }: TrajectoryState): number | undefined =>
  firstFact(facts, 'ParticipantReferred')?.data['hoursPerWeek'] as number | undefined;
