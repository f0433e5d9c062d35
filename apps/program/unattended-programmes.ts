import { EVERYTHING } from '@overstap/policy';
import { programmes } from '@overstap/projections';
import { DEFAULT_TENANT, type Program } from './program.js';

const MOST = 10_000;

/**
 * Programmes that are not closed whose manager nobody is any more, or whose planners nobody is: a role was taken away or an account disabled
 * since they were named.
 */
export async function unattendedProgrammes({ database, access }: Program): Promise<readonly string[]> {
  const { rows } = await database.readAs(DEFAULT_TENANT, (client) =>
    programmes(client, EVERYTHING, {}, { limit: MOST }),
  );
  const unattended: string[] = [];
  for (const { programme, code, status, manager, planners } of rows) {
    if (status === 'CLOSED') continue;
    const isManaged = manager === null || (await isAny('PROGRAMME_MANAGER', [manager]));
    if (!isManaged || !(planners.length === 0 || (await isAny('PLANNER', planners))))
      unattended.push(code ?? programme);
  }
  return unattended;

  async function isAny(role: 'PLANNER' | 'PROGRAMME_MANAGER', refs: readonly string[]): Promise<boolean> {
    for (const ref of refs) if (await access.isHeld(DEFAULT_TENANT, { role, ref })) return true;
    return false;
  }
}
