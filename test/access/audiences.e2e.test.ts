import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const HEADER =
  'external_id,first_name,last_name,email,phone,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
const ROW =
  '900001,Zwartkopmees,Goudvinkstra,kanarie@zangvogel.example,06-12345678,nl,Monteur,B1,32,2600,2001-02-03,1970,Papegaaiplein,2026-09-01,2026-09-01,2027-01-01,1';
/** What was recorded of coaching, of health and of reading on: words that occur nowhere else. */
const NOTE = 'Roodborsttapuit';
const ABILITY = 'Koolmeestillen';
const LIMIT = 'Boomkleverbukken';
const REASON = 'Winterkoninkje';
const ALL = ['Zwartkopmees', 'Goudvinkstra', NOTE, ABILITY, LIMIT, REASON];

const as = (actor: string) => ({ 'overstap-actor': actor });
const COACH = as('COACH:coach-7');
const LEAD = as('TEAM_LEAD:team-north');
const OFFICER = as('QUALITY_OFFICER:vera');
type Items = { readonly items: readonly Readonly<Record<string, unknown>>[] };

describe('who reads what of one person', () => {
  let directory: string;
  let program: RunningProgram;
  let employer: string;
  let participant: string;
  let trajectory: string;
  const read = async (path: string, headers: Record<string, string>): Promise<string> => {
    const answer = await program.fetch(path, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const at = (path: string) => `/trajectories/${trajectory}/${path}`;
  const wordsIn = (text: string): readonly string[] => ALL.filter((word) => text.includes(word));

  beforeAll(async () => {
    directory = join(await temporaryDirectory('audiences'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const opening = { employer: 'Voorbeeld BV', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', { ...opening, code: 'SPOOR', template: 'SP2-12' });
    await program.upload('/programmes/SPOOR/imports', Buffer.from([HEADER, ROW].join('\n')));
    await program.post('/programmes/SPOOR/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-03T10:00:00+02:00' });
    const [row] = (await program.get<Items>('/trajectories?programme=SPOOR')).items;
    [trajectory, participant] = [String(row?.['trajectory']), String(row?.['participant'])];
    employer = String((await program.get<Items>('/employers')).items[0]?.['employer']);
    await program.registerCoach('coach-7');
    await program.post(at('match-coach'), { coachId: 'coach-7' });
    await program.post(at('hold-intake'), { on: '2026-09-03', minutes: 60, mode: 'ONSITE' }, COACH);
    const note = { noteId: 'n-1', ref: NOTE, sharedWithParticipant: false };
    await program.post(at('record-session-note'), note, COACH);
    const { position } = await program.post<{ position: string }>(
      at('record-load-capacity'),
      {
        ...{ hoursPerDay: 4, hoursPerWeek: 20, abilities: [ABILITY], limits: [LIMIT] },
        ...{ validUntil: '2027-01-01', profession: 'COMPANY_DOCTOR' },
      },
      COACH,
    );
    await program.get(`/trajectories/${trajectory}`, { 'overstap-position': position });
  });
  afterAll(() => program?.stop());

  test('each of the agency their own timeline, and nobody another’s', async () => {
    expect(wordsIn(await read(at('timeline'), COACH))).toEqual([NOTE]);
    expect(wordsIn(await read(at('health'), COACH))).toEqual([ABILITY, LIMIT]);
    expect(wordsIn(await read(at('team-timeline'), LEAD))).toEqual([]);
    expect(wordsIn(await read(at('process-timeline'), as('PLANNER:p')))).toEqual([]);
    for (const [path, who] of [
      ['timeline', LEAD],
      ['health', LEAD],
      ['team-timeline', as('PLANNER:p')],
      ['process-timeline', as('PARTICIPANT:x')],
    ] as const)
      expect(await read(at(path), who)).toMatch(/^403/);
    expect(await read(at('timeline'), as('COACH:coach-8'))).toMatch(/^404/);
    expect(await read(at('health'), as('COACH:coach-8'))).toMatch(/^404/);
  });

  test('to the person what is theirs, without the note that was not shared; to another person nothing', async () => {
    const self = as(`PARTICIPANT:${participant}`);
    const own = await read(`/my/trajectories/${trajectory}/timeline`, self);
    expect(wordsIn(own)).toEqual([ABILITY, LIMIT]);
    expect(own).toContain('"name":"coach-7"');
    expect(await program.get<Items>('/my/trajectories', self)).toMatchObject({
      items: [{ trajectory, coach: { name: 'coach-7' }, programmeNames: { nl: expect.any(String) } }],
    });
    expect((await program.get<Items>('/my/tasks', self)).items.every((task) => task['trajectory'] === trajectory)).toBe(
      true,
    );
    const other = as('PARTICIPANT:other');
    expect(await program.get<Items>('/my/trajectories', other)).toEqual({ items: [] });
    for (const path of [`/my/trajectories/${trajectory}`, `/my/trajectories/${trajectory}/timeline`])
      expect(await read(path, other)).toMatch(/^404/);
  });

  test('to the employer by profile: the name and what somebody can do, never what they cannot', async () => {
    const carla = 'EMPLOYER_CASE_MANAGER:carla';
    expect(await read('/employer/programmes/SPOOR/people', as(carla))).toMatch(/^404/);
    const naming = { caseManagerId: 'carla' };
    const { position } = await program.post<{ position: string }>(
      at('name-case-manager'),
      naming,
      as(`EMPLOYER_HR:${employer}`),
    );
    await program.get('/employer/programmes', { ...as(carla), 'overstap-position': position });
    for (const who of [`EMPLOYER_HR:${employer}`, carla]) {
      const people = await read('/employer/programmes/SPOOR/people', as(who));
      expect(people).toContain('"caseManager":"carla"');
      expect(wordsIn(people)).toEqual(['Zwartkopmees', 'Goudvinkstra', ABILITY]);
      expect(people).not.toMatch(/kanarie@|1970|Papegaaiplein|06-12345678/);
      expect(await read('/employer/programmes/SPOOR', as(who))).toMatch(/^200.*"referred":1/);
      for (const path of ['SPOOR', 'SPOOR/people', 'NERGENS'])
        expect(await read(`/employer/programmes/${path}`, as(`${who.split(':')[0]}:other`))).toMatch(/^404/);
    }
    const handed = await program.post<{ position: string }>(at('name-case-manager'), { caseManagerId: 'bram' });
    const later = { ...as(carla), 'overstap-position': handed.position };
    expect(await read('/employer/programmes/SPOOR/people', later)).toMatch(/^404/);
    expect(await program.get<Items>('/employer/programmes', as(carla))).toEqual({ items: [] });
    expect(wordsIn(await read('/employer/programmes/SPOOR/people', as('EMPLOYER_CASE_MANAGER:bram')))).toContain(
      ABILITY,
    );
    const council = await program.get<Items>('/employer/programmes', as(`WORKS_COUNCIL:${employer}`));
    expect(council.items).toMatchObject([
      { referred: null, invited: null, suppressed: [{ figure: 'referred', reason: 'TOO_FEW', fewest: 5 }, {}] },
    ]);
    expect(await read('/employer/programmes/SPOOR/people', as(`WORKS_COUNCIL:${employer}`))).toMatch(/^403/);
  });

  test('through a broken glass: whoever broke it, for its time, reviewed by another, and the person is told', async () => {
    expect(await read(at('coaching-file'), LEAD)).toMatch(/^404/);
    const { position } = await program.post<{ position: string }>(
      at('open-break-glass'),
      { reason: REASON, minutes: 30 },
      LEAD,
    );
    const after = { 'overstap-position': position };
    expect(wordsIn(await read(at('coaching-file'), { ...LEAD, ...after }))).toEqual([NOTE, REASON]);
    expect(await read(at('coaching-file'), OFFICER)).toMatch(/^404/);
    expect(await read(at('health-file'), LEAD)).toMatch(/^403/);
    expect(wordsIn(await read(`/my/trajectories/${trajectory}/timeline`, as(`PARTICIPANT:${participant}`)))).toContain(
      REASON,
    );
    const [glass] = (await program.get<Items>('/broken-glasses', OFFICER)).items;
    expect(glass).toMatchObject({ trajectory, byRole: 'TEAM_LEAD', reason: REASON, finding: null });
    const queue = await program.get<Items>('/queues/quality-officer', OFFICER);
    expect(queue.items).toMatchObject([{ code: 'BREAK_GLASS_REVIEW', names: { en: expect.any(String) } }]);
    await program.post('/clock', { now: '2026-09-03T10:31:00+02:00' });
    expect(await read(at('coaching-file'), LEAD)).toMatch(/^404/);
    const { items } = await program.get<Items>('/inbox', as(`PARTICIPANT:${participant}`));
    expect(items.map(({ message }) => message)).toContain('GLASS_BROKEN');
    await program.post(at('review-break-glass'), { glassId: glass?.['glass'], finding: 'JUSTIFIED' }, OFFICER);
  });

  test('after erasure nobody reads anything of it, and it never lay in clear', async () => {
    await program.post(`/participants/${participant}/erase`, { reason: 'op verzoek' });
    const readers: readonly (readonly [string, Record<string, string>])[] = [
      [at('timeline'), COACH],
      [at('health'), COACH],
      [at('team-timeline'), LEAD],
      [`/my/trajectories/${trajectory}/timeline`, as(`PARTICIPANT:${participant}`)],
      ['/employer/programmes/SPOOR/people', as(`EMPLOYER_HR:${employer}`)],
      ['/broken-glasses', OFFICER],
    ];
    for (const rebuilt of [false, true]) {
      if (rebuilt) await program.post('/operation/rebuild', {});
      for (const [path, who] of readers) expect(wordsIn(await read(path, who))).toEqual([]);
    }
    expect(await read('/employer/programmes/SPOOR/people', as(`EMPLOYER_HR:${employer}`))).toMatch(
      /^200.*"items":\[\]/,
    );
    expect(ALL.filter((word) => filesHolding(word, directory).length > 0)).toEqual([]);
  });
});
