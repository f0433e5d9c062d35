import { type Aggregates, type CommandHandler } from '@overstap/commands';
import { type Clock, conflict, type EventStore, invalid, isRefusal, notFound, type Refusal } from '@overstap/kernel';
import {
  type MigrationProposal,
  problemOfTerms,
  proposedTerms,
  type TemplateDefinition,
  type TemplateState,
} from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type Resumable } from '../abandoned-work.js';
import { Leases } from '../leases.js';
import { DryRuns, type ItemStatus, type Person, type StoredItem, type StoredMigration } from './dry-runs.js';
import { commandFor, lookAt } from './one-trajectory.js';
import { runningOn } from './running.js';
import { nextAction } from './next-action.js';
import { differenceOf, digestOf, hashOf, type MigrationPlan, type PreviewedTrajectory } from './plan.js';
import { upgradeProgrammes } from './programmes.js';
import { type MigrationSummary, summaryOf } from './summary.js';

export interface MigrationParts {
  readonly database: Database;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle' | 'lookAt'>;
  readonly clock: Clock;
}

export interface DryRun extends MigrationSummary {
  readonly hash: string;
  readonly plan: MigrationPlan;
  readonly trajectories: readonly PreviewedTrajectory[];
}

/** How a migration went, or how far it is. */
export interface MigrationReport {
  readonly hash: string;
  readonly status: StoredMigration['status'];
  readonly plan: MigrationPlan;
  readonly of: number;
  readonly done: number;
  readonly migrated: number;
  /** Left on the version before, and why. */
  readonly left: readonly { readonly trajectory: string; readonly status: ItemStatus; readonly why: string }[];
}

type Progress = (done: number, of: number) => void;

const leaseOf = (tenant: string, hash: string): string => `migration ${tenant} ${hash}`;
const AT_ONCE = 20;
const MOST_TRIES = 4;
const MOST_TOLD = 10;

/**
 * Brings the trajectories of a template's version to another: a dry run shows what would happen to each, and its hash carries that out, one
 * trajectory at a time, by commands whose ids follow from the hash. A crash in between loses nothing: `resume` carries on.
 */
export class TemplateMigration implements Resumable {
  private readonly dryRuns: DryRuns;
  private readonly leases: Leases;

  constructor(private readonly parts: MigrationParts) {
    this.dryRuns = new DryRuns(parts.database);
    this.leases = new Leases(parts.database.leases);
  }

  /** Terms to begin with, for somebody to complete: everything of the same code goes on. */
  async propose(
    tenant: string,
    plan: Pick<
      MigrationPlan,
      'fromTemplate' | 'fromVersion' | 'toTemplate' | 'toVersion' | 'programme' | 'trajectory' | 'reason'
    >,
  ): Promise<(MigrationProposal & { readonly running: number }) | Refusal> {
    const ends = await this.ends(tenant, plan);
    if (isRefusal(ends)) return ends;
    const proposal = proposedTerms(ends.from, ends.to, plan.reason);
    const { programme, trajectory } = plan;
    const terms = {
      ...proposal.terms,
      ...(programme === undefined ? {} : { programme }),
      ...(trajectory === undefined ? {} : { trajectory }),
    };
    return { ...proposal, terms, running: (await runningOn(this.parts, tenant, plan)).length };
  }

  async dryRun(tenant: string, plan: MigrationPlan, actor: Person): Promise<DryRun | Refusal> {
    const ends = await this.ends(tenant, plan);
    if (isRefusal(ends)) return ends;
    const problem = problemOfTerms(plan, rulesOf(ends.from), rulesOf(ends.to));
    if (problem) return problem;
    const trajectories = await this.previews(tenant, plan, actor);
    const items = trajectories.map((each) => ({ ...each, digest: digestOf(each.preview) }));
    const hash = hashOf(plan, items);
    await this.dryRuns.keep({ tenant, hash, plan, actor }, items, this.parts.clock.now());
    return { hash, plan, ...summaryOf(trajectories), trajectories };
  }

  /** Carries a dry run out. Refused when what it would do now is other than was shown; begun before, it is carried on. */
  async apply(tenant: string, hash: string, by: Person, progress?: Progress): Promise<MigrationReport | Refusal> {
    const stored = await this.dryRuns.find(tenant, hash);
    if (!stored) return unknownHash;
    if (stored.status === 'PREVIEWED') {
      if (stored.plan.recompute?.length && isSamePerson(stored.actor, by)) return byAnother;
      const changed = await this.changesSince(stored);
      if (changed.length > 0) return changedSince(changed);
      await this.dryRuns.begin(tenant, hash, by);
    }
    await this.resume(tenant, hash, progress);
    return this.report(tenant, hash);
  }

  async report(tenant: string, hash: string): Promise<MigrationReport | Refusal> {
    const stored = await this.dryRuns.find(tenant, hash);
    if (!stored) return unknownHash;
    const items = await this.dryRuns.items(tenant, hash);
    const of = (status: ItemStatus): number => items.filter((item) => item.status === status).length;
    return {
      hash,
      status: stored.status,
      plan: stored.plan,
      of: items.length,
      done: items.length - of('PENDING'),
      migrated: of('MIGRATED'),
      left: items.flatMap(({ trajectory, status, why, preview: { blocker } }) =>
        status === 'MIGRATED' || status === 'PENDING'
          ? []
          : [{ trajectory, status, why: why ?? blocker?.message ?? '' }],
      ),
    };
  }

  /** Migrations that were begun and not finished: a crash came between. */
  unfinished(): Promise<readonly { readonly tenant: string; readonly hash: string }[]> {
    return this.dryRuns.unfinished();
  }

  /** Carries out what is left of a migration that was begun, once no other process is at it. */
  resume(tenant: string, hash: string, progress?: Progress): Promise<void> {
    return this.leases.inTurn(leaseOf(tenant, hash), () => this.carryOn(tenant, hash, progress));
  }

  async resumeAbandoned(report: (error: unknown) => void): Promise<void> {
    for (const { tenant, hash } of await this.unfinished())
      await this.leases.ifFree(leaseOf(tenant, hash), () => this.carryOn(tenant, hash)).catch(report);
  }

  private async carryOn(tenant: string, hash: string, progress?: Progress): Promise<void> {
    const stored = await this.dryRuns.find(tenant, hash);
    if (stored?.status !== 'APPLYING') return;
    for (;;) {
      const items = await this.dryRuns.pending(tenant, hash, AT_ONCE);
      if (items.length === 0) break;
      for (const item of items) {
        const { status, why } = await this.carryOut(stored, item);
        await this.dryRuns.settle(tenant, hash, item.trajectory, status, why);
      }
      const counts = await this.dryRuns.counts(tenant, hash);
      const of = Object.values(counts).reduce((sum, count) => sum + count, 0);
      progress?.(of - (counts.PENDING ?? 0), of);
    }
    await upgradeProgrammes(this.parts, stored, await this.dryRuns.items(tenant, hash));
    await this.dryRuns.end(tenant, hash, this.parts.clock.now());
  }

  /** One trajectory: as it was shown, or not at all. */
  private async carryOut(
    stored: StoredMigration,
    item: StoredItem,
  ): Promise<{ readonly status: ItemStatus; readonly why?: string }> {
    const command = commandFor(stored, item.trajectory);
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const { preview, revision, done } = await lookAt(this.parts.commands, command);
      const action = nextAction(item, { preview, done });
      if (action.do !== 'send') return action;
      const outcome = await this.parts.commands.handle({ ...command, expectedRevision: revision });
      if (outcome.outcome === 'done') return { status: 'MIGRATED' };
      if (outcome.outcome === 'refused') return { status: 'REFUSED', why: outcome.refusal.message };
    }
    return { status: 'CHANGED', why: 'Others kept changing it; make another dry run.' };
  }

  private async previews(tenant: string, plan: MigrationPlan, actor: Person): Promise<readonly PreviewedTrajectory[]> {
    const previews: PreviewedTrajectory[] = [];
    for (const trajectory of await runningOn(this.parts, tenant, plan)) {
      const { preview } = await lookAt(
        this.parts.commands,
        commandFor({ tenant, hash: 'dry-run', plan, actor }, trajectory),
      );
      previews.push({ trajectory, preview });
    }
    return previews;
  }

  /** Whose outcome is other than the dry run showed, who came, and who went. */
  private async changesSince({ tenant, hash, plan, actor }: StoredMigration): Promise<readonly string[]> {
    const now = new Map((await this.previews(tenant, plan, actor)).map((each) => [each.trajectory, each.preview]));
    const items = await this.dryRuns.items(tenant, hash);
    const known = new Set(items.map(({ trajectory }) => trajectory));
    return [
      ...items.flatMap(({ trajectory, digest, preview: before }) => {
        const preview = now.get(trajectory);
        if (!preview) return [`${trajectory} does not run on this version any more`];
        return digestOf(preview) === digest ? [] : [`${trajectory}: ${differenceOf(before, preview)}`];
      }),
      ...[...now.keys()].filter((id) => !known.has(id)).map((id) => `${id} has come since`),
    ];
  }

  private async ends(
    tenant: string,
    { fromTemplate, fromVersion, toTemplate, toVersion }: Omit<MigrationPlan, 'reason'>,
  ): Promise<{ readonly from: TemplateDefinition; readonly to: TemplateDefinition } | Refusal> {
    if (fromTemplate === toTemplate && fromVersion === toVersion)
      return conflict('migration-to-itself', 'A migration leads to another version or another template.');
    const [before, after] = await Promise.all(
      [fromTemplate, toTemplate].map(
        async (id) => (await this.parts.aggregates.current(tenant, 'template', id)).state as TemplateState,
      ),
    );
    const [from, to] = [before?.get(fromVersion), after?.get(toVersion)];
    if (!from || !to)
      return invalid(
        from ? 'toVersion' : 'fromVersion',
        'template-unknown',
        'There is no such template or version; publish it first, or name one that is published.',
      );
    if (to.retired) return conflict('template-retired', 'The version to migrate to is retired; name one that is not.');
    return { from: from.definition, to: to.definition };
  }
}

const rulesOf = ({ trajectory: definition, ladders }: TemplateDefinition) => ({ definition, ladders });

const isSamePerson = (one: Person, other: Person): boolean =>
  one.id === other.id || (one.account !== undefined && one.account === other.account);

const byAnother = conflict(
  'approval-by-another',
  'This moves deadlines of the contract, which takes two people: another person than who made the dry run applies it.',
);

const unknownHash = notFound(
  'migration-unknown',
  'No dry run has this hash; make one and apply the hash that it answers.',
);

const changedSince = (changes: readonly string[]): Refusal =>
  conflict(
    'migration-changed',
    `${changes.length} of what the dry run showed would be other now; make another dry run and look at it.\n` +
      changes.slice(0, MOST_TOLD).join('\n') +
      (changes.length > MOST_TOLD ? `\nand ${changes.length - MOST_TOLD} more` : ''),
  );
