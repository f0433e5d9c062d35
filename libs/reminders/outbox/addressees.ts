import { isEmployerSide, type StoredEvent } from '@overstap/kernel';

/** Whom a message is for: a person by pseudonymous id, or with an empty `ref` whoever holds the role. */
export interface Recipient {
  readonly role: string;
  readonly ref: string;
}

/** Somebody as the holder of an account, whatever their roles: what is sent so is about coming in, is mailed at once, and is in no inbox. */
export const ACCOUNT_HOLDER = 'ACCOUNT';
export const isAccount = ({ role }: Recipient): boolean => role === ACCOUNT_HOLDER;

/** What a clock times, as its stream tells; from the clear fields alone. */
export interface TimedDuty {
  readonly kind?: string;
  /** The template's code of the task, phase or deadline. */
  readonly code?: string;
  /** The role whose duty it is; only for tasks. */
  readonly owner?: string;
  readonly assignee?: string;
}

const OF_COACH = 'coach-';
const OF_TRAJECTORY = 'trajectory-';
/**
 * Who is told meanwhile what a coach or a case manager would be told of a trajectory that has none yet: whoever finds the coach (S4 of every
 * template), and who at the employer names the case manager.
 */
const MEANWHILE: Readonly<Record<string, string | undefined>> = {
  COACH: 'PLANNER',
  EMPLOYER_CASE_MANAGER: 'EMPLOYER_HR',
};

type Fields = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The duty that a clock times, as it stood after these events. */
export function dutyOf(clockId: string, history: readonly StoredEvent[]): TimedDuty {
  let duty: { kind?: string; code?: string; owner?: string; assignee?: string } = {};
  for (const { type, data } of history) {
    const fields: Fields = data;
    if ((type === 'ClockArmed' || type === 'ClockRearmed') && fields['clockId'] === clockId)
      duty = { ...duty, ...present({ kind: text(fields['kind']), code: text(fields['code']) }) };
    if (`task.${String(fields['taskId'])}` !== clockId) continue;
    if (type === 'TaskCreated')
      duty = { ...duty, ...present({ owner: text(fields['role']), assignee: text(fields['assigneeId']) }) };
    if (type === 'TaskAssigned' || type === 'TaskReassigned')
      duty = { ...duty, ...present({ assignee: text(fields['to']) }) };
    if (type === 'TaskClaimed') duty = { ...duty, ...present({ assignee: text(fields['by']) }) };
    if (type === 'TaskHandedBack') {
      const { assignee: _until, ...others } = duty;
      duty = { ...others, ...present({ assignee: text(fields['to']) }) };
    }
  }
  return duty;
}

function present<Key extends string>(fields: Readonly<Record<Key, string | undefined>>): { [key in Key]?: string } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [key in Key]?: string };
}

/** What is shared by those who lead a team stands in the inbox of that team. */
export const LEADS_TEAM = 'TEAM_LEAD';
/** Who is told what is asked of the leads of a team that nobody leads: the next to be asked, and they reach everybody. The leads of others would find nothing there. */
const INSTEAD_OF_LEADS = 'PROGRAMME_MANAGER';

/** The team of whoever's work it is; null where nobody leads that team, undefined where they are in none. */
export type LedTeam = string | null | undefined;

/**
 * Who reads a rung; `team` is that of the coach, whose leads are asked before those of others. An employer is told of its own duties and of the law's dates, never of anything that hangs on what a participant did or did
 * not do, whatever a template says (docs/time.md, "Reminders").
 */
export function addresseesOf(
  roles: readonly string[],
  duty: TimedDuty,
  history: readonly StoredEvent[],
  team?: LedTeam,
): Recipient[] {
  return roles
    .filter((role) => role !== 'SYSTEM')
    .filter(
      (role) =>
        !isEmployerSide(role) || duty.kind === 'STATUTORY' || (duty.owner !== undefined && isEmployerSide(duty.owner)),
    )
    .map((role) => readerOf(role, duty, history, team))
    .filter(({ role, ref }, index, all) => all.findIndex((each) => each.role === role && each.ref === ref) === index);
}

/** Who is told that a move which was in force until the last event is not any more: whose task it is by now, where the date is theirs; else whoever moved it. */
export function moverOf(clockId: string, duty: TimedDuty, history: readonly StoredEvent[]): Recipient | undefined {
  const { kind, owner, assignee } = duty;
  if (kind === 'PERSONAL' && owner !== undefined && assignee !== undefined) return { role: owner, ref: assignee };
  const movers: Recipient[] = [];
  for (const { type, data, actor } of history.slice(0, -1)) {
    if ((data as Fields)['clockId'] !== clockId) continue;
    if (type === 'ClockMoved') movers.push({ role: actor.type, ref: actor.id });
    if (type === 'ClockMoveUndone') movers.pop();
  }
  return movers.at(-1);
}

function readerOf(role: string, duty: TimedDuty, history: readonly StoredEvent[], team: LedTeam): Recipient {
  const ref = holderOf(role, duty, history) ?? (role === LEADS_TEAM ? team : undefined);
  if (ref === null) return { role: INSTEAD_OF_LEADS, ref: '' };
  if (ref !== undefined) return { role, ref };
  const onTrajectory = history.at(-1)?.stream.startsWith(OF_TRAJECTORY) ?? false;
  return { role: (onTrajectory ? MEANWHILE[role] : undefined) ?? role, ref: '' };
}

function holderOf(role: string, duty: TimedDuty, history: readonly StoredEvent[]): string | undefined {
  if (role === duty.owner && duty.assignee !== undefined) return duty.assignee;
  if (role === 'PARTICIPANT') return history.findLast(({ subject }) => subject !== undefined)?.subject;
  if (role === 'EMPLOYER_CASE_MANAGER') return caseManagerIn(history);
  return role === 'COACH' ? coachIn(history) : undefined;
}

const caseManagerIn = (history: readonly StoredEvent[]): string | undefined =>
  text((history.findLast(({ type }) => type === 'CaseManagerNamed')?.data as Fields | undefined)?.['caseManagerId']);

/** Whose coach's work it is. */
export function coachIn(history: readonly StoredEvent[]): string | undefined {
  // On a coach's own stream it is about that coach.
  const own = history.at(-1)?.stream;
  if (own?.startsWith(OF_COACH)) return own.slice(OF_COACH.length);
  const last = history.findLast(({ type }) => type === 'CoachMatched' || type === 'CoachReassigned');
  const fields: Fields = last?.data ?? {};
  return text(last?.type === 'CoachMatched' ? fields['coachId'] : fields['to']);
}
