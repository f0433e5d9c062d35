import { addDays } from '@overstap/calendar';
import fc from 'fast-check';
import { type ShippedTemplate } from '../templates/index.js';
import { evidenceAsAsked } from '../workflow/evidence.js';
import { isOpenClock, isOpenTask, moveInForce, type TaskState } from '../workflow/state.js';
import { TrajectoryLife, worldOf } from './trajectory-life.js';

/** Something that somebody does, or time that passes; `n` chooses among what there is to choose from. */
export interface Step {
  readonly kind: keyof typeof STEPS;
  readonly n: number;
}

type Doing = (life: TrajectoryLife, n: number) => unknown;

const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
const phaseOf = ({ world }: TrajectoryLife, n: number): string => pick(world.template.trajectory.phases, n)?.id ?? '';
const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % from.length];
const back = (life: TrajectoryLife, n: number): string => addDays(life.today, -(n % 8));
const OUTCOMES = ['EMPLOYED_PERMANENT', 'TEMP_AGENCY', 'SELF_EMPLOYED', 'INTERNAL_REDEPLOYED'] as const;

const UNDOABLE_NOW = {
  COMPLETION: ({ status }: TaskState) => status === 'DONE',
  SNOOZE: ({ status }: TaskState) => status === 'SNOOZED',
  ASSIGNMENT: ({ hadBefore }: TaskState) => hadBefore !== undefined,
};

/** Each may be refused; none may throw. */
const STEPS = {
  timePasses: (life, n) => life.until(addDays(life.today, n % 40)),
  programIsDown: (life, n) => life.sleepUntil(addDays(life.today, n % 40)),
  dueOnceMore: (life) => life.send({ type: 'FallDue', data: {} }, { type: 'SYSTEM', id: 'sweep' }),
  invite: (life) => life.say.invite(),
  contact: (life, n) => life.say.contact(back(life, n)),
  match: (life, n) => life.tell('MatchCoach', { coachId: `coach-${n % 2}` }),
  intake: (life, n) => life.say.intake(back(life, n)),
  session: (life, n) => life.say.session(back(life, n)),
  plan: (life) => life.say.plan(),
  ready: (life) => life.say.ready(),
  loss: (life, n) => life.say.loss(n % 2 === 0),
  pause: (life, n) =>
    life.say.pause(back(life, n), n % 3 === 0 ? 'SICK' : 'CARE', n % 2 === 0 ? { maximumDays: 1 + (n % 50) } : {}),
  resume: (life, n) => life.say.resume(back(life, n)),
  complete: (life, n) => {
    const task = pick(Object.values(life.state.workflow.tasks).filter(isOpenTask), n);
    if (task) life.tell('CompleteTask', { taskId: task.taskId, on: back(life, n), ...evidenceAsAsked(task) });
  },
  cancel: (life, n) => {
    const task = pick(Object.values(life.state.workflow.tasks).filter(isOpenTask), n);
    if (task) life.tell('CancelTask', { taskId: task.taskId, reason: 'NOT_NEEDED' }, LEAD);
  },
  snooze: (life, n) => {
    const task = pick(Object.values(life.state.workflow.tasks).filter(isOpenTask), n);
    if (task) life.tell('SnoozeTask', { taskId: task.taskId, until: addDays(life.today, 1 + (n % 20)) });
  },
  block: (life, n) => {
    const task = pick(Object.values(life.state.workflow.tasks).filter(isOpenTask), n);
    if (task) life.tell('BlockTask', { taskId: task.taskId, waitingOn: pick(['COACH', 'PARTICIPANT', 'UWV'], n) });
  },
  assign: (life, n) => {
    const task = pick(Object.values(life.state.workflow.tasks).filter(isOpenTask), n);
    if (task) life.tell('AssignTask', { taskId: task.taskId, to: `coach-${n % 3}` });
  },
  undo: (life, n) => {
    const undoes = pick(['COMPLETION', 'SNOOZE', 'ASSIGNMENT'] as const, n);
    const task = pick(Object.values(life.state.workflow.tasks).filter(UNDOABLE_NOW[undoes ?? 'SNOOZE']), n);
    if (task) life.tell('UndoTask', { taskId: task.taskId, undoes, reason: 'MISTAKE' });
  },
  move: (life, n) => {
    const clock = pick(Object.values(life.state.workflow.clocks).filter(isOpenClock), n);
    const told = { clockId: clock?.clockId, to: addDays(life.today, n % 30), reason: 'AGREED' };
    if (clock) life.tell('MoveClock', told, clock.kind === 'PERSONAL' ? undefined : MANAGER);
  },
  moveBack: (life, n) => {
    const { clocks, moves } = life.state.workflow;
    const clock = pick(
      Object.values(clocks).filter((each) => moveInForce(each, moves)),
      n,
    );
    if (clock) life.tell('UndoClockMove', { clockId: clock.clockId, reason: 'MISTAKE' }, MANAGER);
  },
  addTask: (life, n) => life.tell('AddTask', { title: 'call', role: 'COACH', dueOn: addDays(life.today, n % 20) }),
  placement: (life, n) => life.say.placement(back(life, n), { outcomeType: pick(OUTCOMES, n) }),
  startPlacement: (life, n) => life.tell('StartPlacement', { placementId: `p-${1 + (n % 2)}`, on: back(life, n) }),
  voidPlacement: (life, n) => life.tell('VoidPlacement', { placementId: `p-${1 + (n % 2)}`, reason: 'error' }),
  endPlacement: (life, n) =>
    life.tell('EndPlacement', { placementId: 'p-1', on: back(life, n), reason: 'no', withinProbation: false }),
  close: (life, n) => life.say.close(back(life, n)),
  reopen: (life, n) => life.say.reopen(n % 100, life.today),
  extend: (life, n) => life.say.extend(1 + (n % 60)),
  settle: (life, n) => life.say.settle(n % 2 ? 14 : 21, addDays(life.today, 60), back(life, n)),
  revoke: (life, n) => life.tell('RevokeSettlement', { on: back(life, n) }),
  skipPhase: (life, n) => life.tell('SkipPhase', { phaseId: phaseOf(life, n), reason: 'no need' }, MANAGER),
  reopenPhase: (life, n) => life.tell('ReopenPhase', { phaseId: phaseOf(life, n), reason: 'more to do' }, MANAGER),
  interest: (life) => life.tell('RegisterInterest', { preferences: ['anything'] }),
  correctIntake: (life, n) => life.say.correct('IntakeHeld', { on: back(life, n) }),
  correctPause: (life, n) => life.say.correct('TrajectoryPaused', { from: back(life, n) }),
  takeBack: (life, n) => {
    const fact = pick(life.state.facts, n);
    if (fact) life.tell('VoidFact', { eventId: fact.id, reason: 'error' });
  },
  offer: (life, n) => life.tell('RecordOffer', { applicationId: 'a-1', on: back(life, n) }),
} satisfies Record<string, Doing>;

const KINDS = Object.keys(STEPS) as Step['kind'][];

/** Lives of which the first weeks go as usual, and then anything happens. */
export const steps = (most = 25): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      kind: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Step['kind']>('timePasses') },
        { weight: 2, arbitrary: fc.constantFrom(...KINDS) },
      ),
      n: fc.nat(1000),
    }),
    { minLength: 5, maxLength: most },
  );

export const template = fc.constantFrom('IND-6' as const, 'COL-12' as const);

export function take(life: TrajectoryLife, { kind, n }: Step): void {
  const doing: Doing = STEPS[kind];
  life.refusal(() => doing(life, n));
}

/** A trajectory that has been referred, and started unless told otherwise. */
export function begun(code: ShippedTemplate, started = true): TrajectoryLife {
  const life = new TrajectoryLife(worldOf(code)).until('2026-09-01');
  life.refer({ notifiedOn: '2026-09-01', redundancyOn: '2026-09-15', contractEndOn: '2027-03-31', hoursPerWeek: 36 });
  if (started) life.say.invite().until('2026-09-03').say.contact().until('2026-09-14').say.intake();
  return life;
}

export const livedThrough = (code: ShippedTemplate, all: readonly Step[], started: boolean): TrajectoryLife => {
  const life = begun(code, started);
  life.checksShapes = false;
  for (const step of all) take(life, step);
  return life;
};
