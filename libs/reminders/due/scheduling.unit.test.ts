import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@overstap/platform';
import fc from 'fast-check';
import { jobIdOf, queuedJob, type QueuedJob } from '../queue/job-queue.js';
import { PARTICIPANT, TENANT, ToyStreams } from '../testing/toy-streams.js';
import { momentJob, namedBy, streamItem } from './due-job.js';
import { type DueRow } from './due-table.js';
import { fallDue } from './fall-due.js';
import { Supply } from './supply.js';
import { sweepReminders } from './sweep.js';

const NOW = '2027-03-01T07:30:00.000Z';
const row = (part: Partial<DueRow> = {}): DueRow => ({
  tenant: TENANT,
  aggregate: 'trajectory',
  id: 't1',
  clockId: 'task.S5_INTAKE.1',
  generation: 1,
  rung: 'due',
  at: NOW,
  ...part,
});

describe('job ids', () => {
  const name = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a.b', 'a', 'b', 'a:b', '%2E', '.'));

  it('have no colon, and no two rows share one', () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        (a, b) => {
          expect(jobIdOf(...a)).not.toContain(':');
          expect(jobIdOf(...a) === jobIdOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
  });

  it('tell tenants, shares and moments apart, and give back what they name', () => {
    const moment = { tenant: TENANT, share: 3, from: NOW };
    const moments = [
      moment,
      { ...moment, tenant: 'b' },
      { ...moment, share: 4 },
      { ...moment, from: '2027-03-02T07:30:00.000Z' },
    ];
    const jobs = moments.map((each) => momentJob({ ...each, at: each.from, rows: 1 }, Date.parse(NOW)));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(moments.length);
    expect(jobs.flatMap(({ payload }) => payload.map(namedBy))).toEqual(moments);
    const { tenant, aggregate, id, at } = row();
    expect(namedBy(streamItem(row()))).toEqual({ tenant, aggregate, id, at });
    expect(() => namedBy({ tenant: 'a' })).toThrow('another version');
  });
});

describe('a job that is late', () => {
  it('has another id after five minutes, ten, twenty: what holds the first one swallows it no longer', () => {
    const idAfter = (minutes: number): string => queuedJob(['a', 'b'], {}, -minutes * 60_000).id;
    expect([-60, 0, 4.9].map(idAfter)).toEqual(['a.b', 'a.b', 'a.b']);
    expect([5, 9.9, 10, 19, 20, 60].map(idAfter)).toEqual([
      ...['a.b.late0', 'a.b.late0', 'a.b.late1', 'a.b.late1', 'a.b.late2', 'a.b.late3'],
    ]);
  });
});

describe('the sweep', () => {
  const sweep = async (streams: ToyStreams, clock: VirtualClock) => {
    const added: QueuedJob[] = [];
    const queue = {
      add: async (_: string, jobs: readonly QueuedJob[]) => void added.push(...jobs),
      size: () => Promise.resolve(0),
    };
    const swept = await sweepReminders({ due: streams, clock }, new Supply(queue, 'reminders'));
    return { added, swept };
  };

  it('queues what is overdue at once, what comes due within 48 hours with its delay, and nothing later', async () => {
    const clock = new VirtualClock(NOW);
    const streams = new ToyStreams(clock);
    await streams.arm('t1', 'task.A', [
      { rung: 'past', at: '2027-02-20T07:30:00.000Z' },
      { rung: 'soon', at: '2027-03-01T08:30:00.000Z' },
      { rung: 'edge', at: '2027-03-03T07:30:00.000Z' },
      { rung: 'later', at: '2027-03-03T07:30:00.001Z' },
    ]);
    const { added, swept } = await sweep(streams, clock);
    expect(added.map(({ payload, delayMs }) => [payload[0]?.['from'], delayMs])).toEqual([
      ['2027-02-20T07:30:00.000Z', -777_600_000],
      ['2027-03-01T08:30:00.000Z', 3_600_000],
      ['2027-03-03T07:30:00.000Z', 172_800_000],
    ]);
    expect(swept).toMatchObject({ reminders: 3, overdue: 1, silent: { rung: 'past' } });
    expect(JSON.stringify(added)).not.toContain(PARTICIPANT);
  });
});

describe('falling due', () => {
  it('waits for its moment, fires once, and does nothing when delivered again', async () => {
    const clock = new VirtualClock('2027-03-01T07:29:59.999Z');
    const streams = new ToyStreams(clock);
    await streams.arm('t1', row().clockId, [{ rung: 'due', at: NOW }]);
    expect(await fallDue(row(), streams, clock)).toBe(false);
    expect(streams.commands).toHaveLength(0);
    await clock.moveTo(NOW);
    for (let time = 0; time < 3; time++) expect(await fallDue(row(), streams, clock)).toBe(true);
    expect(await streams.fired()).toHaveLength(1);
  });

  it('fires a rung whose moment came back after the same command was carried out for another one', async () => {
    const clock = new VirtualClock(NOW);
    const streams = new ToyStreams(clock);
    await streams.arm('t1', 'task.B', [{ rung: 'other', at: NOW }]);
    await fallDue(row(), streams, clock);
    await streams.arm('t1', row().clockId, [{ rung: 'due', at: NOW }]);
    await fallDue(row(), streams, clock);
    expect(await streams.fired()).toEqual(['trajectory-t1 task.B other', `trajectory-t1 ${row().clockId} due`]);
  });

  it('asks to be tried again on a conflict, and says why a stream refuses', async () => {
    const clock = new VirtualClock(NOW);
    const streams = new ToyStreams(clock);
    streams.hiccups.push({ outcome: 'conflict', revision: 3, since: [] });
    await expect(fallDue(row(), streams, clock)).rejects.toThrow('Others kept writing');
    const refusal = { kind: 'notFound', code: 'trajectory-unknown', message: '' } as const;
    streams.hiccups.push({ outcome: 'refused', refusal });
    await expect(fallDue(row(), streams, clock)).rejects.toThrow('trajectory-unknown');
  });
});
