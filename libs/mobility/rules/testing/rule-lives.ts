import { type Actor } from '@overstap/kernel';
import { type TrajectoryLife } from '../../testing/trajectory-life.js';

export const PARTICIPANT: Actor = { type: 'PARTICIPANT', id: 'p-1' };
export const CHECK_IN = { period: '2026-W40', goalsStatus: 'ON_TRACK' };

/** The local days on which a task arose that a rung or an expiry calls for; what expires at the end of a day raises it as the next one begins. */
export const raised = (life: TrajectoryLife, code: string): string[] =>
  Object.values(life.state.workflow.tasks)
    .filter((task) => task.code === code)
    .map(({ createdOn }) => createdOn);

/** Who was told by which rung of a clock, in order: `due COACH+PARTICIPANT`. */
export const recipients = (life: TrajectoryLife, clockId: string): string[] =>
  life
    .of('RungFired')
    .filter(({ data }) => data.clockId === clockId)
    .map(({ data }) => `${data.rung} ${data.toRoles.join('+')}`);

/** The days on which the rungs of a clock fired. */
export const firedOn = (life: TrajectoryLife, clockId: string): string[] =>
  life
    .of('RungFired')
    .filter(({ data }) => data.clockId === clockId)
    .map(({ occurredAt }) => occurredAt.slice(0, 10));

/** Why rungs of a clock stayed silent, in order: `friendly FREQUENCY_CAP`. */
export const silenced = (life: TrajectoryLife, clockId: string): string[] =>
  life
    .of('RungSuppressed')
    .filter(({ data }) => data.clockId === clockId)
    .map(({ data }) => `${data.rung} ${data.reason}`);

/** An application of the participant's. */
export const apply = (life: TrajectoryLife, id: string, on = life.today): TrajectoryLife =>
  life.tell(
    'SubmitApplication',
    { applicationId: id, occupation: 'nurse', sector: 'care', channel: 'VACANCY', on },
    PARTICIPANT,
  );
