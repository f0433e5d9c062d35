import { coachOf, type TrajectoryState } from '@overstap/mobility';
import { trajectoriesOfPerson } from '@overstap/processes';
import { type Program } from './program.js';

/** Whoever coaches a person now, on any of their trajectories. */
export async function coachesOfPerson(
  program: Pick<Program, 'database' | 'store' | 'aggregates'>,
  tenant: string,
  participant: string,
): Promise<readonly string[]> {
  const coaches = [];
  for (const { trajectory } of await trajectoriesOfPerson(program, tenant, participant))
    coaches.push(
      coachOf((await program.aggregates.current(tenant, 'trajectory', trajectory)).state as TrajectoryState),
    );
  return [...new Set(coaches.filter((each) => each !== undefined))];
}
