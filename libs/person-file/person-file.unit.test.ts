import { describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE, RECORDED_EVENTS } from '@overstap/mobility';
import { DUTCH_EVENTS } from './event-names.js';
import { documentOf, personFilePdf } from './pdf.js';
import { consentsIn, filedTrajectory, type PersonFile } from './person-file.js';
import { valueText } from './words.js';

let nth = 0;
const event = (type: string, data: object, id = `e-${(nth += 1)}`): RecordedEvent =>
  ({
    ...{ id, type, data, tenant: 'a', stream: 'trajectory-t-1', occurredAt: `2026-09-0${(nth % 9) + 1}T08:00:00.000Z` },
    ...{ recordedAt: '2026-09-09T08:00:00.000Z', actor: { type: 'COACH', id: 'eva' } },
  }) as unknown as RecordedEvent;
const note = (id: string, ref: string, sharedWithParticipant: boolean) =>
  event('SessionNoteRecorded', { noteId: id, ref, sharedWithParticipant }, id);
const filed = (...events: readonly RecordedEvent[]) => filedTrajectory('t-1', 'REORG', events);

describe('the file of a person', () => {
  test('holds the notes that were shared, and of the others only when they were made', () => {
    const { trajectory, workingFile } = filed(note('n-1', 'gedeeld', true), note('n-2', 'geheim', false));
    expect(JSON.stringify(trajectory)).toMatch(/gedeeld/);
    expect(JSON.stringify([trajectory, workingFile])).not.toMatch(/geheim/);
    expect(workingFile).toEqual([{ trajectory: 't-1', at: expect.stringMatching(/^2026-09-/) }]);
  });

  test('holds no correction of a note that is not shared, and a note once a correction shares it', () => {
    const corrected = (changes: object) => event('FactCorrected', { eventId: 'n-2', changes, reason: 'geheim' });
    const kept = filed(
      note('n-2', 'geheim', false),
      event('FactCorrected', { eventId: 'n-2', changes: {}, coachingChanges: { ref: 'geheim ook' }, reason: 'x' }),
      event('FactVoided', { eventId: 'n-2', reason: 'geheim' }),
    );
    expect(kept.trajectory.events).toEqual([]);
    expect(filed(note('n-2', 'x', false), corrected({ sharedWithParticipant: true })).workingFile).toEqual([]);
    const hidden = filed(note('n-2', 'geheim', true), corrected({ sharedWithParticipant: false }));
    expect(JSON.stringify(hidden)).not.toMatch(/geheim/);
  });

  test('tells who recorded something by role, and lists consents with their withdrawal', () => {
    const { trajectory } = filed(
      event('ConsentGiven', { consentId: 'c-1', purpose: 'SHARE_REPORT', recipient: 'HR', until: '2027-01-01' }),
      event('ConsentGiven', { consentId: 'c-2', purpose: 'REFERRAL', recipient: 'arts', until: '2027-01-01' }),
      event('ConsentWithdrawn', { consentId: 'c-1' }),
    );
    expect(JSON.stringify(trajectory)).not.toMatch(/eva/);
    expect(consentsIn(trajectory).map(({ consentId, withdrawnAt }) => [consentId, withdrawnAt !== null])).toEqual([
      ['c-1', true],
      ['c-2', false],
    ]);
  });
});

describe('the file to read', () => {
  const ENGINE = event('TaskCreated', { code: 'INTAKE' });
  const file: PersonFile = {
    ...{ version: 1, participant: 'p-1', madeAt: '2026-10-01T08:00:00.000Z' },
    ...{ details: { firstName: 'Łucja', language: 'nl' }, accounts: [], messages: [], preferences: [], events: [] },
    ...{
      trajectories: [
        filed(event('SessionHeld', { sessionId: 's-1', attendance: 'PRESENT', minutes: 60 }), ENGINE).trajectory,
      ],
    },
    ...{ workingFile: [{ trajectory: 't-1', at: '2026-09-08T08:00:00.000Z' }], consents: [] },
    accessLog: [
      { day: '2026-09-02', said: { nl: 'Je coach bekeek je tijdlijn.', en: 'Your coach looked at your timeline.' } },
    ],
  };

  test('is in the person’s language, without what only programs read', () => {
    const dutch = JSON.stringify(documentOf(file, 'nl').content);
    expect(dutch).toMatch(/Gesprek gehouden\\naanwezigheid: PRESENT\\nminuten: 60/);
    expect(dutch).toMatch(/voornaam","Łucja.*werkaantekeningen.*2026-09-08.*Je coach bekeek/);
    expect(dutch).not.toMatch(/s-1|TaskCreated|task created/i);
    expect(JSON.stringify(documentOf(file, 'en').content)).toMatch(/Session held\\nattendance: PRESENT/);
  });

  test('is a PDF', async () => {
    const pdf = await personFilePdf(file, 'nl');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  });

  test('says codes in words', () => {
    expect(valueText('SHARE_REPORT', 'en')).toBe('share report');
    expect(valueText([true, { firstName: 'Noor' }], 'nl')).toBe('ja; voornaam: Noor');
  });
});

test('everything recorded of a person has a Dutch name, and no name is of something else', () => {
  const OTHERS =
    /^(?:Calendar|Employer|Legal|Cohort|Programme|Landing|Performance|Provider|Budget|Committee|Coach(?:Registered|Profile|Absence|Capacity|Credential|PutIn|TakenOut)|Supervision|Billing|Invoice|Cost|Report(?:Schedule)|Snapshot|Team|Retention(?:Policy)|Task)/;
  const types = [...RECORDED_EVENTS.keys()].filter((type) => !OTHERS.test(type));
  expect(types.filter((type) => DUTCH_EVENTS[type] === undefined)).toEqual([]);
  expect(Object.keys(DUTCH_EVENTS).filter((type) => !EVENT_CATALOGUE.has(type))).toEqual([]);
});
