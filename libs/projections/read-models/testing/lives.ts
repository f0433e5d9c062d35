import {
  type Actor,
  type EventToAppend,
  isRefusal,
  type JsonObject,
  type JsonValue,
  type Refusal,
  type Category,
} from '@overstap/kernel';
import { type FactLog } from '@overstap/mobility';
import fc from 'fast-check';
import { TrajectoryLife, worldOf } from '../../../mobility/testing/trajectory-life.js';
import { type TrajectoryCommand } from '../../../mobility/trajectory/decider.js';
import { type TrajectoryEvent } from '../../../mobility/trajectory/state.js';

const WORLDS = { 'IND-6': worldOf('IND-6'), 'COL-12': worldOf('COL-12'), 'SP2-12': worldOf('SP2-12') };
export type TemplateCode = keyof typeof WORLDS;

/** One trajectory lived by the real decider, its events written down as they would be stored. */
export class WrittenLife extends TrajectoryLife {
  readonly written: EventToAppend[] = [];

  constructor(
    readonly trajectory: string,
    readonly template: TemplateCode = 'IND-6',
    readonly programme = 'reorg',
  ) {
    super(WORLDS[template]);
  }

  override attempt(
    command: TrajectoryCommand,
    actor: Actor = { type: 'COACH', id: 'coach-1' },
    account?: string,
  ): readonly TrajectoryEvent[] | Refusal {
    const before = this.events.length;
    const decided = super.attempt(command, actor, account);
    if (isRefusal(decided)) return decided;
    for (const event of this.events.slice(before)) this.written.push(this.stored(event, actor));
    return decided;
  }

  private stored(event: TrajectoryEvent & { readonly id: string }, actor: Actor): EventToAppend {
    const { trajectory, programme } = this;
    const data = JSON.parse(JSON.stringify(event.data)) as Record<string, JsonValue>;
    if (typeof data['eventId'] === 'string') data['eventId'] = `${trajectory}-${data['eventId']}`;
    return {
      id: `${trajectory}-${event.id}`,
      type: event.type,
      schemaVersion: 1,
      programme,
      trajectory,
      subject: `p-${trajectory}`,
      occurredAt: event.occurredAt,
      recordedAt: this.now,
      actor,
      command: `${trajectory}-${this.written.length}`,
      correlation: `${trajectory}`,
      ...this.sealed(event.type, data),
    };
  }

  /** Fields that are not in clear are put into blocks that only look sealed. */
  private sealed(type: string, data: JsonObject): Pick<EventToAppend, 'data' | 'sealed'> {
    const definition = this.world.catalogue.get(type);
    const clear: Record<string, JsonValue> = {};
    const blocks: { [category in Category]?: Record<string, JsonValue> } = {};
    for (const [field, value] of Object.entries(data)) {
      const category = definition?.sealed.get(field);
      if (category) (blocks[category] ??= {})[field] = value;
      else clear[field] = value;
    }
    const sealed = Object.fromEntries(
      Object.entries(blocks).map(([category, block]) => [
        category,
        Buffer.from(JSON.stringify(block)).toString('base64'),
      ]),
    );
    return { data: clear, sealed };
  }
}

export const PLACEMENT = {
  placementId: 'pl-1',
  outcomeType: 'EMPLOYED_PERMANENT',
  hoursPerWeek: 32,
  sector: 'care',
  sameFunction: false,
  sameSector: false,
  channel: 'NETWORK',
  subsidised: false,
  internal: false,
};

const ago = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
export const later = (date: string, days: number): string => ago(date, -days);

interface Step {
  readonly days: number;
  readonly what: string;
  readonly back: number;
  readonly pick: number;
}

const WHAT = [
  'invite',
  'contact',
  'contact',
  'match',
  'intake',
  'intake',
  'pause',
  'resume',
  'land',
  'start',
  'correctPlacement',
  'voidPlacement',
  'endPlacement',
  'reopen',
  'close',
  'exit',
  'extend',
  'grant',
  'correct',
  'void',
  'task',
  'task',
  'addTask',
  'assign',
  'snooze',
  'block',
  'decline',
  'note',
  'hours',
  'glass',
  'review',
];

const step: fc.Arbitrary<Step> = fc.record({
  days: fc.nat({ max: 25 }),
  what: fc.constantFrom(...WHAT),
  back: fc.nat({ max: 9 }),
  pick: fc.nat({ max: 50 }),
});

/** A life in the order that lives have, and one that somebody throws anything at. What the decider refuses did not happen. */
const steps = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 3, maxLength: 16 }))
  .map(([usual, any]) =>
    usual
      ? ['invite', 'contact', 'match', 'intake'].map((what): Step => ({ days: 3, what, back: 1, pick: 0 })).concat(any)
      : any,
  );

export const randomLives: fc.Arbitrary<readonly WrittenLife[]> = fc
  .array(fc.tuple(fc.constantFrom<TemplateCode>('IND-6', 'COL-12'), steps), { minLength: 1, maxLength: 3 })
  .map((plans) => plans.map(([template, plan], nth) => lived(`t${nth + 1}`, template, plan)));

const BY: Readonly<Record<string, Actor>> = {
  review: { type: 'QUALITY_OFFICER', id: 'vera' },
  grant: { type: 'PROGRAMME_MANAGER', id: 'boss' },
};

const newestGlass = (facts: FactLog): string =>
  String(facts.findLast(({ type }) => type === 'BreakGlassOpened')?.data['glassId'] ?? 'none');

function lived(trajectory: string, template: TemplateCode, plan: readonly Step[]): WrittenLife {
  const life = new WrittenLife(trajectory, template);
  let date = '2026-09-01';
  life
    .until(date)
    .refer({ participantId: `p-${trajectory}`, notifiedOn: date, hoursPerWeek: 36, cohortId: 'c-1', wave: 1 });
  let placements = 0;
  for (const { days, what, back, pick } of plan) {
    date = later(date, days);
    life.until(date);
    const on = ago(date, back);
    const tasks = Object.keys(life.state.workflow.tasks);
    const taskId = tasks[pick % Math.max(1, tasks.length)] ?? 'none';
    const facts = life.state.facts;
    const fact = facts[pick % Math.max(1, facts.length)];
    if (what === 'land') placements += 1;
    const placementId = `pl-${placements}`;
    const commands: Record<string, readonly [string, object]> = {
      invite: ['InviteParticipant', { channel: 'MAIL', language: 'nl', occurredOn: on }],
      contact: ['MakeFirstContact', { on, channel: 'PHONE' }],
      match: ['MatchCoach', { coachId: 'coach-1' }],
      intake: ['HoldIntake', { on, minutes: 60, mode: 'ONSITE' }],
      pause: ['PauseTrajectory', { from: on, expectedResumeOn: later(date, 20), reason: pick % 2 ? 'SICK' : 'CARE' }],
      resume: ['ResumeTrajectory', { on }],
      land: [
        'RecordPlacement',
        { ...PLACEMENT, placementId, acceptedOn: on, startsOn: later(date, 10), internal: pick % 3 === 0 },
      ],
      start: ['StartPlacement', { placementId, on }],
      correctPlacement: ['CorrectPlacement', { placementId, reason: 'typing', acceptedOn: ago(on, pick % 5) }],
      voidPlacement: ['VoidPlacement', { placementId, reason: 'never was' }],
      endPlacement: ['EndPlacement', { placementId, on, reason: 'probation', withinProbation: true }],
      reopen: ['ReopenTrajectory', { on, cause: pick % 3 ? 'RELAPSE' : 'ERROR', remainingDays: 60 }],
      close: [
        'CloseTrajectory',
        { on, closureClass: pick % 2 ? 'END_OF_TERM' : 'INTERRUPTED', reason: pick % 2 ? 'TERM_ENDED' : 'WITHDRAWN' },
      ],
      exit: ['RecordExitWithoutWork', { outcomeType: pick % 2 ? 'RETIREMENT' : 'UNKNOWN', on }],
      extend: ['RequestExtension', { days: 28, reason: 'nearly there', costCents: 0 }],
      grant: ['DecideExtension', { granted: pick % 3 > 0 }],
      correct: ['CorrectFact', { eventId: fact?.id ?? 'none', changes: { on }, reason: 'wrong day' }],
      void: ['VoidFact', { eventId: fact?.id ?? 'none', reason: 'wrong person' }],
      task: ['CompleteTask', { taskId, on, evidenceRef: 'doc-1', confirmed: true }],
      addTask: ['AddTask', { title: 'Call Zoë', role: pick % 2 ? 'COACH' : 'PLANNER' }],
      assign: ['AssignTask', { taskId, to: `coach-${pick % 3}` }],
      snooze: ['SnoozeTask', { taskId, until: later(date, 5) }],
      block: ['BlockTask', { taskId, waitingOn: pick % 2 ? 'COACH' : 'EMPLOYER' }],
      decline: ['DeclineParticipation', { reason: 'NO_NEED', on }],
      note: ['RecordSessionNote', { noteId: `n-${date}`, ref: 'Told Zoë', sharedWithParticipant: pick % 2 === 0 }],
      hours: ['BookHours', { minutes: 30 + pick, activity: 'SESSION', billable: true }],
      glass: ['OpenBreakGlass', { reason: 'Zoë called', minutes: 60 }],
      review: ['ReviewBreakGlass', { glassId: newestGlass(facts), finding: 'JUSTIFIED', comment: 'Zoë agreed' }],
    };
    const [type, data] = commands[what] ?? ['FallDue', {}];
    const by: Actor = BY[what] ?? { type: 'COACH', id: 'coach-1' };
    life.attempt({ type, data } as TrajectoryCommand, by);
  }
  return life;
}
