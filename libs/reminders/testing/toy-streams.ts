import { type AggregateCommand, type CommandOutcome, eventIdOf } from '@overstap/commands';
import { calendarNamed, DEFAULT_QUIET_HOURS } from '@overstap/calendar';
import { type Clock, type EventToAppend, isRefusal, type JsonObject, type StoredEvent } from '@overstap/kernel';
import { MemoryEventStore } from '@overstap/event-store';
import { type EventOpener, shareOf } from '@overstap/projections';
import {
  type DueRow,
  type DueStream,
  type DueTable,
  type Moment,
  MOMENT_MS,
  type MomentName,
} from '../due/due-table.js';
import { type Commands } from '../due/fall-due.js';
import { type Manners } from '../outbox/release.js';

export const TENANT = 'tenant-a';
export const PARTICIPANT = 'participant-1';
const calendar = calendarNamed('nl');
if (isRefusal(calendar)) throw new Error(calendar.message);
export const dutch = calendar;

export const manners: Manners = { calendarOf: () => dutch, quietHoursOf: () => DEFAULT_QUIET_HOURS };

/** Nothing is sealed here. */
export const opener: EventOpener = { clear: (event) => event, decode: (events) => Promise.resolve(events) };

export interface Plan {
  readonly rung: string;
  readonly at: string;
  readonly to?: readonly string[];
  readonly channel?: string;
  readonly level?: number;
  readonly merged?: boolean;
}

/** Streams that do what the engine does with a ladder and nothing else: rungs are armed, and fire once their moment has come. */
export class ToyStreams implements Commands, DueTable {
  readonly store = new MemoryEventStore();
  readonly commands: AggregateCommand[] = [];
  /** Outcomes to give before the command is carried out, as others would cause them. */
  readonly hiccups: CommandOutcome[] = [];
  private readonly rows = new Map<string, DueRow>();
  private readonly plans = new Map<string, Plan>();

  constructor(private readonly clock: Clock) {}

  async append(id: string, type: string, data: object, extra: Partial<EventToAppend> = {}): Promise<void> {
    const command = extra.command ?? eventIdOf(`${id}${type}`, (await this.events(id)).length);
    const now = this.clock.now();
    const actor = { type: 'SYSTEM', id: 'test' } as const;
    const envelope = {
      schemaVersion: 1,
      trajectory: id,
      subject: PARTICIPANT,
      occurredAt: now,
      recordedAt: now,
      actor,
    };
    const event = {
      id: eventIdOf(command, 0),
      type,
      data: data as JsonObject,
      sealed: {},
      command,
      correlation: command,
    };
    const events = [{ ...envelope, ...event, ...extra }];
    await this.store.append({ tenant: TENANT, stream: `trajectory-${id}`, expected: 'any', events });
  }

  async arm(
    id: string,
    clockId: string,
    plans: readonly Plan[],
    armed: { kind?: string; generation?: number } = {},
  ): Promise<void> {
    const { kind = 'PROGRAMME', generation = 1 } = armed;
    const code = clockId.split('.')[1] ?? clockId;
    const rungs = plans.map(({ rung, at }) => ({ rung, at }));
    await this.append(id, 'ClockArmed', { clockId, generation, kind, code, rungs });
    for (const plan of plans) {
      const { rung, at } = plan;
      const key = JSON.stringify([id, clockId, generation, rung]);
      this.plans.set(key, plan);
      this.rows.set(key, { tenant: TENANT, aggregate: 'trajectory', id, clockId, generation, rung, at });
    }
  }

  events(id: string): Promise<readonly StoredEvent[]> {
    return this.store.readStream(TENANT, `trajectory-${id}`);
  }

  async fired(): Promise<string[]> {
    const { events } = await this.store.readAll('', 100_000, { types: ['RungFired'] });
    return events.map(({ stream, data }) => `${stream} ${String(data['clockId'])} ${String(data['rung'])}`);
  }

  async handle(command: AggregateCommand): Promise<CommandOutcome> {
    this.commands.push(command);
    const hiccup = this.hiccups.shift();
    if (hiccup) return hiccup;
    const stream = `trajectory-${command.id}`;
    const history = await this.store.readStream(TENANT, stream);
    const revision = history.length - 1;
    const before = history.findLast((event) => event.command === command.commandId);
    if (before)
      return { outcome: 'done', revision: before.revision, position: before.position, events: [], duplicate: true };
    if (command.type !== 'FallDue') {
      const { type, data, commandId } = command;
      await this.append(command.id, type, data, { command: commandId });
      return { outcome: 'done', revision, position: '', events: [], duplicate: false };
    }
    const now = this.clock.now();
    const due = [...this.rows].filter(([, row]) => row.id === command.id && row.at <= now);
    if (due.length === 0) return { outcome: 'done', revision, position: '', events: [], duplicate: false };
    const events = due.map(([key, { clockId, generation, rung, at }], index): EventToAppend => {
      const { to = ['COACH'], channel = 'APP', level = 1, merged = false } = this.plans.get(key) ?? {};
      return {
        id: eventIdOf(command.commandId, index),
        type: 'RungFired',
        schemaVersion: 1,
        trajectory: command.id,
        subject: PARTICIPANT,
        occurredAt: at,
        recordedAt: now,
        actor: command.actor,
        command: command.commandId,
        correlation: command.commandId,
        data: {
          clockId,
          generation,
          rung,
          level,
          toRoles: [...to],
          channel,
          action: 'NOTIFY',
          dueOn: at.slice(0, 10),
          merged,
        },
        sealed: {},
      };
    });
    const result = await this.store.append({ tenant: TENANT, stream, expected: revision, events });
    if (result.outcome === 'conflict') return { outcome: 'conflict', revision, since: [] };
    for (const [key] of due) this.rows.delete(key);
    return { ...result, outcome: 'done', events: events.map(({ id, type }) => ({ id, type })) };
  }

  dueBefore(instant: string, limit: number, after?: DueRow): Promise<readonly DueRow[]> {
    const sorted = [...this.rows.values()]
      .filter(({ at }) => at <= instant)
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return Promise.resolve(sorted.filter((row) => !after || keyOf(row) > keyOf(after)).slice(0, limit));
  }

  momentsBefore(instant: string): Promise<readonly Moment[]> {
    const moments = new Map<string, Moment>();
    for (const { tenant, id, at } of [...this.rows.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
      const [share, from] = [shareOf(id), quarterOf(at)];
      const key = JSON.stringify([from, tenant, share]);
      if (at <= instant) moments.set(key, { tenant, share, from, at, rows: (moments.get(key)?.rows ?? 0) + 1 });
    }
    return Promise.resolve([...moments].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, moment]) => moment));
  }

  streamsAt({ tenant, share, from }: MomentName, now: string): Promise<readonly DueStream[]> {
    const there = [...this.rows.values()].filter(
      ({ id, at, ...row }) => row.tenant === tenant && shareOf(id) === share && quarterOf(at) === from && at <= now,
    );
    const streams = there.map(({ aggregate, id, at }): DueStream => ({ tenant, aggregate, id, at }));
    return Promise.resolve([...new Map(streams.map((stream) => [stream.id, stream])).values()]);
  }

  earliest(later = ''): Promise<string | undefined> {
    return Promise.resolve(
      [...this.rows.values()]
        .map(({ at }) => at)
        .filter((at) => at > later)
        .toSorted()[0],
    );
  }
}

const quarterOf = (at: string): string => new Date(Math.floor(Date.parse(at) / MOMENT_MS) * MOMENT_MS).toISOString();

const keyOf = ({ at, tenant, id, clockId, rung }: DueRow): string => [at, tenant, id, clockId, rung].join('\n');
