import { describe, expect, it } from '@jest/globals';
import { scenario } from '../../kernel/testing/scenario.js';
import { type UpgradeProgrammeTemplate } from './commands.js';
import { programme } from './decider.js';
import { type ProgrammeEvent, templateForNewcomers, UNKNOWN_PROGRAMME, evolveProgramme } from './state.js';
import { programmeWorld } from './testing/programme-world.js';
import { type ProgrammeWorld } from './world.js';

const world: ProgrammeWorld = { ...programmeWorld('IND-6'), upgrade: { retired: false } };
const opened = scenario(programme, world)
  .given()
  .when({
    type: 'OpenProgramme',
    data: { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' },
  }).decision as readonly ProgrammeEvent[];
const upgrade = (data: UpgradeProgrammeTemplate, its = world, before = opened) =>
  scenario(programme, its)
    .given(...before)
    .when({ type: 'UpgradeProgrammeTemplate', data }).decision;
const upgraded = (change: object = {}) => ({
  type: 'ProgrammeTemplateUpgraded',
  data: { from: 1, to: 2, scope: 'NEW', movedDeadlines: 0, ...change },
});

describe('a programme that moves to another version of its template', () => {
  it('says from which to which, for whom, and how many deadlines moved by it', () => {
    expect(upgrade({ to: 2 })).toMatchObject([upgraded()]);
    const all = { scope: 'ALL_ACTIVE', movedDeadlines: 7 } as const;
    expect(upgrade({ to: 2, ...all })).toMatchObject([upgraded(all)]);
  });

  it('gives the new version to whoever is referred from then on, and keeps its own timeline', () => {
    const [event] = upgrade({ to: 2 }) as readonly ProgrammeEvent[];
    const state = [...opened, event as ProgrammeEvent].reduce(
      (so, each, index) =>
        evolveProgramme(so, {
          ...each,
          id: `e-${index}`,
          recordedAt: each.occurredAt,
          actor: { type: 'SYSTEM', id: 's' },
        } as never),
      UNKNOWN_PROGRAMME,
    );
    expect(templateForNewcomers(state)).toEqual({ templateId: 'IND-6', templateVersion: 2 });
    expect(state.created?.templateVersion).toBe(1);
    expect(upgrade({ to: 2 }, world, [...opened, event as ProgrammeEvent])).toEqual([]);
    expect(upgrade({ to: 1 }, world, [...opened, event as ProgrammeEvent])).toMatchObject([
      upgraded({ from: 2, to: 1 }),
    ]);
  });

  it('goes to none that is not published or is retired, nor anywhere once it is closed', () => {
    const { upgrade: _none, ...without } = world;
    expect(upgrade({ to: 9 }, without)).toMatchObject({ code: 'template-unknown', field: 'to' });
    expect(upgrade({ to: 2 }, { ...world, upgrade: { retired: true } })).toMatchObject({ code: 'template-retired' });
    const closed = scenario(programme, world)
      .given(...opened)
      .when({ type: 'CloseProgramme', data: { on: '2026-09-01' } }).decision as readonly ProgrammeEvent[];
    expect(upgrade({ to: 2 }, world, [...opened, ...closed])).toMatchObject({ code: 'programme-closed' });
  });
});
