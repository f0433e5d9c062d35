import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import {
  isOpenTask,
  surveyDoing,
  tasksIn,
  type TaskState,
  templateOf,
  type TemplateState,
  type TrajectoryState,
} from '@overstap/mobility';
import { type Reactor } from '@overstap/projections';

export interface SurveySendingParts {
  readonly aggregates: Pick<Aggregates, 'current' | 'recent'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

interface Expired {
  readonly clockId: string;
  readonly dueOn: string;
}

const OF_TASK = 'task.';
const MAX_AGE_MS = 60_000;

/** Surveys that a template has the program send go out as their day ends, before anybody is told that they are late. */
export const surveySending = ({ aggregates, commands }: SurveySendingParts): Reactor => ({
  name: 'survey_sending',
  types: ['ClockExpired'],
  from: 'start',
  async react({ id: cause, tenant, trajectory, data }: RecordedEvent): Promise<void> {
    const { clockId, dueOn } = data as Expired;
    if (trajectory === undefined || !clockId.startsWith(OF_TASK)) return;
    const taskIn = ({ workflow }: TrajectoryState): TaskState | undefined =>
      tasksIn(workflow).find(({ taskId }) => taskId === clockId.slice(OF_TASK.length));
    // Nearly all are people's tasks; to see that nothing needs to be read anew.
    const known = await aggregates.recent(tenant, 'trajectory', trajectory, MAX_AGE_MS);
    if ((taskIn(known.state as TrajectoryState)?.role ?? 'SYSTEM') !== 'SYSTEM') return;
    const state = (await aggregates.current(tenant, 'trajectory', trajectory)).state as TrajectoryState;
    const task = taskIn(state);
    if (!task || task.role !== 'SYSTEM' || !isOpenTask(task)) return;
    const moment = await momentOf(aggregates, tenant, state, task);
    if (moment === undefined) return;
    const outcome = await commands.handle({
      tenant,
      aggregate: 'trajectory',
      id: trajectory,
      type: 'SendSurvey',
      data: { moment, occurredOn: dueOn },
      actor: { type: 'SYSTEM', id: 'survey-sending' },
      commandId: commandIdOf('survey-sending', cause),
      causation: cause,
    });
    if (outcome.outcome === 'conflict') throw new Error('A survey met a concurrent change');
    if (outcome.outcome === 'refused' && outcome.refusal.kind === 'invalid')
      throw new Error(`A survey is refused: ${outcome.refusal.code}`);
  },
});

/** By the version of the template that the trajectory is under now. */
async function momentOf(
  aggregates: SurveySendingParts['aggregates'],
  tenant: string,
  state: TrajectoryState,
  { code }: TaskState,
): Promise<ReturnType<typeof surveyDoing>> {
  const under = templateOf(state);
  if (!under) return undefined;
  const versions = (await aggregates.current(tenant, 'template', under.template)).state as TemplateState;
  const tasks = versions.get(under.version)?.definition.trajectory.tasks ?? [];
  return surveyDoing(tasks.find((each) => each.code === code)?.doneBy);
}
