import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { type ShippedTemplate, templateOf, type TrajectoryState } from '@overstap/mobility';
import { type VirtualClock } from '@overstap/platform';
import { AgencyWorld, cohortFile, TENANT } from '../testing/agency-world.js';
import { type DryRun, type MigrationPlan, TemplateMigration } from './index.js';

const PEOPLE = 3;
const ASKER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
const APPLIER = { type: 'PROGRAMME_MANAGER', id: 'manager-2' } as const;
const INSIDE = ['contact', 'reaction', 'fitScan', 'choice', 'trial'];

const refused = <T extends object>(found: T): Exclude<T, { readonly code: string }> => {
  if (isRefusal(found)) throw new Error(`${found.code}: ${found.message}`);
  return found as Exclude<T, { readonly code: string }>;
};

describe('a conversion to another template, over everybody who runs', () => {
  let world: AgencyWorld;
  let migration: TemplateMigration;
  // The clock never goes back: each conversion has a world of its own.
  beforeEach(async () => {
    world = await AgencyWorld.open();
    migration = new TemplateMigration(world);
  });
  afterEach(() => world?.close());

  /** Everybody has had their intake but the last, and a window of the benefit runs; three weeks pass. */
  async function underWay(programme: string, template: ShippedTemplate): Promise<readonly string[]> {
    await world.openProgramme(programme, template);
    await world.import(programme, await cohortFile(PEOPLE), world.imports(), template);
    const people = (await world.happened('ParticipantReferred')).flatMap((event) =>
      event.programme === programme && event.trajectory !== undefined ? [event.trajectory] : [],
    );
    for (const id of people.toSorted().slice(0, -1)) {
      const tell = (type: string, data: object) => world.tell('trajectory', id, type, data);
      await tell('InviteParticipant', { channel: 'MAIL', language: 'nl' });
      await tell('MakeFirstContact', { on: '2026-09-01', channel: 'PHONE' });
      await tell('HoldIntake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
      await tell('CloseBenefitWindow', { start: '2026-08-03', end: '2026-08-31', activities: 4, target: 4 });
    }
    await (world.clock as VirtualClock).moveTo('2026-09-22T08:00:00.000Z');
    return people.toSorted();
  }

  const onVersion = async (id: string) =>
    templateOf((await world.aggregates.current(TENANT, 'trajectory', id)).state as TrajectoryState);

  test.each([
    [
      'of a sprint to individual outplacement',
      'SPR-3',
      'IND-6',
      {
        phases: { selfAnalysis: 'lettingGo', searchProfile: 'environment', close: 'search' },
        recompute: ['deadline.END'],
      },
      { moved: 2, leastDays: 98, mostDays: 98 },
    ],
    [
      'of internal mobility to collective outplacement',
      'INT-FM',
      'COL-12',
      { phases: Object.fromEntries(INSIDE.map((id) => [id, 'external'])) },
      { kept: 2, moved: 0 },
    ],
  ] as const)('%s is planned, shown, carried out by its hash and reported', async (_what, from, to, terms, end) => {
    const programme = `C-${from}`;
    const people = await underWay(programme, from);
    const ends = { fromTemplate: from, fromVersion: 1, toTemplate: to, toVersion: 1, programme, reason: 'no match' };
    const proposal = refused(await migration.propose(TENANT, ends));
    expect(proposal).toMatchObject({
      running: PEOPLE,
      gone: { phases: expect.arrayContaining(Object.keys(terms.phases).filter((id) => id !== 'selfAnalysis')) },
    });

    const plan: MigrationPlan = { ...proposal.terms, ...(terms as Partial<MigrationPlan>), programme };
    const unsaid = refused(await migration.dryRun(TENANT, { ...plan, phases: {} }, ASKER));
    expect(new Set(unsaid.blocked.map(({ code }) => code))).toEqual(new Set(['phase-unmapped']));

    const head = await world.store.head();
    const shown: DryRun = refused(await migration.dryRun(TENANT, plan, ASKER));
    expect(shown).toMatchObject({ running: PEOPLE, migrates: PEOPLE, blocked: [], statutory: { clocks: 2, moved: 0 } });
    expect(shown.clocks.find(({ clockId }) => clockId === 'deadline.END')).toMatchObject(end);
    expect(shown.clocks.find(({ clockId }) => clockId === 'deadline.BENEFIT_WINDOW')).toMatchObject({ moved: 0 });
    expect(await world.store.head()).toBe(head);

    // Whatever else they are: a contract clock is moved by two people.
    if ('recompute' in terms)
      expect(await migration.apply(TENANT, shown.hash, ASKER)).toMatchObject({ code: 'approval-by-another' });
    expect(await world.store.head()).toBe(head);
    const report = refused(await migration.apply(TENANT, shown.hash, APPLIER));
    expect(report).toMatchObject({ status: 'DONE', of: PEOPLE, done: PEOPLE, migrated: PEOPLE, left: [] });
    for (const { trajectory, preview } of shown.trajectories) {
      const { workflow } = (await world.aggregates.current(TENANT, 'trajectory', trajectory)).state as TrajectoryState;
      const open = Object.entries(workflow.phases).flatMap(([id, { status }]) => (status === 'OPEN' ? [id] : []));
      expect(open.toSorted()).toEqual(preview.phases.after);
      for (const { clockId, after, change } of preview.clocks)
        if (change !== 'ENDS') expect(workflow.clocks[clockId]?.dueOn ?? null).toBe(after);
      expect(await onVersion(trajectory)).toEqual({ template: to, version: 1 });
    }
    const converted = (await world.happened('TrajectoryConverted')).filter((event) => event.programme === programme);
    expect(converted.map(({ trajectory }) => trajectory).toSorted()).toEqual(people);
    const approvals = (await world.happened('TrajectoryMigrated')).map(({ data }) => data['approvedBy']);
    expect(new Set(approvals)).toEqual(new Set(['recompute' in terms ? APPLIER.id : undefined]));
    expect(await migration.propose(TENANT, ends)).toMatchObject({ running: 0 });
  });
});
