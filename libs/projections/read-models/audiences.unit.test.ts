import { describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE, SHIPPED_TEMPLATES } from '@overstap/mobility';
import { domainEvents } from '../../mobility/programme-template/testing/catalogue.js';
import { shippedTemplate } from '../../mobility/testing/template-files.js';
import { type AnyReadModel } from '../runner/index.js';
import { assignedTasks } from './assigned-tasks/index.js';
import { brokenGlass } from './broken-glass/index.js';
import { employerHeadcount } from './employer-headcount/index.js';
import { employerPerson } from './employer-person/index.js';
import { PHASE_GROUP_OF } from './employer-person/phase-groups.js';
import { complianceOfPerson, statusOfPerson } from './employer-person/shown.js';
import { type EmployerPerson } from './employer-person/table.js';
import { participantTasks } from './participant-tasks/index.js';
import { pseudonymousPlan } from './pseudonymous-plan/index.js';
import { everyEvent, tellingEvent } from './testing/audience-events.js';
import { bare, rowsAfter } from './testing/fold.js';
import { timelines } from './timelines/index.js';
import { workshopList } from './workshop-list/index.js';

let ids = 0;
const happened = (type: string, data: object = {}, part: Partial<StoredEvent> = {}): StoredEvent =>
  tellingEvent(EVENT_CATALOGUE.get(type)!, { id: `e-${++ids}`, ...part, data });
const programme = (disclosureProfile: string): StoredEvent =>
  happened('ProgrammeCreated', { disclosureProfile }, { stream: 'programme-reorg', trajectory: undefined as never });
const taskOf = (role: string): StoredEvent =>
  happened('TaskCreated', { taskId: role, role, code: 'CV', mandatory: true, evidence: 'NONE' });
const ownTask = taskOf('PARTICIPANT');
const trainersTask = taskOf('TRAINER');
const text = (model: AnyReadModel, events: readonly StoredEvent[]): string =>
  JSON.stringify([...rowsAfter(model, events).values()]);
const blocksIn = (found: string): readonly string[] =>
  [...new Set(found.match(/canary-block\.\w+\.\w+/g) ?? [])].map((each) => each.slice('canary-block.'.length)).sort();

describe('a table for an audience', () => {
  const tables = [
    ...timelines,
    ...[
      participantTasks,
      assignedTasks,
      employerHeadcount,
      employerPerson,
      brokenGlass,
      pseudonymousPlan,
      workshopList,
    ],
  ].map((model) => [model.name, model] as const);
  test.each(tables)('%s holds no sealed field in clear, and no field that nobody declared', (_name, model) => {
    const found = text(model, [programme('COMPLIANCE'), ownTask, trainersTask, ...everyEvent()]);
    expect(found.length).toBeGreaterThan(50);
    expect(found).not.toMatch(/canary-in-clear|canary-undeclared/);
  });

  test('of an employer holds of health what COMPLIANCE names, and no other block', () => {
    const under = (profile: string) => blocksIn(text(employerPerson, [programme(profile), ...everyEvent()]));
    expect(under('COMPLIANCE')).toEqual([
      'health.FirstYearEvaluationHeld',
      'health.LoadCapacityRecorded',
      'health.PeriodicEvaluationHeld',
    ]);
    expect(under('STATUS')).toEqual([]);
  });

  test('of an employer holds who did it of nothing, and of a person no row under AGGREGATE_ONLY', () => {
    for (const model of [employerPerson, employerHeadcount])
      expect(text(model, [programme('COMPLIANCE'), ...everyEvent()])).not.toContain('canary-actor');
    expect(rowsAfter(employerPerson, [programme('AGGREGATE_ONLY'), ...everyEvent()]).size).toBe(0);
  });

  test('of a trainer holds of a trajectory the workshops alone, and no block', () => {
    const rows = [
      ...rowsAfter<{ facts: readonly { type: string; data: object }[] }>(workshopList, everyEvent()).values(),
    ];
    const taken = rows.flatMap(({ facts }) => facts.map(({ type, data }) => `${type}: ${Object.keys(data).join(' ')}`));
    expect(taken.sort()).toEqual(['WorkshopAttended: workshopId on', 'WorkshopEnrolled: workshopId on']);
    expect(blocksIn(JSON.stringify(rows))).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('canary-actor');
  });

  test('of whoever has a task holds what it is called where they are at the agency, never at an employer', () => {
    expect(blocksIn(text(assignedTasks, [trainersTask]))).toEqual(['search.TaskCreated']);
    expect(blocksIn(text(assignedTasks, [taskOf('EMPLOYER_HR'), ownTask]))).toEqual([]);
  });

  test('of an employer takes over the facts and fields that are named, one by one', () => {
    const taken = (profile: string) => {
      // An objection takes the approval before it along.
      const events = everyEvent().filter(({ type }) => type !== 'ReportObjected');
      const row = [...rowsAfter<EmployerPerson>(employerPerson, [programme(profile), ...events]).values()].find(
        ({ trajectory }) => trajectory === 't1',
      );
      return Object.fromEntries((row?.told ?? []).map(({ type, data }) => [type, Object.keys(data).sort().join(' ')]));
    };
    const status = taken('STATUS');
    expect(status).toEqual({
      CoachMatched: 'coachId',
      CoachReassigned: 'to',
      FirstContactMade: 'on',
      HoursBooked: 'minutes',
      IntakeHeld: 'on',
      ParticipantReferred: 'contractEndOn redundancyOn',
      ParticipationDeclined: '',
      ParticipationExpired: '',
      PlacementCorrected: 'counts outcomeType placementId',
      PlacementEnded: 'placementId',
      PlacementRecorded: 'counts outcomeType placementId startsOn',
      PlacementVoided: 'placementId',
      ReportApproved: 'reportId',
      ReportPreviewed: 'reportId type',
      ReportShared: 'reportId',
      ReportWithdrawn: 'reportId',
      TrajectoryClosed: '',
      TrajectoryExtended: 'newEnd',
      TrajectoryReopened: '',
      TrajectoryStarted: 'plannedEndOn',
    });
    expect(taken('COMPLIANCE')).toEqual({
      ...status,
      ApplicationSubmitted: '',
      NetworkContactLogged: '',
      ReportShared: 'audience from hash reportId to type',
      SessionHeld: '',
      SuitableJobAccepted: 'offerId on',
      SuitableJobOffered: 'internal offerId respondBy',
      SuitableJobRefused: 'offerId on',
      ThreeWayMeetingHeld: 'on',
      TrainingCompleted: '',
      WorkshopAttended: '',
    });
  });
});

describe('what an employer is told of a person', () => {
  const told = (events: readonly StoredEvent[], profile = 'STATUS') =>
    [...rowsAfter<EmployerPerson>(employerPerson, [programme(profile), ...events]).values()].find(
      ({ trajectory }) => trajectory === 't1',
    )?.told ?? [];
  const status = (...events: readonly StoredEvent[]) => statusOfPerson(told(events));
  const compliance = (...events: readonly StoredEvent[]) => complianceOfPerson(told(events, 'COMPLIANCE'));
  const report = (type: string, reportType = 'FINAL') =>
    happened(type, { reportId: 'r', type: reportType, audience: 'EMPLOYER_HR', hash: 'h' });

  test('a group of phases: letting go is a start as any other, a phase of nobody’s knowing changes nothing', () => {
    const enter = (phaseId: string) => happened('PhaseEntered', { phaseId, on: '2026-09-01' });
    expect(status(enter('intake'), enter('lettingGo')).phaseGroup).toBe('START');
    expect(status(enter('selfAnalysis'), enter('lettingGo'), enter('burnOut')).phaseGroup).toBe('ANALYSIS');
    expect(status(enter('search'), happened('TrajectoryClosed')).phaseGroup).toBe('CLOSED');
    expect(status(enter('search'), happened('TrajectoryClosed'), happened('TrajectoryReopened')).phaseGroup).toBe(
      'SEARCH',
    );
    expect(JSON.stringify(told([enter('lettingGo')]))).not.toContain('lettingGo');
  });

  test('every phase of the shipped templates has a group', () => {
    const phases = SHIPPED_TEMPLATES.flatMap((name) => shippedTemplate(name, domainEvents).trajectory.phases);
    expect(phases.filter(({ id }) => PHASE_GROUP_OF[id] === undefined)).toEqual([]);
  });

  test('the class of the closing only after the participant saw the final report', () => {
    const closed = happened('TrajectoryClosed');
    expect(status(closed).closingSeen).toBe(false);
    expect(status(closed, report('ReportPreviewed')).closingSeen).toBe(false);
    expect(status(closed, report('ReportApproved')).closingSeen).toBe(false);
    expect(status(closed, report('ReportPreviewed', 'PROGRESS'), report('ReportApproved')).closingSeen).toBe(false);
    expect(status(closed, report('ReportPreviewed'), report('ReportApproved')).closingSeen).toBe(true);
    expect(status(report('ReportPreviewed'), report('ReportApproved')).closingSeen).toBe(false);
    const again = [happened('TrajectoryReopened'), happened('TrajectoryClosed')];
    expect(status(closed, report('ReportPreviewed'), report('ReportApproved'), ...again).closingSeen).toBe(false);
  });

  test('and not while they object to it; that they do is not there to be read', () => {
    const seen = [happened('TrajectoryClosed'), report('ReportPreviewed'), report('ReportApproved')];
    const objected = [...seen, report('ReportObjected')];
    for (const profile of ['STATUS', 'COMPLIANCE']) {
      expect(statusOfPerson(told(objected, profile)).closingSeen).toBe(false);
      expect(JSON.stringify(told(objected, profile))).not.toMatch(/object|disput/i);
      expect(statusOfPerson(told([...objected, report('ReportApproved')], profile)).closingSeen).toBe(true);
    }
    const toSelf = happened('ReportShared', { reportId: 'r', type: 'FINAL', audience: 'PARTICIPANT' });
    expect(status(...objected, toSelf).closingSeen).toBe(false);
  });

  test('the outcome as it is now known: corrected, and not one that was taken back or ended', () => {
    const placed = happened('PlacementRecorded', {
      placementId: 'a',
      outcomeType: 'EMPLOYED',
      startsOn: '2026-10-01',
      counts: true,
    });
    expect(status(placed).outcome).toEqual({ type: 'EMPLOYED', startsOn: '2026-10-01' });
    const later = { ...happened('PlacementCorrected', {}), data: { placementId: 'a', startsOn: '2026-11-01' } };
    expect(status(placed, later).outcome).toMatchObject({ startsOn: '2026-11-01' });
    expect(status(placed, happened('PlacementVoided', { placementId: 'a' })).outcome).toBeNull();
    expect(status(placed, happened('TrajectoryReopened')).outcome).toBeNull();
  });

  test('never that it ended in disability, sickness or death', () => {
    expect(
      JSON.stringify(told([happened('ExitWithoutWorkRecorded', { outcomeType: 'DISABILITY' })], 'COMPLIANCE')),
    ).toBe('[]');
  });

  test('nothing new from a hold to its release, and then what happened meanwhile', () => {
    const row = (...events: readonly StoredEvent[]) =>
      rowsAfter<EmployerPerson>(employerPerson, [programme('COMPLIANCE'), ...events]).get('person.t1')!;
    const onTrajectory = (type: string) => bare(type, { on: '2026-09-10' }, { programme: 'reorg', trajectory: 't1' });
    const [held, released] = [onTrajectory('DisclosureHeld'), onTrajectory('DisclosureReleased')];
    const booked = happened('HoursBooked', { minutes: 60 });
    const life = [booked, held, happened('HoursBooked', { minutes: 30 }), happened('LoadCapacityRecorded'), held];
    expect(statusOfPerson(row(...life).frozen!.told).hoursUsed).toBe(1);
    expect(row(...life).frozen!.ability).toEqual([]);
    expect(row(...life, released).frozen).toBeNull();
    expect(statusOfPerson(row(...life, released).told).hoursUsed).toBe(1.5);
  });

  test('and of that, no longer what is taken back or put right meanwhile', () => {
    const frozen = (...events: readonly StoredEvent[]) =>
      rowsAfter<EmployerPerson>(employerPerson, [programme('COMPLIANCE'), ...events]).get('person.t1')!.frozen!;
    const held = happened('DisclosureHeld');
    const intake = happened('IntakeHeld', { on: '2026-09-04' });
    const placed = happened('PlacementRecorded', { placementId: 'a', outcomeType: 'EMPLOYED', counts: true });
    const capable = happened('LoadCapacityRecorded');
    const known = [intake, placed, capable, report('ReportShared'), held];
    expect(statusOfPerson(frozen(...known).told).intakeOn).toBe('2026-09-04');
    const about = (type: string, eventId: string) => happened(type, { eventId, changes: { on: '2026-09-05' } });
    for (const type of ['FactVoided', 'FactCorrected']) {
      expect(statusOfPerson(frozen(...known, about(type, intake.id)).told).intakeOn).toBeNull();
      expect(frozen(...known, about(type, capable.id)).ability).toEqual([]);
    }
    expect(frozen(...known).ability).toHaveLength(1);
    expect(complianceOfPerson(frozen(...known).told).reports).toHaveLength(1);
    expect(complianceOfPerson(frozen(...known, report('ReportWithdrawn')).told).reports).toEqual([]);
    expect(statusOfPerson(frozen(...known).told).outcome).not.toBeNull();
    expect(statusOfPerson(frozen(...known, happened('PlacementVoided', { placementId: 'a' })).told).outcome).toBeNull();
  });

  test('hours and days, corrected and taken back as elsewhere', () => {
    const held = happened('IntakeHeld', { on: '2026-09-04' });
    const booked = happened('HoursBooked', { minutes: 90 });
    expect(status(held, booked, happened('HoursBooked', { minutes: 60 }))).toMatchObject({
      intakeOn: '2026-09-04',
      hoursUsed: 2.5,
    });
    const corrected = happened('FactCorrected', {
      eventId: held.id,
      changes: { on: '2026-09-05', minutes: 30, mode: 'VIDEO' },
    });
    expect(status(held, corrected).intakeOn).toBe('2026-09-05');
    expect(JSON.stringify(told([held, corrected]))).not.toContain('VIDEO');
    expect(status(booked, happened('FactVoided', { eventId: booked.id })).hoursUsed).toBe(0);
  });

  test('obligations of the law met and missed, and none of the participant’s own', () => {
    const armed = (clockId: string, anchor: string, kind = 'STATUTORY') =>
      happened('ClockArmed', {
        clockId,
        code: clockId,
        anchor,
        kind,
        times: 'DEADLINE',
        dueOn: '2026-10-01',
        rungs: [{}],
      });
    const met = (clockId: string) => happened('ClockStopped', { clockId, how: 'MET', on: '2026-09-30' });
    const missed = (clockId: string) => happened('ClockExpired', { clockId });
    const { obligations } = compliance(
      armed('W6', 'firstSickDay'),
      met('W6'),
      armed('W8', 'firstSickDay'),
      missed('W8'),
      met('W8'),
      armed('W42', 'firstSickDay'),
      armed('BENEFIT_WINDOW', 'event.BenefitWindowClosed.end'),
      met('BENEFIT_WINDOW'),
      armed('LOSS_REVIEW', 'event.LossProcessingAssessed.reviewOn', 'CONTRACT'),
      missed('LOSS_REVIEW'),
      armed('GOAL', 'start', 'PERSONAL'),
      missed('GOAL'),
    );
    expect(obligations.map(({ code, result }) => [code, result])).toEqual([
      ['W6', 'MET'],
      ['W8', 'MISSED'],
    ]);
  });

  test('activities by kind and count, suitable jobs with the answer and no reason, shared reports that stand', () => {
    const offer = happened('SuitableJobOffered', { offerId: 'o', internal: true, respondBy: '2026-10-01' });
    const refused = happened('SuitableJobRefused', { offerId: 'o', on: '2026-09-20' });
    const shown = compliance(
      happened('SessionHeld'),
      happened('SessionHeld'),
      happened('ApplicationSubmitted'),
      offer,
      refused,
      report('ReportShared'),
      report('ReportObjected'),
    );
    expect(shown.activities).toEqual([
      { kind: 'SESSION', count: 2 },
      { kind: 'APPLICATION', count: 1 },
    ]);
    expect(shown.suitableJobs).toEqual([
      { internal: true, respondBy: '2026-10-01', response: 'REFUSED', respondedOn: '2026-09-20' },
    ]);
    expect(shown.reports).toMatchObject([{ reportId: 'r', disputed: true }]);
    const agreed = compliance(report('ReportShared'), report('ReportObjected'), report('ReportApproved'));
    expect(agreed.reports).toMatchObject([{ reportId: 'r', disputed: false }]);
    const toUwv = happened('ReportShared', { reportId: 'r', type: 'EFFORT', audience: 'UWV', hash: 'h' });
    expect(compliance(toUwv).reports).toEqual([]);
    expect(compliance(report('ReportShared'), report('ReportWithdrawn')).reports).toEqual([]);
  });
});

describe('a headcount', () => {
  const counted = (...events: readonly StoredEvent[]) => [...rowsAfter(employerHeadcount, events).values()];
  test('counts who was referred and invited, without those referred by mistake and invitations taken back', () => {
    const invited = happened('ParticipantInvited');
    expect(counted(happened('ParticipantReferred'), invited)).toEqual([
      { trajectory: 't1', programme: 'reorg', invited_by: invited.id, void: false },
    ]);
    expect(counted(invited, happened('FactVoided', { eventId: invited.id }))).toMatchObject([{ invited_by: null }]);
    expect(counted(invited, happened('TrajectoryClosed', { reason: 'ERROR' }))).toMatchObject([{ void: true }]);
    expect(counted(invited, happened('TrajectoryClosed', { reason: 'TERM_ENDED' }))).toMatchObject([{ void: false }]);
  });
});
