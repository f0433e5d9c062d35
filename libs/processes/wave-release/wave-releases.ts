import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { inTurns, type RecordedEvent } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { Loop, type Reactor } from '@overstap/projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NewRelease, ReleaseRows, type StoredRelease, type WaveProgress } from './release-rows.js';

export interface WaveReleaseParts {
  readonly database: Pick<Database, 'worker'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  readonly report: (where: string, error: unknown) => void;
  /** How long a worker that was killed keeps others out. Default 5 s. */
  readonly leaseMs?: number;
  /** People between two notes of how far it is. Default 200. */
  readonly step?: number;
}

/** The code is what is kept and shown; the rest goes to the log. */
class InvitationFailed extends Error {
  constructor(readonly code: string) {
    super(`An invitation of a wave is not carried out: ${code}`);
  }
}

/** Commands under way at once: the store groups their appends. */
const AT_ONCE = 64;
const LOOKS_EVERY_MS = 2_000;
const TRIED_AGAIN_AFTER_MS = 5_000;
const POLLS_EVERY_MS = 50;

/**
 * A released wave invites its people, however many they are: the release is written down, and carried out beside everything else in steps, one
 * command for each person. Each step notes up to whom it came, so that whoever carries on after a crash does so from there; a step done twice
 * sends the same commands, which are carried out once. Whoever is invited already stays as they are.
 */
export class WaveReleases {
  /** To be run by the projection runner: no release is missed, whoever decided it. */
  readonly reactor: Reactor = {
    name: 'wave_release',
    types: ['CohortWaveReleased'],
    from: 'start',
    react: (event) => this.begin(releaseOf(event)),
  };
  private readonly rows: ReleaseRows;
  private readonly loop: Loop;
  private readonly step: number;
  private stopping = false;
  private started = false;

  constructor(private readonly parts: WaveReleaseParts) {
    const { database, report, leaseMs = 5_000, step = 200 } = parts;
    this.step = step;
    this.rows = new ReleaseRows(database, leaseMs);
    this.loop = new Loop(
      () => this.carryOutAll(),
      LOOKS_EVERY_MS,
      (error) => report('wave release', error),
    );
  }

  start(): void {
    this.started = true;
    this.loop.start();
  }

  /** Finishes the step under way; the rest is carried on by another worker, or by the next program that starts. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.started) await this.loop.stop();
  }

  async begin(release: NewRelease): Promise<void> {
    await this.rows.begin(release);
    this.loop.ring();
  }

  progress(tenant: string, programme: string, wave: number): Promise<WaveProgress | undefined> {
    return this.rows.progress(tenant, programme, wave);
  }

  /** Carries out what there is, here or with another worker, and answers true when it is all over or cannot go on now; false after the time-out. */
  async settled(timeoutMs = Infinity): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if ((await this.rows.open()).running === 0) return true;
      // Beside a loop that runs this finds what is free; the lease keeps the two apart.
      await this.carryOutAll(deadline);
      if ((await this.rows.open()).running === 0) return true;
      if (performance.now() > deadline) return false;
      await sleep(POLLS_EVERY_MS);
    }
  }

  /** For the health check: names the waves that cannot go on, and throws for none of them: the program itself is well. */
  async check(): Promise<string | undefined> {
    const { running, stuck } = await this.rows.open();
    if (stuck.length > 0) return `not carried out, and tried again: ${stuck.join(', ')}`;
    return running > 0 ? `${running} under way` : undefined;
  }

  private async carryOutAll(deadline = Infinity): Promise<void> {
    for (;;) {
      if (this.stopping || performance.now() > deadline) return;
      const release = await this.rows.take();
      if (!release) return;
      await this.carryOut(release, deadline);
    }
  }

  private async carryOut(release: StoredRelease, deadline: number): Promise<void> {
    let at = release;
    try {
      for (;;) {
        if (this.stopping || performance.now() > deadline) return await this.rows.leave(release);
        const people = await this.rows.next(at, this.step);
        const after = people.at(-1)?.trajectory;
        if (after === undefined) return await this.rows.end(release);
        const done = { invited: 0, passedOver: 0 };
        await inTurns(people, AT_ONCE, async (person) => {
          done[await this.invite(release, person)] += 1;
        });
        if (!(await this.rows.settle(release, { ...done, after }))) return;
        at = { ...at, after };
      }
    } catch (error) {
      const code = error instanceof InvitationFailed ? error.code : 'failed';
      // When the database is away this fails too; the lease runs out by itself.
      await this.rows.leave(release, code, TRIED_AGAIN_AFTER_MS).catch(() => undefined);
      this.parts.report('wave release', error);
    }
  }

  private async invite(
    { tenant, release, inviteOn, correlation }: StoredRelease,
    { trajectory, language }: { readonly trajectory: string; readonly language: string },
  ): Promise<'invited' | 'passedOver'> {
    const outcome = await this.parts.commands.handle({
      tenant,
      aggregate: 'trajectory',
      id: trajectory,
      type: 'InviteParticipant',
      data: { channel: 'MAIL', language, occurredOn: inviteOn },
      actor: { type: 'SYSTEM', id: 'wave-release' },
      commandId: commandIdOf('wave-release', release, trajectory),
      causation: release,
      correlation,
    });
    if (outcome.outcome === 'done') return 'invited';
    if (outcome.outcome === 'conflict') throw new InvitationFailed('concurrent-change');
    // Somebody who declined or was closed meanwhile is not invited; the others are. An invitation that is no good itself must be seen, and is
    // tried again until it goes.
    if (outcome.refusal.kind === 'invalid') throw new InvitationFailed(outcome.refusal.code);
    return 'passedOver';
  }
}

function releaseOf(event: RecordedEvent): NewRelease {
  const { cohortId, wave, inviteOn } = event.data as {
    readonly cohortId: string;
    readonly wave: number;
    readonly inviteOn: string;
  };
  const { tenant, id: release, programme = cohortId, correlation } = event;
  return { tenant, release, programme, cohort: cohortId, wave, inviteOn, correlation };
}
