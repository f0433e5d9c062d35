import { describe, expect, it } from '@jest/globals';
import { type DecisionContext, isRefusal, schemaOf, validate } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { CreateProgramme, OpenProgramme } from './commands.js';
import { programme, type ProgrammeCommand } from './decider.js';
import { type FactLog } from '../workflow/facts.js';
import { plannersOf } from './planners.js';
import { type ProgrammeEvent } from './state.js';
import { programmeWorld } from './testing/programme-world.js';

const world = programmeWorld('IND-6');
const at = '2026-09-01T08:00:00.000Z';
const body = { code: 'REORG-2026', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
const open = (change: object = {}): ProgrammeCommand => ({ type: 'OpenProgramme', data: { ...body, ...change } });

const given = (events: readonly ProgrammeEvent[], its = world, context: Partial<DecisionContext> = {}) =>
  scenario(programme, its, context).given(...events);

/** The events of commands carried out one after the other. */
function lived(...commands: readonly ProgrammeCommand[]): readonly ProgrammeEvent[] {
  const events: ProgrammeEvent[] = [];
  for (const command of commands) {
    const { decision } = given(events).when(command);
    if (isRefusal(decision)) throw new Error(decision.code);
    events.push(...decision);
  }
  return events;
}

const create: ProgrammeCommand = { type: 'CreateProgramme', data: body };
const agreeLanding: ProgrammeCommand = {
  type: 'AgreeLandingDefinition',
  data: {
    definitionId: 'd',
    countedOutcomes: ['EMPLOYED_PERMANENT'],
    dateBasis: 'ACCEPTED',
    unsubsidisedOnly: true,
    horizonDays: 365,
  },
};
const agreeRetention: ProgrammeCommand = {
  type: 'AgreeRetentionPolicy',
  data: { fileMonths: 24, notesMonths: 6, healthMonths: 24, financeYears: 7 },
};
const close: ProgrammeCommand = { type: 'CloseProgramme', data: { on: '2026-09-01' } };

describe('opening a programme in one step', () => {
  it('creates it by the template, agrees its terms and opens it', () => {
    const { decision } = given([]).when(open());
    expect(decision).toMatchObject([
      {
        type: 'ProgrammeCreated',
        data: {
          programmeId: 'REORG-2026',
          employerId: 'e-1',
          templateId: 'IND-6',
          templateVersion: 1,
          programmeType: 'INDIVIDUAL_OUTPLACEMENT',
          disclosureProfile: 'STATUS',
          names: { nl: 'REORG-2026', en: 'REORG-2026' },
          languages: ['nl'],
        },
      },
      { type: 'LandingDefinitionAgreed', data: { dateBasis: 'ACCEPTED', horizonDays: 365, unsubsidisedOnly: true } },
      {
        type: 'RetentionPolicyAgreed',
        data: { fileMonths: 24, notesMonths: 6, healthMonths: 24, financeYears: 7 },
      },
      { type: 'ProgrammeOpened', data: { on: '2026-09-01' }, occurredAt: at },
    ]);
  });

  it('takes the terms that are told over those of the template', () => {
    const { decision } = given([]).when(
      open({ disclosureProfile: 'COMPLIANCE', landing: { horizonDays: 180 }, retention: { notesMonths: 3 } }),
    );
    expect(decision).toMatchObject([
      { data: { disclosureProfile: 'COMPLIANCE' } },
      { data: { horizonDays: 180, dateBasis: 'ACCEPTED' } },
      { data: { notesMonths: 3, fileMonths: 24 } },
      {},
    ]);
  });

  it('is no news the second time, however the employer is named', () => {
    const events = lived(open({ endsOn: '2027-09-01' }));
    given(events)
      .when(open({ endsOn: '2027-09-01' }))
      .thenNothing();
    given(events)
      .when(open({ employer: 'e-1' }))
      .thenNothing();
  });

  it.each([
    ['startsOn', { startsOn: '2026-10-01' }],
    ['disclosureProfile', { disclosureProfile: 'COMPLIANCE' }],
    ['landing', { landing: { horizonDays: 180 } }],
    ['retention', { retention: { fileMonths: 60 } }],
    ['templateVersion', { templateVersion: 2 }],
  ])('is a conflict with another %s', (field, change) => {
    const when = given(lived(open())).when(open(change));
    when.thenRefused('programme-known');
    expect(when.decision).toMatchObject({ message: expect.stringContaining(`value of ${field};`) });
  });

  it('keeps the employer that it began with', () => {
    const two = { ...world, employers: new Map([...world.employers, ['e-2', 'Ander BV']]) };
    given(lived(open()), two)
      .when(open({ employer: 'Ander BV' }))
      .thenRefused('programme-known');
    given([], two)
      .when(open({ employer: 'Ander BV' }))
      .thenTypes(...lived(open()).map(({ type }) => type));
  });

  it('asks for an employer, a template and dates that are so', () => {
    given([])
      .when(open({ employer: 'Nobody' }))
      .thenRefused('employer-unknown', { field: 'employer' });
    given([])
      .when(open({ template: 'COL-12' }))
      .thenRefused('template-version-unknown', { kind: 'invalid', field: 'template' });
    given([])
      .when(open({ templateVersion: 9 }))
      .thenRefused('template-version-unknown', { kind: 'invalid', field: 'templateVersion' });
    given([], { ...world, templateRetired: true })
      .when(open())
      .thenRefused('template-retired');
    given([])
      .when(open({ endsOn: '2026-08-31' }))
      .thenRefused('date-order', { field: 'endsOn' });
    given([])
      .when(open({ openedOn: '2026-09-02' }))
      .thenRefused('date-in-the-future', { field: 'openedOn' });
  });

  it('is dated back to a start that is past, and not forward to one that is to come', () => {
    const openedOn = (startsOn: string) => given(lived(open({ startsOn }))).state.opened;
    expect([openedOn('2026-08-01'), openedOn('2026-12-01')]).toEqual(['2026-08-01', '2026-09-01']);
  });

  it('takes a code that fits where codes go', () => {
    const fits = (code: string) => 'value' in validate(OpenProgramme, { ...body, code });
    expect(['REORG-2026', 'a_b.c', 'x'.repeat(60)].map(fits)).toEqual([true, true, true]);
    expect(['a:b', 'a b', '-a', 'x'.repeat(61)].map(fits)).toEqual([false, false, false, false]);
    expect(validate(OpenProgramme, { ...body, code: 'x'.repeat(61) })).toMatchObject({
      problems: [{ field: 'code', message: expect.stringContaining('at most 60') }],
    });
    expect(JSON.stringify(schemaOf(OpenProgramme))).toContain('{0,59}$');
    expect(validate(CreateProgramme, { ...body, landing: {} })).toHaveProperty('problems');
  });
});

describe('preparing a programme', () => {
  const prepared: ProgrammeCommand = { type: 'OpenPreparedProgramme', data: {} };

  it('opens when landing and retention are agreed, not before', () => {
    given(lived(create)).when(prepared).thenRefused('landing-not-agreed');
    given(lived(create, agreeLanding)).when(prepared).thenRefused('retention-not-agreed');
    given(lived(create, agreeLanding, agreeRetention))
      .when(prepared)
      .thenTypes('ProgrammeOpened');
    given(lived(open())).when(prepared).thenNothing();
    given(lived(open(), close)).when(prepared).thenRefused('programme-closed');
  });

  it('is opened with what was agreed so far, and what the template says of the rest', () => {
    given(lived(create, agreeLanding)).when(open()).thenTypes('RetentionPolicyAgreed', 'ProgrammeOpened');
    given(lived(create, agreeLanding))
      .when(open({ landing: { horizonDays: 90 } }))
      .thenRefused('programme-known');
  });

  it('is created once', () => {
    given([]).when(create).thenTypes('ProgrammeCreated');
    given(lived(create)).when(create).thenNothing();
    given(lived(create))
      .when({ type: 'CreateProgramme', data: { ...body, startsOn: '2027-01-01' } })
      .thenRefused('programme-known');
  });
});

describe('facts of a programme', () => {
  it('need a programme', () => {
    given([]).when(close).thenRefused('programme-unknown', { kind: 'notFound' });
    given([]).when({ type: 'FallDue', data: {} }).thenRefused('programme-unknown');
  });

  it('fix what counts as landed at the opening', () => {
    given(lived(create)).when(agreeLanding).thenTypes('LandingDefinitionAgreed');
    given(lived(open())).when(agreeLanding).thenRefused('programme-open');
  });

  it('are no news twice, one by one for what they are about', () => {
    const target = (metricCode: string, to: number): ProgrammeCommand => ({
      type: 'SetPerformanceTarget',
      data: { metricCode, target: to, by: '2027-09-01' },
    });
    const events = lived(open(), target('M1', 0.9), target('M2', 0.5));
    given(events).when(target('M1', 0.9)).thenNothing();
    given(events).when(target('M1', 0.8)).thenTypes('PerformanceTargetSet');
    given(lived(open())).when(agreeRetention).thenNothing();
  });

  it('count each meeting of the committee, on or before today', () => {
    const meeting = (on: string): ProgrammeCommand => ({
      type: 'HoldCommitteeMeeting',
      data: { on, cases: 3, decisions: 2 },
    });
    given(lived(open(), meeting('2026-09-01')))
      .when(meeting('2026-09-01'))
      .thenTypes('CommitteeMeetingHeld');
    given(lived(open())).when(meeting('2026-09-02')).thenRefused('date-in-the-future');
  });

  it('fill a vacancy that is open, and keep its terms', () => {
    const vacancy = (level: string): ProgrammeCommand => ({
      type: 'OpenInternalVacancy',
      data: { vacancyId: 'v-1', priorityUntil: '2026-09-15', function: 'Planner', level },
    });
    const fill: ProgrammeCommand = { type: 'FillInternalVacancy', data: { vacancyId: 'v-1' } };
    given(lived(open())).when(fill).thenRefused('vacancy-unknown', { field: 'vacancyId' });
    given(lived(open(), vacancy('8')))
      .when(fill)
      .thenTypes('InternalVacancyFilled');
    given(lived(open(), vacancy('8'), fill))
      .when(fill)
      .thenNothing();
    given(lived(open(), vacancy('8')))
      .when(vacancy('9'))
      .thenRefused('vacancy-known');
  });

  it('publish a snapshot once, of an open programme', () => {
    const publish = (suppressedCells: number): ProgrammeCommand => ({
      type: 'PublishSnapshot',
      data: {
        snapshotId: 's-1',
        audience: 'EMPLOYER_HR',
        asOf: '2026-08-31',
        cutoff: at,
        metrics: [],
        suppressedCells,
      },
    });
    given(lived(create)).when(publish(0)).thenRefused('programme-not-open');
    given(lived(open())).when(publish(0)).thenTypes('SnapshotPublished');
    given(lived(open(), publish(0)))
      .when(publish(0))
      .thenNothing();
    given(lived(open(), publish(0)))
      .when(publish(1))
      .thenRefused('snapshot-known');
  });

  it('close it once, and nothing is recorded after that', () => {
    given(lived(create)).when(close).thenRefused('programme-not-open');
    given(lived(open())).when(close).thenTypes('ProgrammeClosed');
    given(lived(open(), close)).when(close).thenNothing();
    given(lived(open(), close))
      .when({ type: 'SetBudget', data: { totalCents: 1 } })
      .thenRefused('programme-closed');
    given(lived(open(), close)).when(open()).thenRefused('programme-closed');
  });
});

describe('who plans a programme', () => {
  const assign = (plannerId: string): ProgrammeCommand => ({ type: 'AssignPlanner', data: { plannerId } });
  const unassign = (plannerId: string): ProgrammeCommand => ({ type: 'UnassignPlanner', data: { plannerId } });
  const plan = (...commands: readonly ProgrammeCommand[]) =>
    plannersOf({ facts: lived(open(), ...commands) as unknown as FactLog });

  it('is nobody by name until somebody is named, and then whoever is', () => {
    given(lived(open())).when(assign('noor')).thenTypes('ProgrammePlannerAssigned');
    expect(plan()).toEqual([]);
    expect(plan(assign('noor'), assign('omar'))).toEqual(['noor', 'omar']);
  });

  it('is no news twice', () => {
    given(lived(open(), assign('noor')))
      .when(assign('noor'))
      .thenNothing();
    given(lived(open())).when(unassign('noor')).thenNothing();
  });

  it('changes hands, and comes back to whoever planned it before', () => {
    const handed = [assign('noor'), assign('omar'), unassign('noor')];
    given(lived(open(), ...handed.slice(0, 2)))
      .when(unassign('noor'))
      .thenTypes('ProgrammePlannerUnassigned');
    expect(plan(...handed)).toEqual(['omar']);
    expect(plan(...handed, assign('noor'))).toEqual(['omar', 'noor']);
    expect(plan(...handed, unassign('omar'))).toEqual([]);
  });

  it('is fixed once the programme is over, and of one that there is', () => {
    given(lived(open(), close)).when(assign('noor')).thenRefused('programme-closed');
    given([]).when(assign('noor')).thenRefused('programme-unknown');
  });
});
