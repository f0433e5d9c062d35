import { type LocalDate } from '@overstap/kernel';
import { type CoachAbsence, type CoachCapacity } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type SealedSource } from '../sealed-source.js';

export interface ListedCoach {
  coach: string;
  /**
   * The team they are in now; null while in none. By it SQL knows whose a trajectory is:
   * `trajectory_summary s JOIN coach_list c ON c.tenant = s.tenant AND c.coach = s.coach WHERE c.team = …`.
   */
  team: string | null;
  specialisms: string[];
  regions: string[];
  languages: string[];
  max_complexity: number | null;
  weighted_max: number | null;
  absent_from: LocalDate | null;
  absent_until: LocalDate | null;
  substitute: string | null;
  /** Every absence, and every change of the limit, with the day from which it holds. */
  absences: readonly CoachAbsence[];
  capacities: readonly CoachCapacity[];
  /** The day until which each register's credential is valid. */
  credentials: { readonly [register: string]: LocalDate };
  /** Blocks that hold the name. */
  identity: readonly SealedSource[];
  revision: number;
}

export const COLUMNS: ReadModel<ListedCoach>['columns'] = {
  coach: 'text',
  team: 'text',
  specialisms: 'text[]',
  regions: 'text[]',
  languages: 'text[]',
  max_complexity: 'integer',
  weighted_max: 'double precision',
  absent_from: 'date',
  absent_until: 'date',
  substitute: 'text',
  absences: 'jsonb',
  capacities: 'jsonb',
  credentials: 'jsonb',
  identity: 'jsonb',
  revision: 'integer',
};
