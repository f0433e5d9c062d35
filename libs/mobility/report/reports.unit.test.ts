import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';

type Life = ReturnType<typeof begun>;
type Command = 'DraftReport' | 'PreviewReport' | 'ObjectToReport' | 'ApproveReport' | 'ShareReport' | 'WithdrawReport';
const SELF = { type: 'PARTICIPANT', id: 'p-1' } as const;
const PROGRAM = { type: 'SYSTEM', id: 'disclosure-hold' } as const;
const REPORT = { reportId: 'r-1', type: 'PROGRESS', audience: 'EMPLOYER_HR', from: '2026-09-14', to: '2026-10-02' };
const DOCUMENT = { ...REPORT, hash: 'ab12' };

/** On Friday the second of October; the participant has until the ninth. */
const planned = (profile: 'AGGREGATE_ONLY' | 'STATUS' | 'COMPLIANCE' = 'STATUS'): Life => {
  const life = begun('IND-6').say.plan().until('2026-10-02');
  life.world = { ...life.world, profile };
  return life;
};
const does = (life: Life, command: Command, extra: object = {}) => life.tell(command, { ...DOCUMENT, ...extra });
const bySelf = (life: Life, command: Command, extra: object = {}) =>
  life.tell(command, { ...DOCUMENT, ...extra }, SELF);
const previewed = (...of: Parameters<typeof planned>): Life =>
  does(does(planned(...of), 'DraftReport'), 'PreviewReport');
const disputed = (...of: Parameters<typeof planned>): Life =>
  bySelf(previewed(...of), 'ObjectToReport', { comment: 'note-1' });
const refused = (life: Life, command: Command, extra: object = {}) =>
  life.refusal((it) => does(it as Life, command, extra));
const agree = (life: Life, consentId = 'c-1') =>
  life.tell(
    'GiveConsent',
    { consentId, purpose: 'SHARE_REPORT', categories: ['search'], recipient: 'x', until: '2028-01-01' },
    SELF,
  );

describe('a report about somebody', () => {
  it('goes to the employer after the participant has seen and approved it', () => {
    const life = planned();
    expect(refused(life, 'ShareReport')).toBe('report-unknown');
    expect(refused(does(life, 'DraftReport'), 'ShareReport')).toBe('report-not-previewed');
    expect(refused(does(life, 'PreviewReport'), 'ShareReport')).toBe('report-not-approved');
    does(bySelf(life, 'ApproveReport'), 'ShareReport');
    expect(life.of('ReportShared').map(({ data }) => data)).toEqual([DOCUMENT]);
  });

  it('is approved by others only once the participant has had five working days', () => {
    const life = previewed();
    expect(refused(life, 'ApproveReport')).toBe('report-preview-open');
    expect(refused(life.until('2026-10-09', '23:59'), 'ApproveReport')).toBe('report-preview-open');
    does(does(life.until('2026-10-10'), 'ApproveReport'), 'ShareReport');
  });

  it('has those days from when it was told to be laid before them, whatever day that is said to have been', () => {
    const life = does(planned(), 'DraftReport').until('2026-10-16');
    does(life, 'PreviewReport', { occurredOn: '2026-10-02' });
    expect(refused(life, 'ApproveReport')).toBe('report-preview-open');
  });

  it('stays back while the participant objects, until they approve after all or read another draft', () => {
    const life = disputed().until('2026-10-20');
    expect(refused(life, 'ApproveReport')).toBe('report-disputed');
    expect(refused(life, 'ShareReport')).toBe('report-disputed');
    const other = { hash: 'cd34' };
    does(does(life, 'DraftReport', other), 'PreviewReport', other);
    expect(refused(life, 'ShareReport', other)).toBe('report-not-approved');
    does(bySelf(life, 'ApproveReport', other), 'ShareReport', other);
    expect(life.of('ReportShared').map(({ data }) => data.disputed)).toEqual([undefined]);
    does(bySelf(disputed(), 'ApproveReport'), 'ShareReport');
  });

  it('goes as disputed where law or contract asks for it', () => {
    const life = disputed('COMPLIANCE');
    expect(refused(life, 'ShareReport')).toBe('report-preview-open');
    does(life.until('2026-10-10'), 'ShareReport');
    expect(life.of('ReportShared').map(({ data }) => data.disputed)).toEqual([true]);
    expect(refused(previewed('COMPLIANCE'), 'ShareReport')).toBe('report-not-approved');
  });

  it('may be objected to after an approval, and once it was shared', () => {
    const life = bySelf(bySelf(previewed(), 'ApproveReport'), 'ObjectToReport', { comment: 'note-1' });
    expect(refused(life, 'ShareReport')).toBe('report-disputed');
    const gone = does(bySelf(previewed(), 'ApproveReport'), 'ShareReport');
    expect(gone.refusal((it) => bySelf(it as Life, 'ObjectToReport', { comment: 'note-1' }))).toBeUndefined();
    expect(planned().refusal((it) => bySelf(does(it as Life, 'DraftReport'), 'ObjectToReport', { comment: 'n' }))).toBe(
      'report-not-previewed',
    );
  });

  it.each([
    ['type', { type: 'FINAL' }],
    ['audience', { audience: 'PARTICIPANT' }],
    ['period', { to: '2026-10-01' }],
    ['document', { hash: 'cd34' }],
  ])('is at every step the one that was drafted: another %s is another report', (_what, other) => {
    const life = bySelf(previewed(), 'ApproveReport');
    for (const command of ['PreviewReport', 'ApproveReport', 'ShareReport', 'WithdrawReport'] as const)
      expect([command, refused(life, command, other)]).toEqual([command, 'report-differs']);
  });

  it('covers a period that does not end before it begins', () => {
    expect(refused(planned(), 'DraftReport', { from: '2026-10-02', to: '2026-10-01' })).toBe('date-order');
  });

  it('does not change once it was shared, and is no more once it was withdrawn', () => {
    const life = does(bySelf(previewed(), 'ApproveReport'), 'ShareReport');
    expect(refused(life, 'DraftReport', { hash: 'cd34' })).toBe('report-shared');
    expect(refused(life, 'PreviewReport')).toBe('report-shared');
    does(life, 'WithdrawReport');
    for (const command of ['DraftReport', 'PreviewReport', 'ApproveReport', 'ShareReport'] as const)
      expect([command, refused(life, command)]).toEqual([command, 'report-withdrawn']);
    expect(refused(life, 'WithdrawReport', { reportId: 'r-9' })).toBe('report-unknown');
  });

  it('is not recorded twice when a step is told twice', () => {
    const life = planned();
    const twice = (tell: typeof does, command: Command): void => {
      const before = tell(life, command).events.length;
      expect([command, tell(life, command).events.length]).toEqual([command, before]);
    };
    twice(does, 'DraftReport');
    twice(does, 'PreviewReport');
    twice(bySelf, 'ApproveReport');
    twice(does, 'ApproveReport');
    twice(does, 'ShareReport');
    twice(does, 'WithdrawReport');
  });

  it('goes to nobody at the employer while the person’s data may not be processed freely', () => {
    const life = bySelf(previewed(), 'ApproveReport').tell('HoldDisclosure', { on: '2026-10-02' }, PROGRAM);
    expect(refused(life, 'ShareReport')).toBe('disclosure-held');
    expect(life.refusal((it) => it.say.takeBack('DisclosureHeld'))).toBe('fact-derived');
    does(life.tell('ReleaseDisclosure', { on: '2026-10-02' }, PROGRAM), 'ShareReport');
  });

  it('goes by the person’s consent alone where the employer is told of nobody by name', () => {
    const life = bySelf(previewed('AGGREGATE_ONLY'), 'ApproveReport');
    expect(refused(life, 'ShareReport')).toBe('consent-not-in-force');
    does(agree(life), 'ShareReport');
  });

  it('goes to the participant themselves without more ado', () => {
    const own = { audience: 'PARTICIPANT' };
    const life = does(does(planned('AGGREGATE_ONLY'), 'DraftReport', own), 'ShareReport', own);
    expect(life.of('ReportShared')).toHaveLength(1);
  });

  it('goes to the committee of a dispute as soon as the participant has it before them', () => {
    const pack = { type: 'CASE_PACK', audience: 'COMMITTEE' };
    const life = does(planned('COMPLIANCE'), 'DraftReport', pack);
    expect(refused(life, 'ShareReport', pack)).toBe('report-not-previewed');
    expect(refused(does(life, 'PreviewReport', pack), 'ShareReport', pack)).toBeUndefined();
  });

  it('waits as any other where a case pack is for somebody else', () => {
    const pack = { type: 'CASE_PACK', audience: 'EMPLOYER_HR' };
    const life = does(does(planned('COMPLIANCE'), 'DraftReport', pack), 'PreviewReport', pack);
    expect(refused(life, 'ShareReport', pack)).toBe('report-not-approved');
  });
});

describe('what a participant said themselves', () => {
  it('is neither corrected nor taken back by others: an objection, a consent, no more reminders', () => {
    const life = agree(disputed()).tell('OptOutOfReminders', { on: '2026-10-02' }, SELF);
    const codes = (type: string) => [
      life.refusal((it) => it.say.takeBack(type)),
      life.refusal((it) => it.say.correct(type, { reportId: 'r-2', until: '2029-01-01', on: '2026-10-01' })),
    ];
    expect(codes('ReportObjected')).toEqual(['report-step', 'report-step']);
    expect(codes('ReportPreviewed')).toEqual(['report-step', 'report-step']);
    expect(codes('ConsentGiven')).toEqual(['participant-says-so', 'participant-says-so']);
    expect(codes('RemindersOptedOut')).toEqual(['participant-says-so', 'participant-says-so']);
    life.tell('WithdrawConsent', { consentId: 'c-1' }, SELF);
    expect(codes('ConsentWithdrawn')).toEqual(['participant-says-so', 'participant-says-so']);
  });
});
