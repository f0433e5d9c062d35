import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import {
  type ProgrammeState,
  standAlone,
  templateForNewcomers,
  templateOf,
  type TrajectoryState,
} from '@overstap/mobility';
import { templateParts, templateText } from '../../mobility/testing/template-files.js';

import { AgencyWorld, cohortFile, TENANT } from '../testing/agency-world.js';
import { type DryRun, type MigrationPlan, type MigrationReport, TemplateMigration } from './index.js';

const PEOPLE = 6;
const ASKER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
const APPLIER = { type: 'PROGRAMME_MANAGER', id: 'manager-2' } as const;
const BOX = 'to: { anchor: start, offset: 3 calendarWeeks }';

/** IND-6 with another number, and the first phase as long as told. */
const versionOf = (version: number, weeks: number, id = 'intake'): string =>
  standAlone(
    templateText('IND-6')
      .replace('version: 1', `version: ${version}`)
      .replace(BOX, `to: { anchor: start, offset: ${weeks} calendarWeeks }`)
      .replace('- id: intake', `- id: ${id}`),
    'IND-6.yaml',
    templateParts,
  );

describe('a migration of a template', () => {
  let world: AgencyWorld;
  let migration: TemplateMigration;
  let programme = '';
  let programmes = 0;
  let people: readonly string[] = [];
  beforeAll(async () => {
    world = await AgencyWorld.open();
    for (const text of [versionOf(2, 5), versionOf(3, 3, 'start')])
      await world.tell('template', 'IND-6', 'PublishTemplate', { templateId: 'IND-6', text });
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    migration = new TemplateMigration(world);
    programme = `M-${(programmes += 1)}`;
    await world.openProgramme(programme);
    // The newest version is what a programme opens on; these people came on the first.
    await world.import(programme, await cohortFile(PEOPLE));
    people = (await world.happened('ParticipantReferred'))
      .filter((event) => event.programme === programme)
      .map(({ trajectory = '' }) => trajectory)
      .toSorted();
    for (const id of people.slice(1)) await begin(id);
  });

  async function begin(id: string): Promise<void> {
    await world.tell('trajectory', id, 'InviteParticipant', { channel: 'MAIL', language: 'nl' });
    await world.tell('trajectory', id, 'MakeFirstContact', { on: '2026-09-01', channel: 'PHONE' });
    await world.tell('trajectory', id, 'HoldIntake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
  }

  const plan = (extra: Partial<MigrationPlan> = {}): MigrationPlan => ({
    fromTemplate: 'IND-6',
    fromVersion: 1,
    toTemplate: 'IND-6',
    toVersion: 2,
    programme,
    reason: 'a longer intake',
    ...extra,
  });
  const dryRun = async (extra: Partial<MigrationPlan> = {}): Promise<DryRun> => {
    const found = await migration.dryRun(TENANT, plan(extra), ASKER);
    if (isRefusal(found)) throw new Error(found.code);
    return found;
  };
  const apply = async (hash: string, through = migration): Promise<MigrationReport> => {
    const report = await through.apply(TENANT, hash, APPLIER);
    if (isRefusal(report)) throw new Error(`${report.code}: ${report.message}`);
    return report;
  };
  const versions = () =>
    Promise.all(
      people.map(
        async (id) =>
          templateOf((await world.aggregates.current(TENANT, 'trajectory', id)).state as TrajectoryState)?.version,
      ),
    );
  const migrated = async () =>
    (await world.happened('TrajectoryMigrated')).filter((event) => event.programme === programme);

  test('is proposed with what has no counterpart, and how many run', async () => {
    const proposal = await migration.propose(TENANT, plan({ toVersion: 3 }));
    expect(proposal).toMatchObject({
      running: PEOPLE,
      gone: { phases: ['intake'] },
      added: { phases: ['start'] },
      terms: { fromVersion: 1, toVersion: 3, programme },
    });
    expect(await migration.propose(TENANT, plan({ toVersion: 9 }))).toMatchObject({ code: 'template-unknown' });
    expect(await migration.propose(TENANT, plan({ toVersion: 1 }))).toMatchObject({ code: 'migration-to-itself' });
  });

  test('is shown over every running trajectory beforehand, and records nothing', async () => {
    const head = await world.store.head();
    const found = await dryRun();
    expect(found).toMatchObject({ running: PEOPLE, migrates: PEOPLE, blocked: [], statutory: { moved: 0 } });
    expect(found.clocks.find(({ clockId }) => clockId === 'phase.intake')).toMatchObject({
      moved: PEOPLE - 1,
      leastDays: 14,
      mostDays: 14,
    });
    expect(found.trajectories.map(({ trajectory }) => trajectory)).toEqual(people);
    expect(await world.store.head()).toBe(head);
    expect((await dryRun()).hash).toBe(found.hash);
  });

  test('leaves out whoever is concluded, and other programmes', async () => {
    await world.tell('trajectory', people[0] ?? '', 'CloseTrajectory', {
      on: '2026-09-01',
      closureClass: 'INTERRUPTED',
      reason: 'ERROR',
    });
    expect((await dryRun()).trajectories.map(({ trajectory }) => trajectory)).toEqual(people.slice(1));
  });

  test('is carried out by the hash, told as it goes on, and reported', async () => {
    const { hash } = await dryRun();
    const told: string[] = [];
    const report = await migration.apply(TENANT, hash, APPLIER, (done, of) => told.push(`${done} of ${of}`));
    expect(report).toMatchObject({ status: 'DONE', of: PEOPLE, done: PEOPLE, migrated: PEOPLE, left: [] });
    expect(told.at(-1)).toBe(`${PEOPLE} of ${PEOPLE}`);
    expect(await versions()).toEqual(Array(PEOPLE).fill(2));
    expect((await migrated()).map(({ data, actor }) => [data['migrationId'], actor.id])).toEqual(
      Array(PEOPLE).fill([hash, ASKER.id]),
    );
    const head = await world.store.head();
    expect(await apply(hash)).toEqual(report);
    expect(await world.store.head()).toBe(head);
  });

  test('moves its programme with everybody in it: whoever comes next comes on the new version', async () => {
    const opened = await world.aggregates.current(TENANT, 'programme', programme);
    // Opened on the newest, it is taken to where its people are.
    await world.tell('programme', programme, 'UpgradeProgrammeTemplate', { to: 1 });
    expect(templateForNewcomers(opened.state as ProgrammeState)).toMatchObject({ templateVersion: 3 });
    await apply((await dryRun()).hash);
    const { state } = await world.aggregates.current(TENANT, 'programme', programme);
    expect(templateForNewcomers(state as ProgrammeState)).toEqual({ templateId: 'IND-6', templateVersion: 2 });
    const upgraded = (await world.happened('ProgrammeTemplateUpgraded')).filter(
      (event) => event.programme === programme,
    );
    expect(upgraded.map(({ data }) => data)).toEqual([
      { from: 3, to: 1, scope: 'NEW', movedDeadlines: 0 },
      { from: 1, to: 2, scope: 'ALL_ACTIVE', movedDeadlines: expect.any(Number) },
    ]);
    expect(upgraded.at(-1)?.data['movedDeadlines']).toBeGreaterThanOrEqual(PEOPLE - 1);
  });

  test('leaves a programme where it is while somebody is left behind', async () => {
    await world.tell('programme', programme, 'UpgradeProgrammeTemplate', { to: 1 });
    expect(await apply((await dryRun({ toVersion: 3 })).hash)).toMatchObject({ migrated: 1 });
    const { state } = await world.aggregates.current(TENANT, 'programme', programme);
    expect(templateForNewcomers(state as ProgrammeState)).toMatchObject({ templateVersion: 1 });
  });

  test('is refused by a hash that no dry run answered', async () => {
    expect(await migration.apply(TENANT, 'f00d', APPLIER)).toMatchObject({ code: 'migration-unknown' });
    expect(await migration.apply('another', (await dryRun()).hash, APPLIER)).toMatchObject({
      code: 'migration-unknown',
    });
    expect(await versions()).toEqual(Array(PEOPLE).fill(1));
  });

  test('is refused when it would do something else by now, and says what and to whom', async () => {
    const { hash } = await dryRun();
    await begin(people[0] ?? '');
    const refused = await migration.apply(TENANT, hash, APPLIER);
    expect(refused).toMatchObject({ code: 'migration-changed', message: expect.stringContaining(people[0] ?? '') });
    expect(refused).toMatchObject({
      message: expect.stringMatching(/deadline\.END is new|phase\.intake is new|is not open|now/),
    });
    expect(await versions()).toEqual(Array(PEOPLE).fill(1));
  });

  test('goes past what has changed without changing its outcome', async () => {
    const { hash } = await dryRun();
    await world.tell('trajectory', people[1] ?? '', 'AssignTask', { taskId: 'S4_COACH_PROPOSAL', to: 'planner-2' });
    expect(await apply(hash)).toMatchObject({ migrated: PEOPLE });
  });

  test('leaves whoever is blocked where they are, and says why', async () => {
    const found = await dryRun({ toVersion: 3 });
    expect(found).toMatchObject({ running: PEOPLE, migrates: 1 });
    expect(found.blocked.map(({ trajectory, code }) => [trajectory, code])).toEqual(
      people.slice(1).map((id) => [id, 'phase-unmapped']),
    );
    const report = await apply(found.hash);
    expect(report).toMatchObject({ status: 'DONE', migrated: 1 });
    expect(report.left.map(({ trajectory, status }) => [trajectory, status])).toEqual(
      people.slice(1).map((id) => [id, 'BLOCKED']),
    );
    expect(await versions()).toEqual([3, ...Array(PEOPLE - 1).fill(1)]);
    const { hash, blocked } = await dryRun({ toVersion: 3, phases: { intake: 'start' } });
    expect(blocked).toEqual([]);
    expect(await apply(hash)).toMatchObject({ migrated: PEOPLE - 1 });
  });

  test('that was killed in the middle is carried on, and nobody is migrated twice', async () => {
    const { hash } = await dryRun();
    let sent = 0;
    const dying = world.hearing(async (command) => {
      if (sent++ < 3) return;
      // It was stored, and nobody wrote down that it was.
      await world.commands.handle(command);
      throw new Error('the process is gone');
    });
    await expect(new TemplateMigration({ ...world, commands: dying }).apply(TENANT, hash, APPLIER)).rejects.toThrow(
      'gone',
    );
    expect(await migrated()).toHaveLength(4);
    expect(await migration.report(TENANT, hash)).toMatchObject({ status: 'APPLYING', of: PEOPLE, done: 3 });
    // Somebody changes meanwhile: what was shown of them is not so any more.
    const changed = people.at(-1) ?? '';
    await world.tell('trajectory', changed, 'AddTask', { title: 'x', role: 'COACH', dueOn: '2026-09-09' });
    const [unfinished] = (await migration.unfinished()).filter((each) => each.hash === hash);
    const other = await AgencyWorld.on(world.database);
    await new TemplateMigration(other).resume(unfinished?.tenant ?? '', unfinished?.hash ?? '');
    await other.store.close();
    const report = await migration.report(TENANT, hash);
    expect(report).toMatchObject({
      status: 'DONE',
      migrated: PEOPLE - 1,
      left: [{ trajectory: changed, status: 'CHANGED', why: expect.stringContaining('is new') }],
    });
    expect(new Set((await migrated()).map(({ trajectory }) => trajectory)).size).toBe(PEOPLE - 1);
    expect(await migrated()).toHaveLength(PEOPLE - 1);
    expect(await migration.unfinished()).toEqual([]);
  });

  test('is not even shown on terms that cannot be', async () => {
    expect(await migration.dryRun(TENANT, plan({ phases: { nowhere: 'search' } }), ASKER)).toMatchObject({
      code: 'code-unknown',
      field: 'phases',
    });
  });

  test('converts to another template the same way', async () => {
    const { hash, statutory } = await dryRun({ toTemplate: 'COL-12', toVersion: 1, phases: { intake: 'external' } });
    expect(statutory.moved).toBe(0);
    expect(await apply(hash)).toMatchObject({ migrated: PEOPLE });
    expect((await world.happened('TrajectoryConverted')).filter((event) => event.programme === programme)).toHaveLength(
      PEOPLE,
    );
  });
});
