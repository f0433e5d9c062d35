import { assertNever, type Instant } from '@overstap/kernel';
import { type ClockArmed } from './events.js';
import { entered, reopened, skipped } from './evolve-phase.js';
import {
  type ClockMove,
  type ClockState,
  type PhaseState,
  type TaskState,
  type WorkflowEvent,
  type WorkflowState,
} from './state.js';

/** Folds one of the engine's own events; state of an id that is not known is left as it is, for `evolve` never refuses. */
export function evolveWorkflow(
  state: WorkflowState,
  event: WorkflowEvent & { readonly recordedAt?: Instant },
  today: string,
): WorkflowState {
  switch (event.type) {
    case 'PhaseEntered':
      return phase(state, event.data.phaseId, (it) => entered(it, event));
    case 'PhaseCompleted':
      return phase(state, event.data.phaseId, (it) => ({
        ...it,
        status: 'COMPLETED',
        endedOn: event.data.on,
        endedAt: event.occurredAt,
        endKnownAt: event.recordedAt ?? event.occurredAt,
        endedBy: event.data.result,
      }));
    case 'PhaseSkipped':
      return phase(state, event.data.phaseId, (it) => skipped(it, event, today));
    case 'PhaseReopened':
      return reopened(state, event, today);
    case 'ClockArmed':
    case 'ClockRearmed':
      return { ...state, clocks: { ...state.clocks, [event.data.clockId]: Object.freeze(armedClock(event.data)) } };
    case 'ClockSuspended':
      return clock(state, event.data.clockId, ({ dueOn: _on, dueAt: _at, ...rest }) => ({
        ...rest,
        status: 'SUSPENDED',
        pending: [],
      }));
    case 'ClockResumed': {
      const { dueOn, dueAt, rungs, basis } = event.data;
      return clock(state, event.data.clockId, (it) => ({
        ...it,
        status: 'RUNNING',
        dueOn,
        dueAt,
        basis,
        pending: rungs.filter(({ rung }) => !(rung in it.fired)),
      }));
    }
    case 'ClockStopped': {
      const { how, on } = event.data;
      return clock(state, event.data.clockId, (it) => ({ ...it, status: 'STOPPED', how, stoppedOn: on, pending: [] }));
    }
    case 'ClockExpired':
      return clock(state, event.data.clockId, (it) => ({ ...it, status: 'EXPIRED' }));
    case 'ClockMoved': {
      const { clockId, armedOn, counted, budget } = event.data;
      return moves(state, clockId, (before) => [...before, { armedOn, counted, budget }]);
    }
    case 'ClockMoveUndone':
      return moves(state, event.data.clockId, (before) => before.slice(0, -1));
    case 'ClockMoveLapsed':
      return moves(state, event.data.clockId, () => []);
    case 'RungFired': {
      const nudged = event.data.toRoles.includes('PARTICIPANT') && !event.data.merged;
      const next = nudged
        ? { ...state, nudges: [...state.nudges, event.recordedAt ?? event.occurredAt].slice(-5) }
        : state;
      return clock(next, event.data.clockId, (it) => ({
        ...it,
        pending: it.pending.filter(({ rung }) => rung !== event.data.rung),
        fired: { ...it.fired, [event.data.rung]: event.occurredAt },
      }));
    }
    case 'RungSuppressed':
      return clock(state, event.data.clockId, (it) => ({
        ...it,
        pending: it.pending.filter(({ rung }) => rung !== event.data.rung),
      }));
    case 'TaskCreated':
      return { ...state, tasks: { ...state.tasks, [event.data.taskId]: Object.freeze(created(event, today)) } };
    case 'TaskAssigned':
    case 'TaskReassigned':
      return handed(state, event.data.taskId, event.data.to);
    case 'TaskClaimed':
      return handed(state, event.data.taskId, event.data.by);
    case 'TaskHandedBack': {
      const { taskId, to } = event.data;
      return changed(state, taskId, ({ assigneeId: _now, hadBefore: _before, ...it }) =>
        to === undefined ? it : { ...it, assigneeId: to },
      );
    }
    case 'TaskStarted':
      return task(state, event.data.taskId, { status: 'IN_PROGRESS' });
    case 'TaskBlocked':
      return task(state, event.data.taskId, {
        status: 'BLOCKED',
        waitingOn: event.data.waitingOn,
        blockedOn: today,
      });
    case 'TaskUnblocked':
      return task(state, event.data.taskId, { status: 'OPEN' });
    case 'TaskSnoozed':
      return changed(state, event.data.taskId, (it) => ({
        ...it,
        status: 'SNOOZED',
        before: it.status === 'SNOOZED' ? (it.before ?? 'OPEN') : it.status,
      }));
    case 'TaskReopened': {
      const { taskId, status } = event.data;
      return changed(state, taskId, ({ doneOn: _on, doneAt: _at, byFact: _byFact, before: _before, ...it }) => ({
        ...it,
        status,
      }));
    }
    case 'TaskCompleted':
      return changed(state, event.data.taskId, (it) => ({
        ...it,
        status: 'DONE',
        before: it.status,
        doneOn: event.data.on,
        doneAt: event.recordedAt ?? event.occurredAt,
        byFact: event.data.byFact ?? false,
      }));
    case 'TaskCancelled':
      return task(state, event.data.taskId, { status: 'CANCELLED', cancelledBy: event.data.reason });
    case 'RungRetracted':
      return clock(state, event.data.clockId, (it) => ({
        ...it,
        retracted: [...(it.retracted ?? []), event.data.rung],
      }));
    case 'TaskEscalated': {
      const { taskId, level } = event.data;
      return changed(state, taskId, (it) => ({
        ...it,
        escalation: { ...it.escalation, level: Math.max(level, it.escalation?.level ?? 0) },
      }));
    }
    case 'EscalationAcknowledged': {
      const { taskId, by } = event.data;
      return changed(state, taskId, (it) =>
        it.escalation ? { ...it, escalation: { ...it.escalation, acknowledgedBy: by } } : it,
      );
    }
    case 'EscalationResolved':
      return changed(state, event.data.taskId, ({ escalation: _over, ...it }) => it);
    default:
      return assertNever(event);
  }
}

/** A clock as its arming says. */
export function armedClock(data: ClockArmed): ClockState {
  return {
    clockId: data.clockId,
    generation: data.generation,
    status: data.dueAt === undefined ? 'SUSPENDED' : 'RUNNING',
    kind: data.kind,
    code: data.code,
    times: data.times,
    armedOn: data.armedOn,
    budget: data.budget,
    ...(data.dueOn === undefined ? {} : { dueOn: data.dueOn }),
    ...(data.dueAt === undefined ? {} : { dueAt: data.dueAt }),
    basis: data.basis,
    calendarVersion: data.calendarVersion,
    pending: data.rungs,
    fired: {},
  };
}

function created({ data, occurredAt }: Extract<WorkflowEvent, { type: 'TaskCreated' }>, today: string): TaskState {
  return {
    taskId: data.taskId,
    code: data.code,
    status: 'OPEN',
    role: data.role,
    withRoles: data.withRoles ?? [],
    mandatory: data.mandatory,
    evidence: data.evidence,
    ...(data.phaseId === undefined ? {} : { phaseId: data.phaseId }),
    ...(data.round === undefined ? {} : { round: data.round }),
    ...(data.assigneeId === undefined ? {} : { assigneeId: data.assigneeId }),
    createdOn: today,
    createdAt: occurredAt,
    ...(data.dueOn === undefined ? {} : { dueOn: data.dueOn }),
    ...(data.title === undefined ? {} : { title: data.title }),
  };
}

type PhaseDates = Partial<PhaseState>;

// Frozen, for what is spread from a frozen object has a hidden class with others; V8 11 gives a class of its own to each object that is spread from
// another one and has more fields.

const phase = (state: WorkflowState, id: string, change: (it: PhaseDates) => PhaseState): WorkflowState => ({
  ...state,
  phases: { ...state.phases, [id]: Object.freeze(change(state.phases[id] ?? {})) },
});

function clock(state: WorkflowState, id: string, change: (clock: ClockState) => ClockState): WorkflowState {
  const it = state.clocks[id];
  return it ? { ...state, clocks: { ...state.clocks, [id]: Object.freeze(change(it)) } } : state;
}

const moves = (
  state: WorkflowState,
  id: string,
  change: (before: readonly ClockMove[]) => readonly ClockMove[],
): WorkflowState => ({ ...state, moves: { ...state.moves, [id]: change(state.moves[id] ?? []) } });

const task = (state: WorkflowState, id: string, change: Partial<TaskState>): WorkflowState =>
  changed(state, id, (it) => ({ ...it, ...change }));

const handed = (state: WorkflowState, id: string, to: string): WorkflowState =>
  changed(state, id, (it) => ({ ...it, assigneeId: to, hadBefore: it.assigneeId ?? null }));

function changed(state: WorkflowState, id: string, change: (task: TaskState) => TaskState): WorkflowState {
  const it = state.tasks[id];
  return it ? { ...state, tasks: { ...state.tasks, [id]: Object.freeze(change(it)) } } : state;
}
