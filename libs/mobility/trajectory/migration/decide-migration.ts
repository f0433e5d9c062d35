import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { untilNow, withConsequences } from '../../workflow/settling.js';
import { HOME_ZONE } from '../../workflow/zone.js';
import { requireStatus } from '../guards.js';
import { runOf } from '../run.js';
import { evolveTrajectory, templateOf, type TrajectoryEvent, type TrajectoryState } from '../state.js';
import { type TrajectoryWorld } from '../world.js';
import { carriedBy } from './carried-by.js';
import { type Spared } from './carrying.js';
import { type ApprovedMigration } from './command.js';
import { keptOf, rulesWithKept, type TrajectoryRules, withKept } from './kept-terms.js';
import { lateAmong } from './late.js';
import { openWorkAfter } from './open-work.js';
import {
  problemOfApproval,
  problemOfCalendar,
  problemOfClocks,
  problemOfPhases,
  problemOfTerms,
} from './terms-problems.js';

const NOTHING: Spared = { tasks: [], deadlines: [] };
/** What is spared may bring forth more that is late; no sound template comes near this. */
const MOST_ROUNDS = 20;

/**
 * From now on another version or template: what fell due before is carried out by the old one, then everything follows from the new one. Statutory
 * clocks keep their dates, contract clocks too unless two people say otherwise; what the new template asks for on a day that has passed is spared.
 * To where the trajectory is already, it is no news.
 */
export function decideMigration(
  terms: ApprovedMigration,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] | Refusal {
  const from = templateOf(state);
  if (from?.template === terms.toTemplate && from.version === terms.toVersion) return [];
  const refused = requireStatus(state, 'referred');
  if (refused) return refused;
  if (from?.template !== terms.fromTemplate || from.version !== terms.fromVersion)
    return conflict(
      'template-differs',
      `The trajectory is on ${from?.template} version ${from?.version}; plan its migration from there.`,
    );
  const { target } = world;
  if (!target) return invalid('toVersion', 'template-unknown', 'There is no such template or version to migrate to.');
  const { fromTemplate, fromVersion, toTemplate, toVersion, reason, approvedBy, migrationId } = terms;
  const { now: occurredAt } = context;
  const fallen = untilNow(state, runOf(world, context), context);
  const converted: TrajectoryEvent[] =
    fromTemplate === toTemplate
      ? []
      : [{ type: 'TrajectoryConverted', data: { fromTemplate, toTemplate, reason }, occurredAt }];
  // What waited for the conversion is done by it, while its template still says so.
  const left = [...fallen, ...leaving(converted, folded(state, fallen, context), world, context)];
  const present = folded(state, left, context);
  const before = rulesWithKept(world.template, present.facts);
  const plain: TrajectoryRules = { definition: target.template.trajectory, ladders: target.template.ladders };
  const kept = keptOf(terms, before, plain, present.workflow, `${terms.fromTemplate}.${terms.fromVersion}`);
  const after = withKept(plain, kept);
  const problem =
    problemOfTerms(terms, before, plain) ??
    problemOfApproval(terms, context.actor) ??
    problemOfPhases(terms, after, present.workflow) ??
    problemOfCalendar(kept, world.template, target.template);
  if (problem) return problem;

  const today = localDateOf(HOME_ZONE, occurredAt);
  const carried = carriedBy(terms, present, after);
  const run = runOf({ ...world, ...target }, context, 'MIGRATED');
  let spared = NOTHING;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const migrated: TrajectoryEvent = {
      type: 'TrajectoryMigrated',
      data: {
        ...{ fromTemplate, fromVersion, toTemplate, toVersion },
        ...{ carried, kept, spared, reason },
        ...(approvedBy === undefined ? {} : { approvedBy }),
        ...(migrationId === undefined ? {} : { migrationId }),
      },
      occurredAt,
    };
    const moved = folded(present, [migrated], context);
    const open = openWorkAfter({ terms, before, after, was: present.workflow, state: moved, now: occurredAt });
    const events = withConsequences([migrated, ...open], present, run, context);
    const done = folded(present, events, context);
    const late = lateAmong(events, { terms, before, after, was: present.workflow, is: done.workflow, today });
    if (late.tasks.length + late.deadlines.length === 0)
      return problemOfClocks(terms, present.workflow, done.workflow) ?? [...left, ...events];
    spared = { tasks: [...spared.tasks, ...late.tasks], deadlines: [...spared.deadlines, ...late.deadlines] };
  }
  throw new Error(`The migration to ${toTemplate} ${toVersion} does not settle after ${MOST_ROUNDS} rounds`);
}

const leaving = (
  converted: readonly TrajectoryEvent[],
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] =>
  converted.length === 0 ? [] : withConsequences(converted, state, runOf(world, context), context);

export const folded = (
  state: TrajectoryState,
  events: readonly TrajectoryEvent[],
  { now: recordedAt, actor }: DecisionContext,
): TrajectoryState =>
  events.reduce(
    (so, event, index) => evolveTrajectory(so, { ...event, id: `decided-${index}`, recordedAt, actor }),
    state,
  );
