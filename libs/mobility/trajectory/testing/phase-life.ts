import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { stringify } from 'yaml';
import { EVENT_CATALOGUE } from '../../event-catalogue.js';
import { type TemplateDefinition } from '../../programme-template/definition.js';
import { formatProblem } from '../../programme-template/problem.js';
import { loadTemplate } from '../../programme-template/loader.js';
import { TrajectoryLife } from '../../testing/trajectory-life.js';
import { type TrajectoryWorld } from '../world.js';

const names = { nl: 'Proef', en: 'Test' };
const fromStart = (offset: string) => ({ anchor: 'start', offset });
const rung = (code: string, days: number) => ({
  ...{ rung: code, at: `${days} calendarDays`, to: ['COACH'] },
  ...{ channel: 'APP_MAIL', action: 'NOTIFY', level: 1 },
});

/** Two phases that exclude each other, one beside them with a task that the law times, and one that ends with the first. */
const PHASES = [
  {
    ...{ id: 'first', names, from: fromStart('0 calendarDays'), to: fromStart('20 calendarDays') },
    ...{ exit: { event: 'TrajectoryPlanAgreed' }, ladder: 'usual' },
  },
  {
    ...{ id: 'second', names, from: fromStart('8 calendarWeeks'), after: ['first'] },
    ...{ to: fromStart('12 calendarWeeks'), exit: { event: 'OfferAccepted' } },
  },
  { id: 'lawful', names, enter: { event: 'InterestRegistered' }, overlaps: true },
  { id: 'follower', names, enter: { event: 'ReadinessAssessed' }, overlaps: true, exit: { phase: 'first' } },
];

const TASKS = [
  {
    ...{ code: 'TALK', names, owners: ['COACH'], phase: 'first', ladder: 'usual' },
    due: fromStart('10 calendarDays'),
  },
  {
    ...{ code: 'LAW', names, owners: ['COACH'], phase: 'lawful', kind: 'STATUTORY' },
    due: fromStart('6 calendarWeeks'),
  },
];

/** A template of these phases and tasks; what is given takes the place of what is there. */
export function templateOf(given: { readonly phases?: readonly object[]; readonly tasks?: readonly object[] } = {}) {
  const text = stringify({
    ...{ code: 'PHASES', version: 1, names, programmeType: 'INDIVIDUAL_OUTPLACEMENT' },
    ...{ orientationNorm: 'CLIENT_LED', disclosureProfile: 'STATUS', calendar: 'none', length: '26 calendarWeeks' },
    landing: { counted: ['EMPLOYED_PERMANENT'], dateBasis: 'ACCEPTED', horizonDays: 365 },
    trajectory: {
      phases: given.phases ?? PHASES,
      tasks: given.tasks ?? TASKS,
      deadlines: [{ code: 'END', names, kind: 'CONTRACT', due: fromStart('26 calendarWeeks') }],
    },
    ladders: { usual: [rung('before', -2), rung('due', 0)] },
  });
  const loaded = loadTemplate(text, 'phases.yaml', EVENT_CATALOGUE);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.template;
}

export function worldOn(template: TemplateDefinition): TrajectoryWorld {
  const calendar = calendarNamed('none');
  if (isRefusal(calendar)) throw new Error(calendar.message);
  return {
    template,
    calendar,
    landing: template.landing,
    programmeOpen: true,
    catalogue: EVENT_CATALOGUE,
    parameters: [],
  };
}

const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;

/** Somebody who began on Monday 14 September 2026 at ten. */
export class PhaseLife extends TrajectoryLife {
  constructor(template = templateOf()) {
    super(worldOn(template));
    this.until('2026-09-14').refer().say.intake();
  }

  phase(id: string) {
    return this.state.workflow.phases[id];
  }

  skip(phaseId: string): this {
    return this.tell('SkipPhase', { phaseId, reason: 'it adds nothing' }, MANAGER);
  }

  reopen(phaseId: string): this {
    return this.tell('ReopenPhase', { phaseId, reason: 'there is more to it' }, MANAGER);
  }

  /** The types of what a doing appends. */
  appends(doing: (life: this) => unknown): string[] {
    const before = this.events.length;
    doing(this);
    return this.types().slice(before);
  }
}
