import { describe, expect, test } from '@jest/globals';
import { conclusionOf, EVENT_CATALOGUE, isOpenTask, landingOf, statusOf } from '@overstap/mobility';
import fc from 'fast-check';
import { nextDueAt } from '../../mobility/workflow/due.js';
import { readModels } from './index.js';
import { deadlineBoard, type BoardedClock } from './deadline-board/index.js';
import { type DueMoment } from './reminder-due/table.js';
import { reminderDue } from './reminder-due/index.js';
import { survivalBase, type SurvivalRow } from './survival-base/index.js';
import { coachQueue, plannerQueue, type QueuedTask } from './task-queue/index.js';
import { onStream, rowsAfter } from './testing/fold.js';
import { randomLives, type WrittenLife } from './testing/lives.js';
import { trajectorySummary } from './trajectory-summary/index.js';
import { type TrajectorySummary } from './trajectory-summary/table.js';
import { timelineNamed } from './timelines/index.js';

const eventsOf = (life: WrittenLife) => onStream(`trajectory-${life.trajectory}`, life.written);

/** For every life: what its rows say is what the decider's own state says. */
function always(holds: (life: WrittenLife) => void, numRuns = 15): void {
  fc.assert(
    fc.property(randomLives, (lives) => {
      for (const life of lives) holds(life);
    }),
    { numRuns },
  );
}

describe('rows of any life agree with the state that its commands were decided on', () => {
  test('trajectory_summary: status, days, coach, phase, open tasks, revision', () => {
    always((life) => {
      const row = rowsAfter<TrajectorySummary>(trajectorySummary, eventsOf(life)).get(life.trajectory)!;
      const { facts, workflow } = life.state;
      const openTasks = Object.values(workflow.tasks).filter(isOpenTask);
      const openPhases = Object.keys(workflow.phases).filter((id) => workflow.phases[id]?.status === 'OPEN');
      expect(row).toMatchObject({
        status: statusOf(life.state),
        landed_on: landingOf(facts)?.on ?? null,
        concluded_on: conclusionOf(facts)?.on ?? null,
        open_tasks: openTasks.map(({ taskId }) => taskId).sort(),
        revision: life.written.length - 1,
        participant: `p-${life.trajectory}`,
        cohort: 'c-1',
        wave: 1,
      });
      if (row.phase === null) expect(openPhases).toEqual([]);
      else expect(openPhases).toContain(row.phase);
      /** Its present generation was past when it was armed, and speaks to nobody. */
      const wasPast = (clockId: string): boolean => {
        const armings = life.events.filter(({ type }) => type === 'ClockArmed' || type === 'ClockRearmed');
        const last = armings.findLast(({ data }) => 'clockId' in data && data.clockId === clockId);
        const { rungs = [], dueAt = '9' } = (last?.data ?? {}) as { rungs?: readonly unknown[]; dueAt?: string };
        return last !== undefined && rungs.length === 0 && dueAt <= last.occurredAt;
      };
      const due = Object.values(workflow.clocks)
        .filter(({ status, times }) => status !== 'STOPPED' && times !== 'PHASE_ENTRY' && times !== 'REPEAT')
        .filter(({ clockId, status, times }) => !(times === 'DEADLINE' && status === 'EXPIRED' && wasPast(clockId)))
        .flatMap(({ dueOn }) => dueOn ?? [])
        .sort();
      expect(row.next_due_on).toBe(due[0] ?? null);
    });
  });

  test('deadline_board: one row per clock, with its status, due day and end', () => {
    always((life) => {
      const rows = rowsAfter<BoardedClock>(deadlineBoard, eventsOf(life));
      const { clocks } = life.state.workflow;
      expect([...rows.values()].map(({ clock }) => clock).sort()).toEqual(Object.keys(clocks).sort());
      for (const { clock, status, generation, stopped_on, how } of rows.values())
        expect({ status, generation, stopped_on, how }).toEqual({
          status: clocks[clock]?.status,
          generation: clocks[clock]?.generation,
          stopped_on: clocks[clock]?.stoppedOn ?? null,
          how: clocks[clock]?.how ?? null,
        });
    });
  });

  test('reminder_due: exactly the moments that the engine waits for', () => {
    always((life) => {
      const rows = [...rowsAfter<DueMoment>(reminderDue, eventsOf(life)).values()];
      const due = rows.flatMap(({ at, clock_id, rung }) => (at === null ? [] : [`${at} ${clock_id} ${rung}`]));
      const expected = Object.values(life.state.workflow.clocks).flatMap(({ clockId, status, dueAt, pending }) => [
        ...pending.map(({ rung, at }) => `${at} ${clockId} ${rung}`),
        ...(status === 'RUNNING' && dueAt !== undefined ? [`${dueAt} ${clockId} `] : []),
      ]);
      expect(due.sort()).toEqual(expected.sort());
      expect(due.sort()[0]?.slice(0, 24)).toBe(nextDueAt(life.state.workflow));
    });
  });

  test('coach_queue and planner_queue: each open task once, and the coaching ones for coaches too', () => {
    always((life) => {
      const coach = [...rowsAfter<QueuedTask>(coachQueue, eventsOf(life)).values()];
      const planner = [...rowsAfter<QueuedTask>(plannerQueue, eventsOf(life)).values()];
      const { tasks, clocks } = life.state.workflow;
      const openIds = (roles?: readonly string[]) =>
        Object.values(tasks)
          .filter((task) => isOpenTask(task) && (roles?.includes(task.role) ?? true))
          .map(({ taskId }) => taskId)
          .sort();
      const open = ({ status, kind }: QueuedTask) => status !== 'DONE' && kind === 'TASK';
      expect(
        planner
          .filter(open)
          .map(({ task }) => task)
          .sort(),
      ).toEqual(openIds());
      const coaching = ['COACH', 'TEAM_LEAD', 'PARTICIPANT', 'TRAINER'];
      expect(
        coach
          .filter(open)
          .map(({ task }) => task)
          .sort(),
      ).toEqual(openIds(coaching));
      for (const { task, status, assignee, role, due_on, trajectory } of [...coach, ...planner].filter(open)) {
        expect({ status, assignee, role, trajectory }).toEqual({
          status: tasks[task]?.status,
          assignee: tasks[task]?.assigneeId ?? null,
          role: tasks[task]?.role,
          trajectory: life.trajectory,
        });
        const clock = clocks[`task.${task}`];
        if (clock) expect(due_on).toBe(clock.dueOn ?? null);
      }
      expect(planner.filter(({ title_sealed }) => title_sealed !== null)).toEqual([]);
      for (const { code, title_sealed } of coach) expect(title_sealed !== null).toBe(code === 'MANUAL');
    });
  });

  test('survival_base: landing, start and the stays in phases', () => {
    always((life) => {
      const row = rowsAfter<SurvivalRow>(survivalBase, eventsOf(life)).get(life.trajectory)!;
      const { facts, workflow } = life.state;
      expect(row.landed_on).toBe(landingOf(facts)?.on ?? null);
      expect(row.internal).toBe(landingOf(facts)?.placement.internal ?? null);
      expect(row.concluded_on).toBe(conclusionOf(facts)?.on ?? null);
      const open = row.phases.filter(({ endedOn }) => endedOn === null).map(({ phase }) => phase);
      expect(open.sort()).toEqual(
        Object.keys(workflow.phases)
          .filter((id) => workflow.phases[id]?.status === 'OPEN')
          .sort(),
      );
      const deadlines = Object.values(workflow.clocks).filter(({ times }) => times === 'DEADLINE');
      expect(row.deadlines.map(({ clockId }) => clockId)).toEqual(deadlines.map(({ clockId }) => clockId).sort());
    });
  });

  test('trajectory_timeline: every event once but those of health, what was corrected or voided struck out', () => {
    always((life) => {
      const rows = rowsAfter(timelineNamed('trajectory_timeline')!, eventsOf(life));
      const ofHealth = new Set(
        life.written.filter(({ type }) => EVENT_CATALOGUE.get(type)!.privacy === 'P4').map(({ id }) => id),
      );
      const held = life.written.filter(({ id, data }) => !ofHealth.has(id) && !ofHealth.has(String(data['eventId'])));
      expect([...rows.keys()].sort()).toEqual(held.map(({ id }) => id).sort());
      for (const { type, data, id } of held)
        if (type === 'FactVoided' || type === 'FactCorrected') {
          expect(rows.get(String(data['eventId']))?.['struck']).toBeTruthy();
          expect(rows.get(id)).toBeDefined();
        }
    });
  });
});

test('no row holds a sealed value in clear', () => {
  always((life) => {
    for (const model of readModels) {
      const text = JSON.stringify([...rowsAfter(model, eventsOf(life)).values()]);
      for (const secret of ['SICK', 'Zoë', 'typing', 'never was', 'probation', 'nearly there', 'care"'])
        expect(text).not.toContain(secret);
    }
  });
});
