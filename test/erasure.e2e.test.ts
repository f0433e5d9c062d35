import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { filesHolding } from './support/in-clear.js';
import { temporaryDirectory } from './support/postgres.js';
import { RunningProgram } from './support/running-program.js';

/** Names that occur nowhere else: whoever finds one in a file has found a leak. */
const CANARIES = ['Zwartkopmees', 'Goudvinkstra', 'kanarie.vogel@zangvogel.example', 'Papegaaiduikerplein'];
const HEADER =
  'external_id,first_name,last_name,email,phone,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
const ROWS = [
  '900001,Zwartkopmees,Goudvinkstra,kanarie.vogel@zangvogel.example,06-12345678,nl,Monteur,B1,32,2600,2001-02-03,1970,Papegaaiduikerplein,2026-09-01,2026-09-01,2027-01-01,1',
  '900002,Anna,Jansen,anna.jansen@voorbeeld.example,06-12345679,nl,Monteur,B1,32,2600,2001-02-03,1980,Utrecht,2026-09-01,2026-09-01,2027-01-01,1',
];
type Items = { readonly items: readonly Record<string, string>[] };
interface Report {
  readonly referred: number;
  readonly phases: object;
}

describe('an erased person', () => {
  let directory: string;
  let program: RunningProgram;
  let participant: string;
  let trajectory: string;

  /** Which canaries lie in clear anywhere below the data directory: tables, write-ahead log, queue, logs, exports. */
  const leaks = (): string[] => CANARIES.filter((canary) => filesHolding(canary, directory).length > 0);

  beforeAll(async () => {
    directory = join(await temporaryDirectory('erasure'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await program.post('/programmes/open-programme', {
      code: 'WISSEN',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    await program.upload('/programmes/WISSEN/imports', Buffer.from([HEADER, ...ROWS].join('\n')));
    await program.post('/programmes/WISSEN/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-03T10:00:00+02:00' });
    const { items } = await program.get<Items>('/trajectories?programme=WISSEN');
    for (const item of items) {
      const timeline = await program.get<{ items: { type: string; data: Record<string, unknown> }[] }>(
        `/trajectories/${item['trajectory']}/timeline`,
      );
      const referral = timeline.items.find(({ type }) => type === 'ParticipantReferred');
      if (referral?.data['site'] !== 'Papegaaiduikerplein') continue;
      participant = item['participant'] ?? '';
      trajectory = item['trajectory'] ?? '';
    }
    await program.post(`/trajectories/${trajectory}/make-first-contact`, { on: '2026-09-03', channel: 'PHONE' });
    await program.post(`/trajectories/${trajectory}/add-task`, { title: 'Bel Goudvinkstra terug', role: 'COACH' });
  }, 180_000);
  afterAll(() => program?.stop());

  test('lies nowhere in clear, not even before', () => {
    expect(participant).not.toBe('');
    expect(leaks()).toEqual([]);
  });

  test('can be read by nobody afterwards, while the figures stay and a rebuild succeeds', async () => {
    const before = await program.get<Report>('/programmes/WISSEN/report?asOf=2026-09-03');
    await program.post(`/participants/${participant}/erase`, { reason: 'op verzoek' });
    await program.post('/operation/rebuild', {});
    const after = await program.get<Report>('/programmes/WISSEN/report?asOf=2026-09-03');
    expect(after).toEqual(before);
    const timeline = await program.get<{ items: { type: string; data: Record<string, unknown>; erased?: string[] }[] }>(
      `/trajectories/${trajectory}/timeline`,
    );
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(CANARIES.join('|')));
    expect(timeline.items.find(({ type }) => type === 'ParticipantReferred')?.erased).toEqual(['search']);
    expect(leaks()).toEqual([]);
    expect(CANARIES.filter((canary) => program.output().includes(canary))).toEqual([]);
  }, 60_000);

  test('gets no new personal data, and commands without any go on', async () => {
    const note = await program.send(`/trajectories/${trajectory}/add-task`, {
      title: 'Nog eens bellen',
      role: 'COACH',
    });
    expect(note.status).toBe(409);
    expect(await note.json()).toMatchObject({ code: 'subject-erased' });
    const declined = await program.send(`/trajectories/${trajectory}/decline-participation`, {
      reason: 'NO_NEED',
      on: '2026-09-03',
    });
    expect(declined.status).toBe(200);
  });

  test('stays erased when the program starts again', async () => {
    await program.stop();
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    const timeline = await program.get<Items>(`/trajectories/${trajectory}/timeline`);
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(CANARIES.join('|')));
    expect(leaks()).toEqual([]);
  }, 120_000);
});
