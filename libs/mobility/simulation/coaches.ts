import { DEFAULT_WEIGHTED_MAX, STAGE_FACTORS } from '../coach/caseload-weight.js';

/** The coaches of a simulation and what each carries, in weighted units. */
export class Coaches {
  private readonly loads = new Map<string, number>();

  constructor(readonly count: number) {
    for (let index = 1; index <= count; index += 1) this.loads.set(`coach-${index}`, 0);
  }

  get capacity(): number {
    return this.count * DEFAULT_WEIGHTED_MAX;
  }

  get weighted(): number {
    return [...this.loads.values()].reduce((sum, load) => sum + load, 0);
  }

  /** The fullest caseload. */
  get fullest(): number {
    return Math.max(0, ...this.loads.values());
  }

  /** Takes up a person, or puts down, or carries one whose weight has changed. */
  carry(coach: string, by: number): void {
    this.loads.set(coach, (this.loads.get(coach) ?? 0) + by);
  }

  /** The coach with the most room. */
  freest(): string {
    let found = 'coach-1';
    for (const [coach, load] of this.loads) if (load < (this.loads.get(found) ?? 0)) found = coach;
    return found;
  }

  stretchOf(coach: string | undefined): number {
    return Math.max(1, (this.loads.get(coach ?? '') ?? 0) / DEFAULT_WEIGHTED_MAX);
  }
}

/** So many coaches that nobody carries too much when everybody is at the intake at once. */
export const enoughCoaches = (people: number): number =>
  Math.max(1, Math.ceil((people * STAGE_FACTORS.INTAKE) / DEFAULT_WEIGHTED_MAX));
