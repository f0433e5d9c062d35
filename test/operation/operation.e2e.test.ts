import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../support/postgres.js';
import { giveDatabase, RunningProgram } from '../support/running-program.js';

const run = promisify(execFile);
const sample = (name: string): Promise<Buffer> => readFile(new URL(`../../samples/${name}`, import.meta.url));

const SECONDS_THAT_A_CONNECTION_IS_KEPT = 72;

interface Imported {
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly rows: readonly object[];
  readonly columns: readonly { readonly header: string; readonly field: string | null }[];
}
interface Timeline {
  readonly items: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
}

/** On the machine's clock, as `npm start` runs it. */
describe('a running program', () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await RunningProgram.start(join(temporaryDirectory('operation'), 'data'));
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    for (const code of ['CSV', 'XLSX', 'FORM'])
      await program.post('/programmes/open-programme', {
        code,
        employer: 'Voorbeeld BV',
        template: 'IND-6',
        startsOn: '2026-09-01',
      });
  });
  afterAll(() => program?.stop());

  test('says in a sentence what was wrong: a backup over something, another agency, a port that is taken', async () => {
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await program.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
      return [answer.status, (await answer.json()) as { readonly code: string; readonly detail: string }] as const;
    };
    const taken = temporaryDirectory('taken');
    await writeFile(join(taken, 'something'), '');
    expect(await post('/operation/backup', { directory: taken })).toMatchObject([
      409,
      { code: 'backup-refused', detail: expect.stringMatching(/is not empty/) as unknown },
    ]);
    expect((await post('/agencies/another/register-employer', { name: 'Voorbeeld BV' }))[0]).toBe(404);
    const env = { PATH: process.env['PATH'], PORT: new URL(program.url).port, LOG_LEVEL: 'warn' };
    const dataDir = join(temporaryDirectory('second'), 'data');
    await giveDatabase(dataDir);
    const second = run(process.execPath, ['dist/apps/standalone/main.js'], {
      env: { ...env, OVERSTAP_DATA_DIR: dataDir },
    });
    await expect(second).rejects.toMatchObject({ stderr: expect.stringMatching(/Port \d+ is taken/) as unknown });
  });

  const sendForm = (code: string, bytes: Uint8Array, headers: Record<string, string> = {}, field = 'file') => {
    const form = new FormData();
    form.append(field, new Blob([bytes as unknown as ArrayBuffer]), 'cohort.xlsx');
    return program.fetch(`/programmes/${code}/imports`, { method: 'POST', body: form, headers });
  };
  /** Everybody of a programme as their referral tells, by the employer's own facts. */
  const referrals = async (code: string): Promise<readonly unknown[]> => {
    const { items } = await program.get<{ items: readonly { trajectory: string }[] }>(
      `/trajectories?programme=${code}&limit=500`,
    );
    const told = await Promise.all(
      items.map(async ({ trajectory }) => {
        const timeline = await program.get<Timeline>(`/trajectories/${trajectory}/timeline`);
        const {
          participantId: _id,
          programmeId: _programme,
          cohortId: _cohort,
          ...data
        } = {
          ...timeline.items.find(({ type }) => type === 'ParticipantReferred')?.data,
        };
        return JSON.stringify(data, Object.keys(data).toSorted());
      }),
    );
    return told.toSorted();
  };
  const settled = async (code: string): Promise<void> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const { items } = await program.get<{ items: readonly object[] }>(`/trajectories?programme=${code}&limit=500`);
      if (items.length === 312) return;
      await sleep(100);
    }
    throw new Error(`The people of ${code} did not come`);
  };

  test('tells the doctor what runs and how long ago it swept', async () => {
    const { problems, running, sweepAgeSeconds } = await program.get<Record<string, unknown>>('/operation/doctor');
    expect({ problems, running }).toMatchObject({ problems: [], running: { queue: 'postgres' } });
    expect(sweepAgeSeconds).toEqual(expect.any(Number));
  });

  test('takes a workbook as it takes the text that was saved from it, as bytes and in a form', async () => {
    const csv = await program.upload<Imported>('/programmes/CSV/imports', await sample('cohort-hr-export.csv'));
    const workbook = await sample('cohort-hr-export.xlsx');
    const xlsx = await program.upload<Imported>('/programmes/XLSX/imports', workbook);
    const form = await sendForm('FORM', workbook);
    expect([csv.status, xlsx.status, form.status]).toEqual([200, 200, 200]);
    const { accepted, rejected, duplicates, rows, columns } = csv.body;
    expect([accepted, rejected, duplicates]).toEqual([312, 0, 0]);
    // What the text could not write it says beside the column; the workbook has nothing to say.
    const recognised = (from: Imported['columns']) => from.map(({ header, field }) => ({ header, field }));
    for (const body of [xlsx.body, (await form.json()) as Imported]) {
      expect(body).toMatchObject({ accepted, rejected, duplicates, rows });
      expect(recognised(body.columns)).toEqual(recognised(columns));
    }
    for (const code of ['CSV', 'XLSX', 'FORM']) await settled(code);
    const expected = await referrals('CSV');
    expect(expected[0]).toMatch(/"functionCode"/);
    expect(await referrals('XLSX')).toEqual(expected);
    expect(await referrals('FORM')).toEqual(expected);
  });

  test('refuses a form without a file, one from a page of another site, and one that is too large', async () => {
    const workbook = await sample('cohort-hr-export.xlsx');
    const empty = new FormData();
    empty.append('file', 'only words');
    const answer = await program.fetch('/programmes/FORM/imports', { method: 'POST', body: empty });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([415, 'file-expected']);
    const elsewhere = await sendForm('FORM', workbook, { origin: 'https://elsewhere.example' });
    expect([elsewhere.status, ((await elsewhere.json()) as { code: string }).code]).toEqual([403, 'another-origin']);
    expect((await sendForm('FORM', workbook, { origin: program.url })).status).toBe(200);
    const large = await sendForm('FORM', Buffer.alloc(33 * 1024 * 1024, 'a')).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
    expect((await fetch(`${program.url}/health/live`)).status).toBe(200);
  });

  test('tells Prometheus how far it is behind, what is parked and when it last swept, and nothing about anybody', async () => {
    let text = '';
    // The first sweep comes with the start; what was just imported takes a moment to be caught up with.
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await fetch(`${program.url}/metrics`);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      text = await answer.text();
      if (/^overstap_projection_lag_events\{.*state="live".*\} 0$/m.test(text) && !/lag_events\{.*\} [1-9]/.test(text))
        break;
      await sleep(100);
    }
    // Every line is a comment or a sample, as the text format has it.
    for (const line of text.trim().split('\n').filter(Boolean))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? (-?[\d.]+(e[+-]?\d+)?|NaN|[+-]Inf))$/i);
    const value = (sampled: RegExp): number =>
      Number(new RegExp(`^${sampled.source} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
    for (const projection of ['trajectory_summary', 'coach_queue', 'reminder_due', 'survival_base']) {
      expect(value(new RegExp(`overstap_projection_lag_events\\{.*projection="${projection}",state="live".*\\}`))).toBe(
        0,
      );
      expect(
        value(new RegExp(`overstap_projection_lag_seconds\\{.*projection="${projection}",state="live".*\\}`)),
      ).toBe(0);
      expect(value(new RegExp(`overstap_projection_parked_partitions\\{.*projection="${projection}".*\\}`))).toBe(0);
    }
    expect(text).toMatch(/^overstap_projection_lag_events\{.*projection="outbox",state="reactor".*\} 0$/m);
    const age = Date.now() / 1000 - value(/overstap_sweep_timestamp_seconds(?:\{.*\})?/);
    expect(age).toBeGreaterThanOrEqual(-1);
    expect(age).toBeLessThan(120);
    expect(value(/overstap_sweep_jobs\{.*queue="reminders".*\}/)).toBeGreaterThanOrEqual(0);
    // How many depends on the day on which the test runs: the file's people were notified in the past.
    expect(value(/overstap_reminders_overdue(?:\{.*\})?/)).toBeGreaterThanOrEqual(0);
    expect(value(/overstap_outbox_messages\{.*status="waiting".*\}/)).toBeGreaterThanOrEqual(0);
    expect(value(/overstap_outbox_messages\{.*status="failed".*\}/)).toBe(0);
    expect(value(/process_cpu_seconds_total(?:\{.*\})?/)).toBeGreaterThan(0);
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, , each]) => each);
    // No ids, no addresses, no names of the file.
    expect(labels.filter((each) => /@|[0-9a-f]{8}-[0-9a-f]{4}/.test(each ?? ''))).toEqual([]);
    expect(text).not.toMatch(/voorbeeld|CSV|XLSX|FORM/i);
  });

  test('told to end, answers what it was asked before, and then does not wait for a client that keeps its connection', async () => {
    const agent = new Agent({ keepAlive: true });
    const body = JSON.stringify({ name: 'Late BV' });
    const asked = request(`${program.url}/agencies/default/register-employer`, {
      agent,
      method: 'POST',
      headers: {
        ...program.signedIn,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    asked.flushHeaders();
    await once(asked, 'continue');
    const ended = program.stop();
    await sleep(500);
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    const { code, ms } = await ended;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(SECONDS_THAT_A_CONNECTION_IS_KEPT * 500);
    agent.destroy();
  });
});
