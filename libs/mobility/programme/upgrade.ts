import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { type UpgradeProgrammeTemplate } from './commands.js';
import { CLOSED } from './opening.js';
import { type ProgrammeEvent, type ProgrammeState, statusOfProgramme, templateForNewcomers } from './state.js';
import { type ProgrammeWorld } from './world.js';

/**
 * Who is referred from now on comes on another version of the template. With scope ALL_ACTIVE everybody who runs was brought there; the
 * programme's own timeline stays under the version that it was opened on.
 */
export function upgradeTemplate(
  { to, scope = 'NEW', movedDeadlines = 0 }: UpgradeProgrammeTemplate,
  state: ProgrammeState,
  { upgrade }: ProgrammeWorld,
  { now }: DecisionContext,
): readonly ProgrammeEvent[] | Refusal {
  if (statusOfProgramme(state) === 'CLOSED') return CLOSED;
  const from = templateForNewcomers(state)?.templateVersion;
  if (from === undefined || from === to) return [];
  if (!upgrade)
    return invalid(
      'to',
      'template-unknown',
      'There is no such version of the template; publish it first, or name one that is.',
    );
  if (upgrade.retired)
    return conflict('template-retired', 'The version to upgrade to is retired; name one that is not.');
  return [{ type: 'ProgrammeTemplateUpgraded', data: { from, to, scope, movedDeadlines }, occurredAt: now }];
}
