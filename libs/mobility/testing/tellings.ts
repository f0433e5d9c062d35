import { type Actor } from '@overstap/kernel';
import { evidenceAsAsked } from '../workflow/evidence.js';
import { type TrajectoryLife } from './trajectory-life.js';

/** What people record on a trajectory, with whatever the test does not care about filled in. Days are `YYYY-MM-DD`, today unless told. */
export class Tellings {
  private numbers = 0;

  constructor(private readonly life: TrajectoryLife) {}

  invite(): TrajectoryLife {
    return this.life.tell('InviteParticipant', { channel: 'MAIL', language: 'nl' });
  }

  contact(on = this.life.today): TrajectoryLife {
    return this.life.tell('MakeFirstContact', { on, channel: 'PHONE' });
  }

  intake(on = this.life.today): TrajectoryLife {
    return this.life.tell('HoldIntake', { on, minutes: 60, mode: 'ONSITE' });
  }

  session(on = this.life.today): TrajectoryLife {
    const kinds = { kind: 'INDIVIDUAL', serviceRole: 'COACH', attendance: 'PRESENT' };
    return this.life.tell('HoldSession', { sessionId: this.id('s'), on, minutes: 60, ...kinds });
  }

  plan(): TrajectoryLife {
    return this.life.tell('AgreePlan', {
      planVersion: 1,
      approach: 'MATCHING',
      goals: ['work'],
      activities: [],
      facilities: [],
      duties: [],
      evaluationDates: [],
      signedOn: this.life.today,
    });
  }

  /** Completes a task, with the evidence that it asks for. */
  done(taskId: string, actor?: Actor): TrajectoryLife {
    const task = this.life.task(taskId);
    return this.life.tell('CompleteTask', { taskId, ...(task && evidenceAsAsked(task)) }, actor);
  }

  loss(blocksSearch: boolean): TrajectoryLife {
    return this.life.tell('AssessLossProcessing', { intensity: 4, blocksSearch, reviewOn: '2027-12-01' });
  }

  ready(): TrajectoryLife {
    return this.life.tell('AssessReadiness', { dimension: 'SELF_ANALYSIS', level: 4, by: 'COACH' });
  }

  pause(from = this.life.today, reason = 'CARE', extra: object = {}): TrajectoryLife {
    return this.life.tell('PauseTrajectory', { from, expectedResumeOn: '2028-12-31', reason, ...extra });
  }

  resume(on = this.life.today): TrajectoryLife {
    return this.life.tell('ResumeTrajectory', { on });
  }

  /** Found work; `p-1` is the first. */
  placement(acceptedOn = this.life.today, extra: object = {}): TrajectoryLife {
    return this.life.tell('RecordPlacement', {
      placementId: this.id('p'),
      outcomeType: 'EMPLOYED_PERMANENT',
      acceptedOn,
      startsOn: acceptedOn,
      hoursPerWeek: 36,
      sector: 'care',
      sameFunction: false,
      sameSector: false,
      channel: 'VACANCY',
      subsidised: false,
      internal: false,
      ...extra,
    });
  }

  /** A report is drafted, laid before the participant, approved by them and shared. */
  report(reportId: string, extra: object = {}): TrajectoryLife {
    const self = { type: 'PARTICIPANT', id: 'p-1' } as const;
    const body = { ...this.reportBody(reportId), ...extra };
    return this.life
      .tell('DraftReport', body)
      .tell('PreviewReport', body)
      .tell('ApproveReport', body, self)
      .tell('ShareReport', body);
  }

  reportBody(reportId: string) {
    const { today } = this.life;
    return { reportId, type: 'PROGRESS', audience: 'EMPLOYER_HR', from: '2026-09-14', to: today, hash: 'ab12' };
  }

  close(on = this.life.today, extra: object = {}): TrajectoryLife {
    return this.life.tell('CloseTrajectory', { on, closureClass: 'END_OF_TERM', reason: 'TERM_ENDED', ...extra });
  }

  reopen(remainingDays: number, on = this.life.today): TrajectoryLife {
    return this.life.tell('ReopenTrajectory', { on, cause: 'RELAPSE', remainingDays });
  }

  extend(days: number): TrajectoryLife {
    const by = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
    return this.life
      .tell('RequestExtension', { days, reason: 'more time', costCents: 0 })
      .tell('DecideExtension', { granted: true }, by);
  }

  settle(coolingOffDays: number, employmentEndsOn: string, on = this.life.today): TrajectoryLife {
    return this.life.tell('SignSettlement', { on, coolingOffDays, employmentEndsOn });
  }

  correct(type: string, changes: object): TrajectoryLife {
    return this.life.tell('CorrectFact', { eventId: this.factId(type), changes, reason: 'typing error' });
  }

  takeBack(type: string): TrajectoryLife {
    return this.life.tell('VoidFact', { eventId: this.factId(type), reason: 'wrong person' });
  }

  private factId(type: string): string {
    return this.life.state.facts.findLast((fact) => fact.type === type)?.id ?? 'none';
  }

  private id(prefix: string): string {
    return `${prefix}-${++this.numbers}`;
  }
}
