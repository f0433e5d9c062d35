import { overBy } from './phases.js';
import { type Fact, type FactLog } from './facts.js';
import { isOpenClock, isOpenTask, tasksIn, type TaskState, type WorkflowState } from './state.js';
import { type Consequence, type Present, type Subject } from './subject.js';
import { momentOn } from './zone.js';

/** The task of whoever is to decide on what another asked for. No template has it. */
export const EXTENSION_REQUEST = 'EXTENSION_REQUEST';
export const WAIVER_REQUEST = 'WAIVER_REQUEST';
export const VOID_REQUEST = 'VOID_REQUEST';
export const APPROVAL_NAMES = {
  [EXTENSION_REQUEST]: { nl: 'Beslis over de gevraagde verlenging', en: 'Decide on the extension that was asked for' },
  [VOID_REQUEST]: {
    nl: 'Beslis of de verlenging wordt teruggenomen',
    en: 'Decide whether the extension is taken back',
  },
  [WAIVER_REQUEST]: { nl: 'Beslis over de gevraagde ontheffing', en: 'Decide on the waiver that was asked for' },
} as const;
export const APPROVAL_TASKS: readonly string[] = [EXTENSION_REQUEST, WAIVER_REQUEST, VOID_REQUEST];

const EXTENSION: readonly string[] = ['ExtensionRequested', 'ExtensionDecided'];
const WAIVER: readonly string[] = ['WaiverRequested', 'WaiverDecided'];
const VOIDING: readonly string[] = ['FactVoidRequested', 'FactVoidDecided'];

/** The extension that nobody has decided on yet. */
export function openExtension(facts: FactLog): Fact | undefined {
  const last = facts.findLast(({ type }) => EXTENSION.includes(type));
  return last?.type === 'ExtensionRequested' ? last : undefined;
}

/** The waiver of a clock that nobody has decided on yet. */
export function openWaiver(clockId: string, facts: FactLog): Fact | undefined {
  const last = facts.findLast(({ type, data }) => WAIVER.includes(type) && data['clockId'] === clockId);
  return last?.type === 'WaiverRequested' ? last : undefined;
}

/** That something is taken back, which nobody has decided on yet. */
export function openVoid(eventId: string, facts: FactLog): Fact | undefined {
  const last = facts.findLast(({ type, data }) => VOIDING.includes(type) && data['eventId'] === eventId);
  return last?.type === 'FactVoidRequested' ? last : undefined;
}

/** What is asked for and can still be decided on, by the id of its task. */
function openRequests({ facts, workflow }: Subject): ReadonlyMap<string, { readonly code: string; readonly by: Fact }> {
  const open = new Map<string, { readonly code: string; readonly by: Fact }>();
  const extension = openExtension(facts);
  if (extension) open.set(EXTENSION_REQUEST, { code: EXTENSION_REQUEST, by: extension });
  for (const { type, data } of facts) {
    if (type === 'FactVoidRequested') {
      const eventId = String(data['eventId']);
      const by = facts.some(({ id }) => id === eventId) ? openVoid(eventId, facts) : undefined;
      if (by) open.set(`${VOID_REQUEST}.${eventId}`, { code: VOID_REQUEST, by });
    }
    if (type !== 'WaiverRequested') continue;
    const clockId = String(data['clockId']);
    const by = isWaivable(clockId, workflow) ? openWaiver(clockId, facts) : undefined;
    if (by) open.set(`${WAIVER_REQUEST}.${clockId}`, { code: WAIVER_REQUEST, by });
  }
  return open;
}

function isWaivable(clockId: string, { clocks }: WorkflowState): boolean {
  const clock = clocks[clockId];
  return clock !== undefined && isOpenClock(clock) && clock.kind === 'CONTRACT';
}

/** One for each request: of the programme manager, or of a team lead where a programme manager asked. The decision is the answer to it. */
export function settleApprovals(subject: Subject, present: Present): Consequence[] {
  const whole = overBy(subject);
  const over = whole?.reason === 'LANDED' ? undefined : whole?.reason;
  const wanted = over ? new Map<never, never>() : openRequests(subject);
  const isAnswered = ({ taskId, code }: TaskState): boolean => APPROVAL_TASKS.includes(code) && !wanted.has(taskId);
  const events = tasksIn(subject.workflow)
    .filter((task) => isOpenTask(task) && isAnswered(task))
    .map((task) => answered(task, over, subject, present));
  for (const [taskId, { code, by }] of wanted) {
    const task = subject.workflow.tasks[taskId];
    if (task && isOpenTask(task)) continue;
    const role = by.actor === 'PROGRAMME_MANAGER' ? 'TEAM_LEAD' : 'PROGRAMME_MANAGER';
    const data = { taskId, code, role, mandatory: true, evidence: 'NONE' } as const;
    events.push({ type: 'TaskCreated', data, occurredAt: present.now });
  }
  return events;
}

/** By the code of the task: which decision answers it, and what that names. */
const DECISIONS: Readonly<Record<string, { readonly type: string; readonly of?: string }>> = {
  [EXTENSION_REQUEST]: { type: 'ExtensionDecided' },
  [WAIVER_REQUEST]: { type: 'WaiverDecided', of: 'clockId' },
  [VOID_REQUEST]: { type: 'FactVoidDecided', of: 'eventId' },
};

function answered(
  { taskId, code }: TaskState,
  over: string | undefined,
  { facts }: Subject,
  present: Present,
): Consequence {
  const decision = DECISIONS[code];
  const decided = facts.some(
    ({ type, data }) =>
      type === decision?.type && (decision.of === undefined || taskId === `${code}.${String(data[decision.of])}`),
  );
  if (over !== undefined || !decided)
    return {
      type: 'TaskCancelled',
      data: { taskId, reason: over ?? 'ANCHOR_VOIDED' },
      occurredAt: present.now,
    };
  const on = present.today;
  return { type: 'TaskCompleted', data: { taskId, on, byFact: true }, occurredAt: momentOn(on, present) };
}
