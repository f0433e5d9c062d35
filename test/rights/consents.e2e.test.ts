import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { temporaryDirectory } from '../support/postgres.js';
import { AgencyOfTwo, type Items, type Person, refusalOf } from './agency-of-two.js';

interface Entry {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Delivery {
  readonly message: string;
  readonly status: string;
  readonly reason: string | null;
  readonly aggregateId: string;
}

/** Asks three months after the first day of work. */
const SURVEY_AFTER = `  tasks:
    - code: SURVEY_M3
      names: { nl: Vragenlijst na drie maanden, en: Survey after three months }
      owners: [SYSTEM]
      due: { anchor: placementStart, offset: 90 calendarDays }
      doneBy: { event: SurveySent, where: { moment: M3 } }
      ladder: system
      aftercare: true
    - use: START
`;
const NOT_ALLOWED = [409, 'consent-not-in-force'];

/** Of two people one takes back what both agreed to: what rests on it stops for that one, and goes on for the other. */
describe('a consent that is withdrawn', () => {
  let agency: AgencyOfTwo;
  let mail: MailServer;
  let person: Person;
  let other: Person;
  beforeAll(async () => {
    mail = await startMailServer();
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'overstap@voorbeeld.example' };
    agency = await AgencyOfTwo.start('consents', env, publishSurvey);
    [person, other] = agency.people;
    for (const each of agency.people) {
      await of(each, 'hold-intake', { on: '2026-09-01', minutes: 60, mode: 'VIDEO' });
      for (const purpose of [
        'REFERRAL',
        'SHARE_INSTRUMENT_SUMMARY',
        'SHARE_REPORT',
        'CONTACT_EMPLOYER',
        'AFTERCARE_SURVEY',
      ])
        await bySelf(each, 'give-consent', {
          ...{ consentId: purpose, purpose, categories: ['search'], recipient: 'x', until: '2028-01-01' },
        });
    }
  });
  afterAll(async () => {
    await agency?.program.stop();
    await mail?.stop();
  });

  const publishSurvey = async (started: AgencyOfTwo): Promise<void> => {
    const v1 = await readFile(new URL('../../libs/mobility/templates/IND-6.yaml', import.meta.url), 'utf8');
    const v2 = v1.replace('version: 1', 'version: 2').replace('  tasks:\n    - use: START\n', SURVEY_AFTER);
    const file = join(await temporaryDirectory('consents-template'), 'v2.yaml');
    await writeFile(file, v2);
    expect(started.cli('template', 'publish', file)).toMatchObject({ status: 0 });
  };
  const of = (each: Person, command: string, body: object) =>
    agency.bodyOf(agency.coach.send(`/trajectories/${each.trajectory}/${command}`, body));
  const bySelf = (each: Person, command: string, body: object) =>
    agency.bodyOf(each.browser.send(`/trajectories/${each.trajectory}/${command}`, body));
  const approved = async (each: Person, report: object) => {
    await of(each, 'draft-report', report);
    await of(each, 'preview-report', report);
    await bySelf(each, 'approve-report', report);
  };
  const refused = (command: string, body: object, each = person) =>
    refusalOf(agency.coach.send(`/trajectories/${each.trajectory}/${command}`, body));
  const withdraw = (consentId: string) => bySelf(person, 'withdraw-consent', { consentId });
  const happened = async (each: Person, type: string) =>
    (await agency.read<Items<Entry>>(`/trajectories/${each.trajectory}/timeline?limit=500`)).items
      .filter((entry) => entry.type === type)
      .map(({ data }) => data);

  test('is its owner’s to withdraw, and shown to them as withdrawn', async () => {
    expect(await refused('withdraw-consent', { consentId: 'REFERRAL' })).toEqual([403, 'role-not-allowed']);
    const path = `/trajectories/${other.trajectory}/withdraw-consent`;
    expect((await refusalOf(person.browser.send(path, { consentId: 'REFERRAL' })))[0]).toBe(404);
  });

  test('ends a referral that went by it, and no other goes', async () => {
    const propose = (referralId: string) => ({ referralId, profession: 'GP', consentId: 'REFERRAL', on: '2026-09-01' });
    for (const each of agency.people) await of(each, 'propose-referral', propose('one'));
    await withdraw('REFERRAL');
    expect(await happened(person, 'ReferralDeclined')).toMatchObject([{ referralId: 'one' }]);
    expect(await happened(other, 'ReferralDeclined')).toEqual([]);
    expect(await refused('propose-referral', propose('two'))).toEqual(NOT_ALLOWED);
    expect(await refused('accept-referral', { referralId: 'one', on: '2026-09-01' })).toEqual(NOT_ALLOWED);
    await of(other, 'propose-referral', propose('two'));
    const mine = await agency.bodyOf<Items>(person.browser.ask('/my/consents'));
    expect(mine.items.filter(({ inForce }) => inForce === false)).toMatchObject([
      { consentId: 'REFERRAL', withdrawnOn: '2026-09-01' },
    ]);
    expect(mine.items).toHaveLength(5);
  });

  test('lets no summary of a test be shared any more', async () => {
    const share = { instrumentId: 'i-1', toRole: 'EMPLOYER_HR', consentId: 'SHARE_INSTRUMENT_SUMMARY' };
    await of(person, 'share-instrument-summary', share);
    await withdraw('SHARE_INSTRUMENT_SUMMARY');
    expect(await refused('share-instrument-summary', { ...share, instrumentId: 'i-2' })).toEqual(NOT_ALLOWED);
    await of(other, 'share-instrument-summary', share);
  });

  test('takes back the reports that went to the employer by it, and lets no other go; the others go on', async () => {
    const report = { type: 'PROGRESS', from: '2026-09-01', to: '2026-09-01', hash: 'a'.repeat(64) };
    const toEmployer = (reportId: string) => ({ ...report, reportId, audience: 'EMPLOYER_HR' });
    const plan = { planVersion: 1, approach: 'MATCHING', goals: ['werk'], activities: [], facilities: [], duties: [] };
    for (const each of agency.people) {
      await of(each, 'agree-plan', { ...plan, evaluationDates: [], signedOn: '2026-09-01' });
      await approved(each, toEmployer('one'));
      await of(each, 'share-report', toEmployer('one'));
    }
    for (const each of agency.people) await approved(each, toEmployer('two'));
    await withdraw('SHARE_REPORT');
    expect(await happened(person, 'ReportWithdrawn')).toMatchObject([{ reportId: 'one' }]);
    expect(await happened(other, 'ReportWithdrawn')).toEqual([]);
    expect(await refused('share-report', toEmployer('two'))).toEqual(NOT_ALLOWED);
    const toSelf = { ...report, reportId: 'three', audience: 'PARTICIPANT' };
    await of(person, 'draft-report', toSelf);
    await of(person, 'share-report', toSelf);
    await of(other, 'share-report', toEmployer('two'));
  });

  test('lets the new employer verify no placement; by other means it is verified', async () => {
    await agency.moveTo('2026-10-01T10:00:00+02:00');
    for (const each of agency.people)
      await of(each, 'record-placement', {
        ...{ placementId: 'pl', outcomeType: 'EMPLOYED_PERMANENT', acceptedOn: '2026-10-01', startsOn: '2026-10-05' },
        ...{ hoursPerWeek: 32, sector: 'zorg', sameFunction: false, sameSector: false, channel: 'NETWORK' },
        ...{ subsidised: false, internal: false },
      });
    await withdraw('CONTACT_EMPLOYER');
    const verify = (method: string) => ({ placementId: 'pl', method, on: '2026-10-01' });
    expect(await refused('verify-placement', verify('EMPLOYER'))).toEqual(NOT_ALLOWED);
    await of(person, 'verify-placement', verify('CONTRACT'));
    await of(other, 'verify-placement', verify('EMPLOYER'));
  });

  test('drops a survey that waits for the morning to be mailed, says why, and sends none after it', async () => {
    const closing = { closureClass: 'RESULT', reason: 'LANDED', on: '2026-10-01' };
    for (const each of agency.people) await of(each, 'close-trajectory', closing);
    // Its day is over and the night has begun: nothing is mailed before the morning.
    await agency.moveTo('2027-01-04T00:30:00+01:00');
    const surveys = async () =>
      (await agency.read<Items<Delivery>>('/outbox?limit=500')).items.filter(
        ({ message, status }) => message === 'SURVEY' && status !== 'DELIVERED',
      );
    expect((await surveys()).map(({ aggregateId, status }) => [aggregateId, status]).toSorted()).toEqual(
      agency.people.map(({ trajectory }) => [trajectory, 'WAITING']).toSorted(),
    );
    const before = mail.received.length;
    await withdraw('AFTERCARE_SURVEY');
    await agency.moveTo('2027-01-04T00:31:00+01:00');
    expect(await happened(person, 'SurveyExpired')).toMatchObject(expect.arrayContaining([{ moment: 'M3' }]));
    expect((await surveys()).find(({ aggregateId }) => aggregateId === person.trajectory)).toMatchObject({
      ...{ status: 'SUPPRESSED', reason: 'SURVEY_EXPIRED' },
    });
    await agency.moveTo('2027-01-04T12:00:00+01:00');
    const mailed = mail.received.slice(before).filter(({ source }) => /vragenlijst|survey/i.test(source));
    expect(mailed).toHaveLength(1);
    expect((await surveys()).map(({ aggregateId }) => aggregateId)).toEqual([person.trajectory]);
  });
});
