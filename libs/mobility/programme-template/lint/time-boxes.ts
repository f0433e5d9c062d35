import { anchorReference } from '../anchors.js';
import { ladderUses, roughDays } from '../clocks-in.js';
import { WORKFLOWS } from '../conditions-in.js';
import { type Moment, type PhaseDefinition } from '../definition.js';
import { type LintRule } from './rule.js';

/** Rules about phases and dates: what is drawn can be reached, fits, and means one thing. */

const unreachablePhase: LintRule = {
  name: 'unreachable-phase',
  forbids: 'a phase that nothing begins',
  *findings(template) {
    for (const name of WORKFLOWS) {
      const { phases } = template[name];
      const reached = reachable(phases);
      for (const [index, { id }] of phases.entries())
        if (!reached.has(id))
          yield {
            path: [name, 'phases', index],
            message: `nothing begins the phase "${id}"`,
            fix: 'add from, with a date that comes, or enter; after alone begins nothing',
          };
    }
  },
};

/**
 * `from` and `enter` begin a phase; `after` only lets it begin earlier. A phase that starts from another is reached when that one is, so
 * reach grows from those that start from none.
 */
function reachable(phases: readonly PhaseDefinition[]): ReadonlySet<string> {
  const reached = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const { id, from, enter } of phases) {
      const reference = from && anchorReference(from.anchor);
      const dated = reference !== undefined && (!('phase' in reference) || reached.has(reference.phase));
      if ((dated || enter !== undefined) && !reached.has(id)) {
        reached.add(id);
        grown = true;
      }
    }
  }
  return reached;
}

const isoOnWorkingDays: LintRule = {
  name: 'iso-on-working-days',
  forbids:
    'a task due in ISO days, or a rung in ISO days on a clock that counts working days: the template has a working calendar, and ISO has no working days; statutory tasks, whose days the law counts, excepted',
  *findings(template, { iso }) {
    for (const name of WORKFLOWS)
      for (const [index, { due, kind }] of template[name].tasks.entries())
        if (due?.offset.unit === 'calendarDays' && kind !== 'STATUTORY' && iso.has(`${name}.tasks.${index}.due.offset`))
          yield {
            path: [name, 'tasks', index, 'due', 'offset'],
            message: 'ISO-8601 does not say whether the days of a task are working days',
            fix: `write "${due.offset.value} workingDays" or "${due.offset.value} calendarDays"`,
          };
    const counted = new Set(
      [...ladderUses(template)].filter(({ due }) => due?.offset.unit === 'workingDays').map(({ ladder }) => ladder),
    );
    for (const ladder of counted)
      for (const [index, { at }] of (template.ladders[ladder] ?? []).entries())
        if (iso.has(`ladders.${ladder}.${index}.at`) && at.unit === 'calendarDays')
          yield {
            path: ['ladders', ladder, index, 'at'],
            message: `the clocks of "${ladder}" count working days, and ISO-8601 has none`,
            fix: `write "${at.value} workingDays" or "${at.value} calendarDays"`,
          };
  },
};

const boxLongerThanProgramme: LintRule = {
  name: 'box-longer-than-programme',
  forbids:
    'a time box of a trajectory that is longer than the trajectory, or ends before it begins; aftercare excepted',
  *findings(template) {
    const whole = roughDays(template.length);
    for (const name of WORKFLOWS)
      for (const [index, { id, from, to, aftercare }] of template[name].phases.entries()) {
        if (!to) continue;
        const end = roughDays(to.offset);
        const begin = from && from.anchor === to.anchor ? roughDays(from.offset) : 0;
        // Between two anchors lies what no template knows.
        const measured = !from || from.anchor === to.anchor || to.anchor === 'start';
        const longest = Math.max(end - begin, to.anchor === 'start' ? end : 0);
        if (name === 'trajectory' && !aftercare && measured && longest > whole)
          yield {
            path: [name, 'phases', index, 'to'],
            message: `the box of "${id}" is longer than the programme`,
            fix: 'shorten it, or lengthen length',
          };
        if (from && endsBefore(to, from, whole))
          yield {
            path: [name, 'phases', index, 'to'],
            message: `the box of "${id}" ends before it begins`,
            fix: 'let to come after from',
          };
      }
  },
};

/** Whether one day lies before another, as far as the template knows: `end` is its length after `start`. */
function endsBefore(to: Moment, from: Moment, whole: number): boolean {
  const anchorOf = ({ anchor }: Moment): string => (anchor === 'end' ? 'start' : anchor);
  const daysOf = ({ anchor, offset }: Moment): number => roughDays(offset) + (anchor === 'end' ? whole : 0);
  return anchorOf(to) === anchorOf(from) && daysOf(to) < daysOf(from);
}

const noEndDeadline: LintRule = {
  name: 'no-end-deadline',
  forbids: 'a trajectory without the deadline END of kind CONTRACT at start + length',
  *findings(template) {
    const index = template.trajectory.deadlines.findIndex(({ code }) => code === 'END');
    const end = template.trajectory.deadlines[index];
    const fix = `write code: END, kind: CONTRACT, due: { anchor: start, offset: ${template.length.value} ${template.length.unit} }`;
    if (!end) {
      yield { path: ['trajectory', 'deadlines'], message: 'the trajectory has no deadline END', fix };
      return;
    }
    const { anchor, offset } = end.due;
    const fits = offset.value === template.length.value && offset.unit === template.length.unit;
    if (end.kind !== 'CONTRACT' || anchor !== 'start' || !fits)
      yield {
        path: ['trajectory', 'deadlines', index],
        message: 'the deadline END does not end the contract at start + length',
        fix,
      };
  },
};

const unlawfulPause: LintRule = {
  name: 'unlawful-pause',
  forbids: 'a statutory deadline that stops for a reason which its law does not name',
  *findings(template, { lawfulPauses }) {
    for (const name of WORKFLOWS)
      for (const [index, { code, kind, pauseReasons = [] }] of template[name].deadlines.entries())
        for (const [at, reason] of pauseReasons.entries())
          if (kind === 'STATUTORY' && !lawfulPauses(code).includes(reason))
            yield {
              path: [name, 'deadlines', index, 'pauseReasons', at],
              message: `the law does not stop "${code}" for "${reason}"`,
              fix: `remove the reason; a statutory deadline runs on unless the legal parameter ${code}_PAUSE names it`,
            };
  },
};

export const TIME_RULES: readonly LintRule[] = [
  unreachablePhase,
  isoOnWorkingDays,
  boxLongerThanProgramme,
  noEndDeadline,
  unlawfulPause,
];
