import { ask, type TenantClient } from '../asking.js';
import { COLUMNS, type SurvivalRow } from './table.js';

/** Everybody of a programme, by trajectory. */
export const survivalRows = (client: TenantClient, programme: string): Promise<readonly SurvivalRow[]> =>
  ask<SurvivalRow>(
    client,
    `SELECT ${Object.keys(COLUMNS).join(', ')} FROM read_model.survival_base WHERE programme = $1 ORDER BY trajectory COLLATE "C"`,
    [programme],
  );
