import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readSettings } from '@overstap/platform';
import { type DemoProgramme } from '../../apps/standalone/demo/agency.js';
import { fillDemo } from '../../apps/standalone/demo/fill.js';
import { NAMED_IN_DEMO } from '../../apps/standalone/demo/second-track.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const TODAY = '2026-11-24';
const PEOPLE = 16;
const [INDIVIDUAL, COLLECTIVE]: readonly [DemoProgramme, DemoProgramme] = [
  {
    code: 'KLEIN-1',
    names: { nl: 'Klein', en: 'Small' },
    employer: 'Heideveld Zorggroep',
    template: 'IND-6',
    manager: 'manager-1',
    cohorts: [
      { daysAgo: 210, people: 12 },
      { daysAgo: 12, people: 4 },
    ],
  },
  {
    code: 'KLEIN-2',
    names: { nl: 'Klein, sociaal plan', en: 'Small, social plan' },
    employer: 'Noorderlicht Logistiek BV',
    template: 'COL-12',
    manager: 'manager-2',
    cohorts: [{ daysAgo: 210, people: PEOPLE }],
  },
];

interface Measure {
  readonly code: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}
interface Report {
  readonly referred: number;
  readonly phases: Record<string, number>;
  readonly measures: readonly Measure[];
}
interface QueuedTask {
  readonly code: string;
  readonly assignee: string | null;
  readonly overdue: boolean;
}

describe('a small demo', () => {
  let program: RunningProgram;

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('demo'), 'data');
    const outcome = readSettings({ OVERSTAP_DATA_DIR: directory });
    if (!('settings' in outcome)) throw new Error('settings');
    const told: string[] = [];
    const programmes = [INDIVIDUAL, COLLECTIVE];
    const people = await fillDemo(outcome.settings, TODAY, { programmes, progress: (line) => told.push(line) });
    expect(people).toBe(2 * PEOPLE);
    expect(told[0]).toMatch(/^2026-05-01: 28 people, \d+ commands$/);
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: `${TODAY}T09:00:00+01:00` });
  });

  afterAll(async () => {
    await program?.stop();
  });

  const reportOf = ({ code }: DemoProgramme) => program.get<Report>(`/programmes/${code}/report?asOf=${TODAY}`);
  const measureIn = ({ measures }: Report, code: string): Measure => measures.find((each) => each.code === code)!;

  test.each([INDIVIDUAL, COLLECTIVE])('$template: the report counts everybody, and not everybody alike', async (of) => {
    const report = await reportOf(of);
    const states = Object.entries(report.phases).filter(([name]) => name === name.toUpperCase());
    expect(report.referred).toBe(PEOPLE);
    expect(states.reduce((sum, [, count]) => sum + count, 0)).toBe(PEOPLE);
    expect(states.filter(([, count]) => count > 0).length).toBeGreaterThan(2);
    const landed = measureIn(report, 'M1');
    expect(landed.numerator).toBeGreaterThan(0);
    expect(landed.numerator).toBeLessThan(PEOPLE);
  });

  test('some left for another reason than work, and not everything was done in time', async () => {
    const reports = [await reportOf(INDIVIDUAL), await reportOf(COLLECTIVE)];
    const sum = (code: RegExp, part: 'numerator' | 'denominator'): number =>
      reports
        .flatMap(({ measures }) => measures)
        .filter((measure) => code.test(measure.code))
        .reduce((all, measure) => all + measure[part], 0);
    expect(sum(/^EXIT\./, 'numerator')).toBeGreaterThan(0);
    for (const share of [/^M8\.CONTACT\.IN_TIME$/, /^M20\.PROGRAMME$/]) {
      expect(sum(share, 'numerator')).toBeGreaterThan(sum(share, 'denominator') / 2);
      expect(sum(share, 'numerator')).toBeLessThan(sum(share, 'denominator'));
    }
    expect(sum(/^M20\.PROGRAMME\.PUT_RIGHT$/, 'numerator')).toBeGreaterThan(0);
  });

  test('people of a social plan find work inside, or are decided to look outside and do', async () => {
    const report = await reportOf(COLLECTIVE);
    expect(measureIn(report, 'M17').numerator).toBeGreaterThan(0);
    expect(report.phases['external']).toBeGreaterThan(0);
    const { items } = await program.get<{ items: { stage: string; entries: number }[] }>(
      `/programmes/${COLLECTIVE.code}/funnel?from=2026-01-01&to=${TODAY}`,
    );
    expect(items.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['external', 'search']));
  });

  test('coaches and planners have work, some of it late, and work behind them', async () => {
    const queueOf = async (path: string) => (await program.get<{ items: QueuedTask[] }>(`/queues/${path}`)).items;
    const [coach, done, planner] = [
      await queueOf('coach?limit=500'),
      await queueOf('coach?tab=completed'),
      await queueOf('planner'),
    ];
    expect(coach.filter(({ overdue }) => overdue).length).toBeGreaterThan(0);
    expect(coach.filter(({ overdue }) => !overdue).length).toBeGreaterThan(0);
    expect(new Set(coach.map(({ assignee }) => assignee)).size).toBeGreaterThan(3);
    expect(done.length).toBeGreaterThan(0);
    expect(planner.length).toBeGreaterThan(0);
    const { items } = await program.get<{ items: { kind: string; status: string }[] }>(
      '/deadlines?kind=CONTRACT&limit=500',
    );
    expect(items.some(({ status }) => status === 'RUNNING')).toBe(true);
  });

  test('whoever is named in the second track finds what is theirs', async () => {
    const of = async (path: string, role: keyof typeof NAMED_IN_DEMO) => {
      const { items } = await program.get<{ items: readonly Readonly<Record<string, unknown>>[] }>(path, {
        'overstap-actor': `${role}:${NAMED_IN_DEMO[role]}`,
      });
      return items;
    };
    expect(await of('/employer/programmes/TWEEDE-SPOOR/people', 'EMPLOYER_CASE_MANAGER')).toHaveLength(1);
    expect(await of('/my/three-way-meetings', 'LINE_MANAGER')).toHaveLength(1);
    expect(await of('/my/disputes', 'COMMITTEE_MEMBER')).toMatchObject([{ decision: null }]);
    expect(await of('/my/workshops', 'TRAINER')).toMatchObject([{ workshop: 'netwerken', attendedOn: null }]);
  });

  test('messages wait of the last days alone: older ones were read long ago', async () => {
    const { items } = await program.get<{ items: { recordedAt: string }[] }>('/outbox?limit=500');
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ recordedAt }) => recordedAt >= '2026-11-20')).toBe(true);
  });
});
