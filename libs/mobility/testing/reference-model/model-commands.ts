import fc from 'fast-check';
import { expect } from '@jest/globals';
import { type TrajectoryLife } from '../trajectory-life.js';
import { expectSame } from './expect-same.js';
import { type Day, type ReferenceModel } from './reference-model.js';

const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
export const dateOf = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const dayOf = (date: string): Day => Date.parse(date) / 86_400_000;

type Told = (model: ReferenceModel, life: TrajectoryLife, n: number) => void;

/** Something that people do: when they may, what it does to the model and how the trajectory is told. `n` chooses how far back, or which. */
class Doing implements fc.Command<ReferenceModel, TrajectoryLife> {
  constructor(
    private readonly name: string,
    private readonly n: number,
    private readonly may: (model: Readonly<ReferenceModel>) => boolean,
    private readonly told: Told,
  ) {}

  check(model: Readonly<ReferenceModel>): boolean {
    return this.may(model);
  }

  run(model: ReferenceModel, life: TrajectoryLife): void {
    this.told(model, life, this.n);
    model.settle();
    expectSame(seen(life), predicted(model));
  }

  toString(): string {
    return `${this.name}(${this.n})`;
  }
}

const running = (model: Readonly<ReferenceModel>): boolean => !model.closed;
/** A day up to a week back, but not before the one given. */
const back = ({ today }: ReferenceModel, n: number, notBefore = 0): Day => Math.max(today - (n % 8), notBefore);
const lastOf = ({ pauses, reopened }: ReferenceModel): Day =>
  Math.max(pauses.at(-1)?.to ?? pauses.at(-1)?.from ?? 0, reopened?.on ?? 0);

const DOINGS: readonly (readonly [string, (model: Readonly<ReferenceModel>) => boolean, Told])[] = [
  ['wait', () => true, (model, life, n) => (model.wait(n % 12), life.until(dateOf(model.today)))],
  ['agreePlan', running, (model, life) => ((model.plans += 1), life.say.plan())],
  [
    'takePlanBack',
    (model) => running(model) && model.plans > 0,
    (model, life) => ((model.plans -= 1), life.say.takeBack('TrajectoryPlanAgreed')),
  ],
  [
    'complete',
    (model) => model.openTasks().length > 0,
    (model, life, n) => {
      const taskId = pick(model.openTasks(), n);
      model.end(taskId, 'DONE');
      life.say.done(taskId);
    },
  ],
  [
    'cancel',
    (model) => model.openTasks().length > 0,
    (model, life, n) => {
      const taskId = pick(model.openTasks(), n);
      model.end(taskId, 'CANCELLED');
      life.tell('CancelTask', { taskId, reason: 'NOT_NEEDED' }, LEAD);
    },
  ],
  [
    'pause',
    (model) => running(model) && !model.paused && model.landed === undefined,
    (model, life, n) => {
      const from = back(model, n, lastOf(model));
      model.pauses.push({ from });
      life.say.pause(dateOf(from));
    },
  ],
  [
    'resume',
    (model) => model.paused,
    (model, life, n) => {
      const open = model.pauses.at(-1);
      if (!open) return;
      open.to = back(model, n, open.from);
      life.say.resume(dateOf(open.to));
    },
  ],
  [
    'offer',
    running,
    (model, life, n) => {
      const on = back(model, n);
      model.offers.push(on);
      life.tell('RecordOffer', { applicationId: 'a-1', on: dateOf(on) });
    },
  ],
  [
    'land',
    (model) => running(model) && model.landed === undefined,
    (model, life, n) => {
      model.landed = back(model, n, model.reopened?.on);
      model.placements += 1;
      life.say.placement(dateOf(model.landed));
    },
  ],
  [
    'takeLandingBack',
    (model) => running(model) && model.landed !== undefined,
    (model, life) => {
      model.landed = undefined;
      life.tell('VoidPlacement', { placementId: `p-${model.placements}`, reason: 'error' });
    },
  ],
  [
    'moveStart',
    running,
    (model, life, n) => {
      model.start = back(model, n);
      life.say.correct('IntakeHeld', { on: dateOf(model.start) });
    },
  ],
  [
    'moveDate',
    (model) => model.movable().length > 0,
    (model, life, n) => {
      const clockId = pick(model.movable(), n);
      const to = model.today + (n % 15);
      const told = { clockId, to: dateOf(to), reason: 'AGREED' };
      const refused = life.refusal(() => life.tell('MoveClock', told, MANAGER));
      expect(refused).toBe(model.move(clockId, to) ? undefined : 'day-not-counted');
    },
  ],
  [
    'moveBack',
    (model) => model.moved().length > 0,
    (model, life, n) => {
      const clockId = pick(model.moved(), n);
      model.moveBack(clockId);
      life.tell('UndoClockMove', { clockId, reason: 'MISTAKE' }, MANAGER);
    },
  ],
  ['close', running, (model, life) => (model.close(), life.say.close())],
  [
    'reopen',
    (model) => model.closed && model.landed === undefined,
    (model, life, n) => {
      model.closed = false;
      model.reopened = { on: model.today, days: 1 + (n % 30) };
      life.say.reopen(model.reopened.days);
    },
  ],
];

const pick = (from: readonly string[], n: number): string => from[n % from.length] ?? '';

export const doings = DOINGS.map(([name, may, told]) => fc.nat(1000).map((n) => new Doing(name, n, may, told)));

/** Tasks and clocks of the trajectory in the model's words. */
function seen({ state: { workflow } }: TrajectoryLife): object {
  const clocks = Object.values(workflow.clocks).filter(({ times }) => times !== 'PHASE_ENTRY' && times !== 'PHASE');
  return {
    tasks: Object.fromEntries(Object.values(workflow.tasks).map(({ taskId, status }) => [taskId, status])),
    clocks: Object.fromEntries(
      clocks.map(({ clockId, status, dueOn }) => [
        clockId,
        status === 'STOPPED' || status === 'SUSPENDED' ? status : `${status} ${dueOn}`,
      ]),
    ),
  };
}

function predicted({ tasks, clocks }: ReferenceModel): object {
  return {
    tasks: Object.fromEntries([...tasks].map(([id, { status }]) => [id, status])),
    clocks: Object.fromEntries(
      [...clocks].map(([id, { status, due }]) => [id, due === undefined ? status : `${status} ${dateOf(due)}`]),
    ),
  };
}

export const firstDay = dayOf('2026-09-14');
