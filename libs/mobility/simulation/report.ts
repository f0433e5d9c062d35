import { type LocalDate, type Role } from '@overstap/kernel';
import { factsOf } from '../workflow/facts.js';
import { type Deed, recordingOf } from './deeds.js';
import { type SimulatedLife } from './life.js';

const STEPS = [
  ['ReportDrafted', 'COACH'],
  ['ReportPreviewed', 'COACH'],
  ['ReportApproved', 'PARTICIPANT'],
  ['ReportShared', 'COACH'],
] as const satisfies readonly (readonly [string, Role])[];

/** A report goes its way up to `event` on one day: the participant approves what is laid before them. */
export function writeReport(life: SimulatedLife, { event, fields }: Deed, today: LocalDate): void {
  const reportId = `report-${factsOf(life.state.facts, 'ReportDrafted').length + 1}`;
  const last = STEPS.findIndex(([step]) => step === event);
  for (const [step, by] of STEPS.slice(0, last + 1)) {
    const recording = recordingOf(step, today, { reportId, ...fields }, by);
    if (recording) life.send(recording.command, by);
  }
}
