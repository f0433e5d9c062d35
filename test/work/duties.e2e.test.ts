import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const LEAD = { 'overstap-actor': 'TEAM_LEAD:lead-1' };
const SAM = { 'overstap-actor': 'COACH:sam' };
const OFFICER = { 'overstap-actor': 'QUALITY_OFFICER:q-1' };

interface Rows<Row> {
  readonly items: readonly Row[];
}
interface Message {
  readonly about: { readonly code: string; readonly names: { readonly en: string } } | null;
}
interface QueuedTask {
  readonly id: string;
  readonly code: string;
  readonly names: { readonly en: string } | null;
  readonly dueOn: string;
  readonly clockKind: string;
}

describe('what the agency has to do whatever programme somebody is in', () => {
  let program: RunningProgram;
  let person = '';

  /** An answer in which what was just written is seen; on a busy machine that takes more than one question. */
  async function seen<Answer>(path: string, actor: Record<string, string>, position: string): Promise<Answer> {
    for (let tries = 0; ; tries += 1)
      try {
        return await program.get<Answer>(path, { ...actor, 'overstap-position': position });
      } catch (error) {
        if (tries === 20 || !String(error).includes('503')) throw error;
      }
  }

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('duties'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 2).join('\n')));
    const profile = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 4, weightedMax: 30 };
    let position = '';
    for (const coachId of ['sam', 'noor']) {
      const data = { coachId, name: 'A coach', ...profile };
      ({ position } = await program.post<{ position: string }>('/coaches/register-coach', data, LEAD));
    }
    const { items } = await seen<Rows<{ participant: string }>>('/trajectories?programme=P', LEAD, position);
    person = items[0]?.participant ?? '';
  });
  afterAll(() => program?.stop());

  const abouts = async (actor: Record<string, string>) =>
    (await program.get<Rows<Message>>('/inbox?limit=100', actor)).items.map(({ about }) => about?.names.en);
  const officersTasks = async (position: string): Promise<readonly QueuedTask[]> =>
    (await seen<Rows<QueuedTask>>('/queues/quality-officer', OFFICER, position)).items;

  test('R18: a request of a person is the quality officer’s task, with the day of the law, until it is answered', async () => {
    const asked = { requestId: 'r-1', kind: 'ACCESS' };
    const { position } = await program.post<{ position: string }>(
      `/participants/${person}/receive-subject-request`,
      asked,
      OFFICER,
    );
    expect(await officersTasks(position)).toMatchObject([
      {
        id: `participant-${person}/SUBJECT_REQUEST.r-1`,
        names: { en: 'Answer a request of a person about their data' },
        dueOn: '2026-10-01',
        clockKind: 'STATUTORY',
      },
    ]);
    await program.post('/clock', { now: '2026-09-16T10:00:00+02:00' });
    expect(await abouts(OFFICER)).toEqual(['Answer a request of a person about their data']);
    const answered = await program.post<{ position: string }>(
      `/participants/${person}/fulfil-subject-request`,
      { requestId: 'r-1' },
      OFFICER,
    );
    expect(await officersTasks(answered.position)).toEqual([]);
    await program.post('/clock', { now: '2026-10-05T10:00:00+02:00' });
    expect(await abouts(OFFICER)).toHaveLength(1);
  });

  test('R14: that coach alone, and the quality officer, hear of a registration that runs out', async () => {
    await program.post('/coaches/sam/record-coach-credential', { register: 'NOLOC', validUntil: '2027-01-15' }, LEAD);
    await program.post('/clock', { now: '2026-10-20T10:00:00+02:00' });
    expect(await abouts(SAM)).toContain('Registration runs out: renew it');
    expect(await abouts({ 'overstap-actor': 'COACH:noor' })).not.toContain('Registration runs out: renew it');
    expect(await abouts(OFFICER)).toContain('Registration runs out: renew it');
  });
});
