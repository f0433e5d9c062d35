import { describe, expect, it } from '@jest/globals';
import { addDays } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { type TemplateDefinition, type WorkflowDefinition } from '../../programme-template/definition.js';
import { datesOf, MANAGER, migrate, nextVersion, previewed } from '../../testing/migrating.js';
import { begun } from '../../testing/random-life.js';
import { type TrajectoryLife, worldOf } from '../../testing/trajectory-life.js';

const days = (value: number) => ({ value, unit: 'calendarDays' as const });
const withDeadlines =
  (change: (deadline: WorkflowDefinition['deadlines'][number]) => object) =>
  ({ deadlines }: WorkflowDefinition) => ({
    deadlines: deadlines.map((deadline) => ({ ...deadline, ...change(deadline) })),
  });
const withTasks =
  (change: (task: WorkflowDefinition['tasks'][number]) => object) =>
  ({ tasks }: WorkflowDefinition) => ({ tasks: tasks.map((task) => ({ ...task, ...change(task) })) });
const sinceMigration = (life: TrajectoryLife) =>
  life.events.slice(life.events.findLastIndex(({ type }) => type === 'TrajectoryMigrated'));
const typesSince = (life: TrajectoryLife) => sinceMigration(life).map(({ type }) => type);
const done = (decided: ReturnType<typeof migrate>) => expect(isRefusal(decided) ? decided.code : 'done').toBe('done');
const refusal = (decided: ReturnType<typeof migrate>) => (isRefusal(decided) ? decided.code : 'done');

describe('a trajectory that goes on under another version of its template', () => {
  const v1 = (): TemplateDefinition => worldOf('IND-6').template;

  it('records that and nothing else where the versions are the same but for their number', () => {
    const life = begun('IND-6').until('2026-10-20');
    const before = datesOf(life);
    done(migrate(life, nextVersion(v1())));
    expect(typesSince(life)).toEqual(['TrajectoryMigrated']);
    expect(datesOf(life)).toEqual(before);
  });

  it('is there already when it is told again', () => {
    const life = begun('IND-6').until('2026-10-20');
    const v2 = nextVersion(v1());
    done(migrate(life, v2));
    const events = life.events.length;
    done(migrate(life, v2, { fromVersion: 1 }));
    expect(life.events).toHaveLength(events);
  });

  it('is not migrated from a version that it is not on, nor once it is concluded', () => {
    const life = begun('IND-6').until('2026-10-20');
    expect(refusal(migrate(life, nextVersion(v1()), { fromVersion: 7 }))).toBe('template-differs');
    life.say.close();
    expect(refusal(migrate(life, nextVersion(v1())))).toBe('trajectory-closed');
  });

  it('computes the clocks anew whose terms are other, and says why', () => {
    const life = begun('IND-6').until('2026-10-20');
    const longer = nextVersion(v1(), ({ phases }) => ({
      phases: phases.map((phase) =>
        phase.id === 'lettingGo' ? { ...phase, to: { anchor: 'start', offset: days(70) } } : phase,
      ),
    }));
    const before = datesOf(life);
    done(migrate(life, longer));
    expect(life.of('ClockRearmed').filter(({ data }) => data.cause === 'MIGRATED')).toMatchObject([
      { data: { clockId: 'phase.lettingGo', generation: 2, dueOn: addDays('2026-09-14', 70) } },
    ]);
    expect({ ...datesOf(life), 'phase.lettingGo': '' }).toEqual({ ...before, 'phase.lettingGo': '' });
  });

  it('is reminded by the new ladder where the date stays', () => {
    const life = begun('IND-6').until('2026-09-20');
    const name = v1().trajectory.phases[0]!.ladder!;
    const [first] = v1().ladders[name]!;
    const v2 = {
      ...nextVersion(v1()),
      ladders: { ...v1().ladders, [name]: [{ ...first!, rung: 'other', at: days(-3) }] },
    };
    const dueOn = life.clock('phase.intake')?.dueOn;
    done(migrate(life, v2));
    expect(life.clock('phase.intake')).toMatchObject({ dueOn, pending: [{ rung: 'other' }] });
    expect(previewed(begun('IND-6').until('2026-09-20'), v2).clocks).toContainEqual(
      expect.objectContaining({ clockId: 'phase.intake', change: 'REMINDERS' }),
    );
  });

  it('loses open tasks whose code is gone, with the reason, and gets them back on the way back', () => {
    const life = begun('IND-6').until('2026-09-15');
    const task = Object.values(life.state.workflow.tasks).find(
      ({ status, dueOn, code }) => status === 'OPEN' && dueOn! < '2026-12-01' && !code.startsWith('MANUAL'),
    );
    const v2 = nextVersion(v1(), ({ tasks }) => ({ tasks: tasks.filter(({ code }) => code !== task!.code) }));
    done(migrate(life, v2));
    expect(life.of('TaskCancelled').at(-1)?.data).toEqual({ taskId: task!.taskId, reason: 'MIGRATED' });
    expect(life.clock(`task.${task!.taskId}`)?.status).toBe('STOPPED');
    done(migrate(life.until('2026-12-01'), { ...v1(), version: 3 }));
    expect(life.task(task!.taskId)?.status).toBe('OPEN');
  });

  it('keeps done work done, under its new code too', () => {
    const life = begun('IND-6').until('2026-09-15');
    const finished = Object.values(life.state.workflow.tasks).find(({ status }) => status === 'DONE')!;
    const v2 = nextVersion(
      v1(),
      withTasks(({ code }) => (code === finished.code ? { code: 'NEW_NAME' } : {})),
    );
    done(migrate(life, v2, { tasks: { [finished.code]: 'NEW_NAME' } }));
    expect(life.task('NEW_NAME')).toMatchObject({ status: 'DONE', doneOn: finished.doneOn, code: 'NEW_NAME' });
    expect(typesSince(life)).toEqual(['TrajectoryMigrated']);
  });

  it('hands open work on under its new code, with whoever had it and as far as it was', () => {
    const life = begun('IND-6').until('2026-09-15');
    const open = Object.values(life.state.workflow.tasks).find(
      ({ status, role }) => status === 'OPEN' && role === 'COACH',
    )!;
    life.tell('AssignTask', { taskId: open.taskId, to: 'coach-9' }).tell('StartTask', { taskId: open.taskId });
    const dueOn = life.clock(`task.${open.taskId}`)?.dueOn;
    const v2 = nextVersion(
      v1(),
      withTasks(({ code }) => (code === open.code ? { code: 'NEW_NAME' } : {})),
    );
    done(migrate(life, v2, { tasks: { [open.code]: 'NEW_NAME' } }));
    expect(life.task(open.taskId)).toMatchObject({ status: 'CANCELLED', cancelledBy: 'MIGRATED' });
    expect(life.task('NEW_NAME')).toMatchObject({ status: 'IN_PROGRESS', assigneeId: 'coach-9' });
    expect(life.clock('task.NEW_NAME')?.dueOn).toBe(dueOn);
  });

  it('gives open work to the role that owns it now', () => {
    const life = begun('IND-6').until('2026-09-15');
    const open = Object.values(life.state.workflow.tasks).find(
      ({ status, role }) => status === 'OPEN' && role === 'COACH',
    )!;
    done(
      migrate(
        life,
        nextVersion(
          v1(),
          withTasks(({ code }) => (code === open.code ? { owners: ['PLANNER'] } : {})),
        ),
      ),
    );
    expect(life.task(open.taskId)).toMatchObject({ status: 'OPEN', role: 'PLANNER' });
  });

  it('is spared what is new and was due on a day that has passed, unless that is to be raised', () => {
    const template = v1();
    const welcome = { ...template.trajectory.tasks.find(({ code }) => code === 'S1_INVITATION')!, code: 'WELCOME' };
    const { doneBy: _doneBy, ...plain } = welcome;
    const v2 = nextVersion(template, ({ tasks }) => ({ tasks: [...tasks, plain] }));
    const life = begun('IND-6').until('2026-10-20');
    done(migrate(life, v2));
    expect(typesSince(life)).toEqual(['TrajectoryMigrated']);
    expect(life.task('WELCOME')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'NOT_NEEDED' });
    const other = begun('IND-6').until('2026-10-20');
    done(migrate(other, v2, { raise: ['WELCOME'] }));
    expect(other.task('WELCOME')?.status).toBe('OPEN');
  });

  it('does not go back to a new phase before the one it is in', () => {
    const v2 = nextVersion(v1(), ({ phases }) => ({ phases: [{ ...phases[0]!, id: 'welcome' }, ...phases] }));
    const life = begun('IND-6').until('2026-09-20');
    done(migrate(life, v2));
    life.until('2026-11-01').send({ type: 'RecomputeClocks', data: {} });
    expect(life.state.workflow.phases['welcome']).toMatchObject({ status: 'SKIPPED', endedBy: 'MIGRATED' });
  });

  it('needs to be told what becomes of an open phase that is gone', () => {
    const v2 = nextVersion(v1(), ({ phases }) => ({
      phases: phases.map((phase) => (phase.id === 'intake' ? { ...phase, id: 'beginning' } : phase)),
    }));
    const life = begun('IND-6').until('2026-09-20');
    expect(refusal(migrate(life, v2))).toBe('phase-unmapped');
    expect(previewed(life, v2).blocker?.code).toBe('phase-unmapped');
    expect(refusal(migrate(life, v2, { phases: { nowhere: 'beginning' } }))).toBe('code-unknown');
    const dueOn = life.clock('phase.intake')?.dueOn;
    done(migrate(life, v2, { phases: { intake: 'beginning' } }));
    expect(life.state.workflow.phases).toMatchObject({
      intake: { status: 'SKIPPED' },
      beginning: { status: 'OPEN', enteredOn: '2026-09-14' },
    });
    expect(life.clock('phase.beginning')).toMatchObject({ status: 'RUNNING', dueOn });
    expect(life.clock('phase.intake')?.status).toBe('STOPPED');
  });

  it('carries out by the old version what fell due before', () => {
    const life = begun('IND-6').until('2026-09-20').sleepUntil('2026-10-20');
    const awake = begun('IND-6').until('2026-10-20');
    done(migrate(life, nextVersion(v1())));
    expect(datesOf(life)).toEqual(datesOf(awake));
    expect(life.fired('phase.intake')).toEqual(awake.fired('phase.intake'));
  });

  it('is not taken back as a fact', () => {
    const life = begun('IND-6').until('2026-10-20');
    done(migrate(life, nextVersion(v1())));
    expect(life.refusal(() => life.say.takeBack('TrajectoryMigrated'))).toBe('migration-not-voidable');
    expect(life.refusal(() => life.say.correct('TrajectoryMigrated', { toVersion: 9 }))).toBe('migration-not-voidable');
  });
});

describe('clocks that a migration may not move', () => {
  const signed = (): TrajectoryLife => begun('COL-12').say.settle(14, '2027-03-31').until('2026-09-16');
  const v1 = (): TemplateDefinition => worldOf('COL-12').template;
  const shorter = withDeadlines(({ kind, due }) =>
    kind === 'STATUTORY' || kind === 'CONTRACT' ? { due: { ...due, offset: days(1) }, ladder: undefined } : {},
  );

  it('are the statutory ones: their dates and reminders stay, and follow their anchor as before', () => {
    const life = signed();
    const plain = signed();
    const dates = datesOf(life);
    done(migrate(life, nextVersion(v1(), shorter)));
    expect(datesOf(life)).toEqual(dates);
    expect(typesSince(life)).toEqual(['TrajectoryMigrated']);
    for (const each of [life, plain]) each.say.correct('SettlementSigned', { on: '2026-09-15' });
    expect(life.clock('deadline.VSO_COOLING_14')?.dueOn).toBe(plain.clock('deadline.VSO_COOLING_14')?.dueOn);
    for (const each of [life, plain]) each.until('2026-12-01');
    expect(life.fired('deadline.VSO_COOLING_14')).toEqual(plain.fired('deadline.VSO_COOLING_14'));
  });

  it('are the statutory ones even of which the new template knows nothing', () => {
    const life = signed();
    const before = life.clock('deadline.VSO_COOLING_14');
    done(
      migrate(
        life,
        nextVersion(v1(), ({ deadlines }) => ({ deadlines: deadlines.filter(({ kind }) => kind !== 'STATUTORY') })),
      ),
    );
    expect(life.clock('deadline.VSO_COOLING_14')).toEqual(before);
    expect(before?.status).toBe('RUNNING');
  });

  it('stand in for the same duty under another code', () => {
    const life = signed();
    const v2 = nextVersion(
      v1(),
      withDeadlines(({ code }) => (code === 'VSO_COOLING_14' ? { code: 'COOLING' } : {})),
    );
    done(migrate(life, v2, { deadlines: { VSO_COOLING_14: 'COOLING' } }));
    expect(datesOf(life)).toHaveProperty(['deadline.VSO_COOLING_14']);
    expect(datesOf(life)).not.toHaveProperty(['deadline.COOLING']);
  });

  it('are never recomputed on request', () => {
    const life = signed();
    expect(
      refusal(migrate(life, nextVersion(v1(), shorter), { recompute: ['deadline.VSO_COOLING_14'], approvedBy: 'x' })),
    ).toBe('statutory-not-recomputed');
  });

  it('are those agreed by contract, unless another person approves', () => {
    const life = signed();
    const v2 = nextVersion(v1(), shorter);
    const recompute = ['deadline.END'];
    expect(refusal(migrate(life, v2, { recompute }))).toBe('approval-by-another');
    expect(refusal(migrate(life, v2, { recompute, approvedBy: MANAGER.id }))).toBe('approval-by-another');
    done(migrate(life, v2, { recompute, approvedBy: 'manager-2' }));
    expect(life.clock('deadline.END')).toMatchObject({ generation: 2, dueOn: '2026-09-15' });
  });

  it('stay kept through the next migration', () => {
    const life = signed();
    const dates = datesOf(life);
    done(migrate(life, nextVersion(v1(), shorter)));
    done(migrate(life, { ...nextVersion(v1(), shorter), version: 3 }));
    expect(datesOf(life)).toEqual(dates);
    expect(typesSince(life)).toEqual(['TrajectoryMigrated']);
  });

  it.each(['STATUTORY', 'CONTRACT'] as const)('hold up the end of a phase that a %s date hangs on', (kind) => {
    const { template } = worldOf('IND-6');
    const [end] = template.trajectory.deadlines.filter(({ code }) => code === 'END');
    const due = { anchor: 'phase.intake', offset: days(200) };
    const v2 = nextVersion(template, ({ deadlines }) => ({
      deadlines: [...deadlines, { ...end!, code: 'REPORT', kind, due }],
    }));
    const v3 = nextVersion(v2, ({ phases }) => ({ phases: phases.filter(({ id }) => id !== 'intake') }));
    const life = begun('IND-6').until('2026-09-20');
    done(migrate(life, v2));
    expect(refusal(migrate(life, v3, { phases: { intake: null } }))).toBe(`${kind.toLowerCase()}-clock-moved`);
  });

  it('hold up a change of calendar under them', () => {
    const life = signed();
    expect(refusal(migrate(life, { ...nextVersion(v1(), shorter), calendar: 'none' }))).toBe('calendar-differs');
  });

  it('shows all of that beforehand, and does nothing', () => {
    const life = signed();
    const events = life.events.length;
    const preview = previewed(life, nextVersion(v1(), shorter));
    expect(preview.blocker).toBeUndefined();
    expect(preview.clocks).toContainEqual({
      clockId: 'deadline.VSO_COOLING_14',
      kind: 'STATUTORY',
      before: life.clock('deadline.VSO_COOLING_14')?.dueOn,
      after: life.clock('deadline.VSO_COOLING_14')?.dueOn,
      change: 'KEPT',
    });
    expect(preview.tasks).toMatchObject({ fallAway: [], arise: [] });
    expect(life.events).toHaveLength(events);
  });
});

describe('a trajectory that is converted to another template', () => {
  it('goes on in the phases of the same name, is spared what is past, and keeps its agreed end', () => {
    const life = begun('IND-6').until('2026-12-01');
    const open = Object.entries(life.state.workflow.phases).flatMap(([id, { status }]) =>
      status === 'OPEN' ? [id] : [],
    );
    const end = life.clock('deadline.END')?.dueOn;
    const { template } = worldOf('COL-12');
    done(migrate(life, template, { phases: { intake: 'external' } }));
    expect(life.of('TrajectoryConverted')).toMatchObject([{ data: { fromTemplate: 'IND-6', toTemplate: 'COL-12' } }]);
    for (const id of ['external', ...open.filter((each) => each !== 'intake')])
      expect(life.state.workflow.phases[id]?.status).toBe('OPEN');
    expect(life.state.workflow.phases['external']?.enteredOn).toBe('2026-09-14');
    expect(life.state.workflow.phases['interest']).toMatchObject({ status: 'SKIPPED', endedBy: 'MIGRATED' });
    expect(life.clock('deadline.END')?.dueOn).toBe(end);
    const arisen = sinceMigration(life).filter(({ type }) => type === 'TaskCreated') as { data: { dueOn?: string } }[];
    expect(arisen.filter(({ data }) => data.dueOn !== undefined && data.dueOn < life.today)).toEqual([]);
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('stays in its phases where the new template would not have begun them yet, until they end by themselves', () => {
    const life = begun('IND-6').until('2026-12-01');
    done(migrate(life, worldOf('COL-12').template, { phases: { intake: null } }));
    expect(life.state.workflow.phases['lettingGo']).toMatchObject({ status: 'OPEN', brought: true });
    life.say.ready();
    expect(life.state.workflow.phases['lettingGo']).toMatchObject({ status: 'COMPLETED', endedBy: 'EXIT_CRITERIA' });
  });
});
