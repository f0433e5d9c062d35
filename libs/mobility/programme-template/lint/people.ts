import { ROLES } from '../../workflow/events.js';
import { ladderUses } from '../clocks-in.js';
import { laddersOf, WORKFLOWS, type WorkflowName } from '../conditions-in.js';
import { type TemplateDefinition } from '../definition.js';
import { type LintRule } from './rule.js';

/** Rules about who: somebody owns it, that somebody exists, and nobody hears what is not theirs. */

/** Types of programme in which the employer has a case manager. */
const WITH_CASE_MANAGER: ReadonlySet<string> = new Set(['SECOND_TRACK']);
export const hasCaseManager = ({ programmeType }: Pick<TemplateDefinition, 'programmeType'>): boolean =>
  WITH_CASE_MANAGER.has(programmeType);

/** Why nobody can have this role here; undefined when somebody can. */
function whyNobody(role: string, workflow: WorkflowName, template: TemplateDefinition): string | undefined {
  if (!(ROLES as readonly string[]).includes(role)) return 'is not a role that owns tasks or is reminded';
  if (workflow === 'programme' && (role === 'PARTICIPANT' || role === 'COACH'))
    return 'belongs to one person’s trajectory, not to the programme';
  if (role === 'EMPLOYER_CASE_MANAGER' && !hasCaseManager(template)) return 'exists on the second track only';
  return undefined;
}

const roleNobodyHas: LintRule = {
  name: 'role-nobody-has',
  forbids: 'an owner or a reader of a rung whose role nobody can have there',
  *findings(template) {
    const fix = `write one of: ${ROLES.join(', ')}`;
    for (const workflow of WORKFLOWS) {
      for (const [index, { owners }] of template[workflow].tasks.entries())
        for (const [at, role] of owners.entries()) {
          const why = whyNobody(role, workflow, template);
          if (why) yield { path: [workflow, 'tasks', index, 'owners', at], message: `${role} ${why}`, fix };
        }
      for (const ladder of laddersOf(template[workflow]))
        for (const [index, { to }] of (template.ladders[ladder] ?? []).entries())
          for (const [at, role] of to.entries()) {
            const why = whyNobody(role, workflow, template);
            if (why) yield { path: ['ladders', ladder, index, 'to', at], message: `${role} ${why}`, fix };
          }
    }
  },
};

const taskWithoutOwner: LintRule = {
  name: 'task-without-owner',
  forbids: 'a task, mandatory ones above all, that nobody owns',
  *findings(template) {
    for (const name of WORKFLOWS)
      for (const [index, { owners, code, mandatory }] of template[name].tasks.entries())
        if (owners.length === 0)
          yield {
            path: [name, 'tasks', index, 'owners'],
            message: `nobody owns the ${mandatory ? 'mandatory ' : ''}task "${code}"`,
            fix: 'write the role that does it first in owners',
          };
  },
};

const employerTold: LintRule = {
  name: 'employer-told-of-inactivity',
  forbids: 'a message to an employer about what a participant did not do',
  *findings(template) {
    const ladders = new Set(
      [...ladderUses(template)].filter(({ task }) => task?.owners[0] === 'PARTICIPANT').map(({ ladder }) => ladder),
    );
    for (const ladder of ladders)
      for (const [index, { to, rung }] of (template.ladders[ladder] ?? []).entries())
        for (const [at, role] of to.entries())
          if (role.startsWith('EMPLOYER') || role === 'LINE_MANAGER')
            yield {
              path: ['ladders', ladder, index, 'to', at],
              message: `the rung "${rung}" tells the employer that a participant has not done a task`,
              fix: 'tell the coach; an employer never hears of inactivity',
            };
  },
};

export const PEOPLE_RULES: readonly LintRule[] = [roleNobodyHas, taskWithoutOwner, employerTold];
