import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AgencyOfTwo, type Done, type Items, OFFICER, type Person, refusalOf } from './agency-of-two.js';

interface Request {
  readonly requestId: string;
  readonly fulfilled: boolean;
  readonly dueOn: string;
  readonly wrong?: string;
  readonly corrections?: readonly string[];
  readonly refusedFor?: string;
}
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly struck?: { readonly how: string; readonly by: string };
}
interface Message {
  readonly message: string;
  readonly subject: { readonly en: string };
}

describe('what a person says is wrong', () => {
  let agency: AgencyOfTwo;
  let person: Person;
  let other: Person;
  let intake = '';
  let correction = '';
  beforeAll(async () => {
    agency = await AgencyOfTwo.start('rectification');
    [person, other] = agency.people;
    const body = { on: '2026-08-28', minutes: 60, mode: 'VIDEO' };
    const held = await agency.bodyOf(agency.coach.send(`/trajectories/${person.trajectory}/hold-intake`, body));
    intake = held.events.find(({ type }) => type === 'IntakeHeld')?.id ?? '';
  });
  afterAll(() => agency?.program.stop());

  const ask = (body: object, by = person) =>
    by.browser.send(`/participants/${by.id}/receive-subject-request`, { kind: 'RECTIFY', ...body });
  const fulfil = (body: object) => agency.coach.send(`/participants/${person.id}/fulfil-subject-request`, body);
  const requests = async (): Promise<readonly Request[]> =>
    (await agency.bodyOf<{ requests: readonly Request[] }>(person.browser.ask(`/participants/${person.id}/rights`)))
      .requests;
  const inbox = async (browser: Person['browser']) => {
    await agency.moveTo(`2026-09-01T09:${String((minute += 1)).padStart(2, '0')}:00+02:00`);
    return (await agency.bodyOf<Items<Message>>(browser.ask('/inbox?limit=500'))).items.map(({ message }) => message);
  };
  let minute = 0;
  const tasks = async () =>
    (await agency.read<Items<{ code: string }>>('/queues/quality-officer', OFFICER)).items.map(({ code }) => code);

  test('is said in the request, which is due a month later; a request that says nothing is refused', async () => {
    expect(await refusalOf(ask({ requestId: 'r-1' }))).toEqual([422, 'wrong-missing']);
    await agency.bodyOf(ask({ requestId: 'r-1', wrong: 'De intake was op 31 augustus', about: intake }));
    expect(await requests()).toMatchObject([
      { requestId: 'r-1', wrong: 'De intake was op 31 augustus', about: intake, dueOn: '2026-10-01', fulfilled: false },
    ]);
    expect(await tasks()).toContain('SUBJECT_REQUEST.r-1');
  });

  test('is told to the coach, who reads of it, and of nobody whom they do not coach', async () => {
    expect(await inbox(agency.coach)).toContain('CORRECTION_ASKED');
    const asked = await agency.bodyOf<Items<Request>>(agency.coach.ask(`/participants/${person.id}/corrections-asked`));
    expect(asked.items).toMatchObject([{ requestId: 'r-1', wrong: 'De intake was op 31 augustus' }]);
    const stranger = { 'overstap-actor': 'COACH:someone-else' };
    const path = `/participants/${person.id}/corrections-asked`;
    expect((await agency.program.fetch(path, { headers: stranger })).status).toBe(404);
  });

  test('is closed by the correction of the coach, and by nothing that corrects nothing of theirs', async () => {
    const { trajectory } = person;
    const change = { eventId: intake, changes: { on: '2026-08-31' }, reason: 'Verkeerde dag genoteerd' };
    const corrected = await agency.bodyOf(agency.coach.send(`/trajectories/${trajectory}/correct-fact`, change));
    correction = corrected.events.find(({ type }) => type === 'FactCorrected')?.id ?? '';
    const answer = { requestId: 'r-1', trajectory };
    expect(await refusalOf(fulfil({ ...answer }))).toEqual([422, 'corrections-missing']);
    expect(await refusalOf(fulfil({ ...answer, corrections: [intake] }))).toEqual([422, 'correction-unknown']);
    expect(await refusalOf(fulfil({ ...answer, trajectory: other.trajectory, corrections: [correction] }))).toEqual([
      ...[422, 'correction-unknown'],
    ]);
    await agency.bodyOf(fulfil({ ...answer, corrections: [correction] }));
    expect(await tasks()).not.toContain('SUBJECT_REQUEST.r-1');
  });

  test('is seen by the person with what put it right, and they are told', async () => {
    expect(await requests()).toMatchObject([{ fulfilled: true, answeredOn: '2026-09-01', corrections: [correction] }]);
    const { items } = await agency.bodyOf<Items<Entry>>(
      person.browser.ask(`/my/trajectories/${person.trajectory}/timeline?limit=500`),
    );
    expect(items.find(({ id }) => id === intake)?.struck).toEqual({ how: 'CORRECTED', by: correction });
    expect(items.map(({ id }) => id)).toContain(correction);
    expect(await inbox(person.browser)).toContain('CORRECTED');
    expect(await inbox(other.browser)).not.toContain('CORRECTED');
  });

  test('counts for the person and their coach how often somebody did not come, as it is put right', async () => {
    const path = `/trajectories/${person.trajectory}`;
    const counted = (browser: typeof person.browser) =>
      agency.bodyOf<{ noShows: number; unexcused: number }>(browser.ask(`${path}/no-shows`));
    const missed = { sessionId: 's-1', excused: false };
    const { events } = await agency.bodyOf(agency.coach.send(`${path}/record-session-no-show`, missed));
    const eventId = events.find(({ type }) => type === 'SessionNoShow')?.id;
    for (const browser of [person.browser, agency.coach])
      expect(await counted(browser)).toEqual({ noShows: 1, unexcused: 1 });
    expect((await other.browser.ask(`${path}/no-shows`)).status).toBe(404);
    const lead = { 'overstap-actor': 'TEAM_LEAD:vera' };
    expect((await agency.program.fetch(`${path}/no-shows`, { headers: lead })).status).toBe(403);
    await agency.bodyOf(agency.coach.send(`${path}/void-fact`, { eventId, reason: 'Verkeerde afspraak' }));
    expect(await counted(person.browser)).toEqual({ noShows: 0, unexcused: 0 });
  });

  test('is put right by nobody who may not read it, whoever gave them its id', async () => {
    const noted = { noteId: 'n-1', ref: 'Slaapt slecht', sharedWithParticipant: false };
    const { events } = await agency.bodyOf(
      agency.coach.send(`/trajectories/${person.trajectory}/record-session-note`, noted),
    );
    const eventId = events.find(({ type }) => type === 'SessionNoteRecorded')?.id;
    const lead = { 'overstap-actor': 'TEAM_LEAD:vera' };
    const attempt = (command: string, body: object) =>
      refusalOf(agency.program.send(`/trajectories/${person.trajectory}/${command}`, body, lead));
    expect(await agency.read(`/trajectories/${person.trajectory}`, lead)).toMatchObject({ coach: 'eva' });
    for (const id of [eventId, 'never-issued']) {
      expect(await attempt('void-fact', { eventId: id, reason: 'x' })).toEqual([422, 'fact-unknown']);
      expect(await attempt('correct-fact', { eventId: id, changes: { ref: 'x' }, reason: 'x' })).toEqual([
        ...[422, 'fact-unknown'],
      ]);
    }
    await agency.bodyOf(
      agency.coach.send(`/trajectories/${person.trajectory}/void-fact`, { eventId, reason: 'Verkeerde persoon' }),
    );
  });

  test('is put right in their own details too', async () => {
    await agency.bodyOf(ask({ requestId: 'r-2', wrong: 'Mijn nummer is veranderd' }));
    const path = `/participants/${person.id}/change-participant-details`;
    expect((await agency.coach.send(path, { phone: '06-12345678' })).status).toBe(403);
    const changed = await agency.tell<Done>(path, { phone: '06-12345678' }, OFFICER);
    await agency.bodyOf(fulfil({ requestId: 'r-2', corrections: [changed.events[0]?.id] }));
    expect((await requests())[1]).toMatchObject({ fulfilled: true, corrections: [changed.events[0]?.id] });
  });

  test('is refused by the quality officer alone, with a reason that the person reads', async () => {
    await agency.bodyOf(ask({ requestId: 'r-3', wrong: 'Ik was er wel' }));
    const refuse = { requestId: 'r-3', reason: 'De presentielijst is door u getekend' };
    const path = `/participants/${person.id}/refuse-subject-request`;
    expect((await agency.coach.send(path, refuse)).status).toBe(403);
    await agency.tell(path, refuse, OFFICER);
    expect((await requests())[2]).toMatchObject({ fulfilled: false, refusedFor: refuse.reason });
    expect(await inbox(person.browser)).toContain('REQUEST_REFUSED');
    expect(
      await refusalOf(fulfil({ requestId: 'r-3', trajectory: person.trajectory, corrections: [correction] })),
    ).toEqual([409, 'request-answered']);
  });

  test('goes the whole way on the command line', async () => {
    const asked = agency.cli('requests', 'ask', other.id, '--kind', 'RECTIFY', '--wrong', 'Mijn adres', '--json');
    const { requestId } = JSON.parse(asked.stdout) as { requestId: string };
    const wrong = agency.cli('requests', 'fulfil', other.id, requestId);
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('corrections is missing')]);
    const changed = agency.cli(
      'send',
      'participant',
      other.id,
      'change-participant-details',
      '--data',
      '{"address":"Kade 1"}',
      '--json',
    );
    expect(changed.stderr).toBe('');
    const [event] = (JSON.parse(changed.stdout) as Done).events;
    expect(agency.cli('requests', 'fulfil', other.id, requestId, '--correction', event!.id).status).toBe(0);
    const second = agency.cli('requests', 'ask', other.id, '--kind', 'ERASE', '--json');
    const { requestId: erase } = JSON.parse(second.stdout) as { requestId: string };
    expect(agency.cli('requests', 'refuse', other.id, erase, '--reason', 'Bewaarplicht').status).toBe(0);
    const listed = agency.cli('requests', 'list', other.id, '--json');
    expect((JSON.parse(listed.stdout) as Items<Request>).items).toMatchObject([
      { requestId, fulfilled: true, corrections: [event!.id] },
      { requestId: erase, fulfilled: false, refusedFor: 'Bewaarplicht' },
    ]);
    expect(agency.cli('requests', 'list', other.id).stdout).toMatch(/Mijn adres[\s\S]*Bewaarplicht/);
  });
});
