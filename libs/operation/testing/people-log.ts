import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '@overstap/event-store';
import {
  catalogue,
  CATEGORIES,
  Event,
  type Clock,
  type Instant,
  TextField,
  type RecordedEvent,
} from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { Erasure, PersonalDataCodec, SubjectKeys, type KeyWrapper } from '@overstap/privacy';

@Event({ privacy: 'P1' })
class PersonReferred {
  @TextField() marker!: string;
  @TextField({ privacy: 'P5' }) name!: string;
}
const events = catalogue({ PersonReferred });

/** A log of events about people with a name each, as the program writes it. */
export class PeopleLog {
  readonly codec: PersonalDataCodec;
  readonly erasure: Erasure;
  readonly #revisions = new Map<string, number>();

  private constructor(
    readonly store: PostgresEventStore,
    database: Database,
    keys: KeyWrapper,
  ) {
    const subjectKeys = new SubjectKeys(database, keys);
    this.codec = new PersonalDataCodec(subjectKeys);
    this.erasure = new Erasure(database, subjectKeys);
  }

  static async open(database: Database, keys: KeyWrapper): Promise<PeopleLog> {
    return new PeopleLog(await PostgresEventStore.open(database), database, keys);
  }

  async refer(tenant: string, subject: string, name: string, times = 1): Promise<void> {
    const stream = `participant-${subject}`;
    for (let n = 0; n < times; n++) {
      const id = randomUUID();
      const type = 'PersonReferred';
      const payload = await this.codec.seal({
        ...{ tenant, stream, id, type, subject },
        definition: events.get(type)!,
        data: { marker: `referral ${n}`, name },
      });
      const revision = this.#revisions.get(stream) ?? -1;
      const at = '2026-09-01T08:00:00.000Z';
      const actor = { type: 'PLANNER', id: 'p' } as const;
      const envelope = {
        id,
        type,
        subject,
        schemaVersion: 1,
        actor,
        command: id,
        correlation: id,
        occurredAt: at,
        recordedAt: at,
      };
      await this.store.append({
        tenant,
        stream,
        expected: revision < 0 ? 'noStream' : revision,
        events: [{ ...envelope, ...payload }],
      });
      this.#revisions.set(stream, revision + 1);
    }
  }

  erase(tenant: string, subject: string): Promise<void> {
    return this.erasure.erase(tenant, subject, CATEGORIES);
  }

  async read(tenant: string, subject: string): Promise<readonly RecordedEvent[]> {
    return this.codec.open(await this.store.readStream(tenant, `participant-${subject}`), events);
  }
}

/** A clock that a test sets. */
export class SetClock implements Clock {
  constructor(public at: Instant = '2026-09-01T08:00:00.000Z') {}
  now(): Instant {
    return this.at;
  }
}
