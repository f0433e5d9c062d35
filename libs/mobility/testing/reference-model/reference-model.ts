/** Days are whole numbers since 1 January 1970, which was a Thursday. */
export type Day = number;

export interface ModelClock {
  readonly status: 'RUNNING' | 'SUSPENDED' | 'EXPIRED' | 'STOPPED';
  /** Of a clock that runs or has run out. */
  readonly due?: Day;
}

export interface ModelTask {
  readonly status: 'OPEN' | 'DONE' | 'CANCELLED';
  /** What ended it: a fact, somebody, or that the whole was over. Only what somebody ended stays ended. */
  readonly by?: 'FACT' | 'HAND' | 'OVER';
}

interface Term {
  readonly from: Day;
  readonly days: number;
  readonly working?: boolean;
  /** Pauses do not stop it. */
  readonly strict?: boolean;
  /** It belongs to the phase: it stands still while that is over, too. */
  readonly inPhase?: boolean;
}

/** Closed beside the weekends; also in the calendar of the trajectory that is compared. */
export const CLOSED_DAYS = ['2026-09-23', '2026-10-05'] as const;
const CLOSED: readonly Day[] = CLOSED_DAYS.map((day) => Date.parse(day) / 86_400_000);
const isWorking = (day: Day): boolean => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6 && !CLOSED.includes(day);

/**
 * What docs/time.md says of clocks and tasks, once more and as plainly as possible, for the template of `model-template.ts`: no events, no
 * generations, day by day. It shares no code with the engine.
 */
export class ReferenceModel {
  plans = 0;
  readonly offers: Day[] = [];
  readonly pauses: { from: Day; to?: Day }[] = [];
  landed: Day | undefined;
  /** When the phase was over, or taken to be, and opened again. */
  readonly gaps: { readonly from: Day; readonly to: Day }[] = [];
  /** Since when it is known that the phase is over, while it is. */
  overSince: Day | undefined;
  closed = false;
  reopened: { readonly on: Day; readonly days: number } | undefined;
  placements = 0;
  readonly tasks = new Map<string, ModelTask>();
  readonly clocks = new Map<string, ModelClock>();
  /** Dates that were moved, newest last: how many days the clock has from that anchor on. */
  readonly moves: { readonly id: string; readonly from: Day; readonly days: number }[] = [];
  private readonly terms = new Map<string, Term>();

  constructor(
    public today: Day,
    public start: Day,
  ) {
    this.settle();
  }

  get paused(): boolean {
    return this.pauses.some(({ to }) => to === undefined) && this.landed === undefined && !this.closed;
  }

  openTasks(): string[] {
    return [...this.tasks].filter(([, { status }]) => status === 'OPEN').map(([id]) => id);
  }

  wait(days: number): void {
    this.today += days;
    for (const [id, { status, due = 0 }] of this.clocks)
      if (status === 'RUNNING' && due < this.today) {
        this.clocks.set(id, { status: 'EXPIRED', due });
        if (id === 'deadline.END') this.raiseClosing();
      }
    this.settle();
  }

  /** Those whose date the programme manager may move now: all but the contract's. */
  movable(): string[] {
    return [...this.clocks]
      .filter(([id, { status }]) => status === 'RUNNING' && id !== 'deadline.END')
      .map(([id]) => id);
  }

  /** Whether the clock can be due on that day; it is from then on. */
  move(id: string, to: Day): boolean {
    const term = this.terms.get(id);
    if (!term || this.clocks.get(id)?.due === to) return term !== undefined;
    let days = 0;
    for (let day = term.from + 1; day <= to; day += 1) if (this.counts(day, term)) days += 1;
    if (days === 0 || this.dueOf({ ...term, days }) !== to) return false;
    this.moves.push({ id, from: term.from, days });
    return true;
  }

  /** The clocks that owe their date to somebody who moved it. */
  moved(): string[] {
    return [...this.clocks].flatMap(([id, { status }]) => {
      const last = this.moves.findLast((move) => move.id === id);
      return last && last.from === this.terms.get(id)?.from && ['RUNNING', 'SUSPENDED'].includes(status) ? [id] : [];
    });
  }

  moveBack(id: string): void {
    this.moves.splice(
      this.moves.findLastIndex((move) => move.id === id),
      1,
    );
  }

  end(taskId: string, status: 'DONE' | 'CANCELLED'): void {
    this.tasks.set(taskId, { status, by: 'HAND' });
    this.stop(`task.${taskId}`);
    this.settle();
  }

  close(): void {
    this.closed = true;
    const open = this.pauses.find(({ to }) => to === undefined);
    if (open) open.to = this.landed === undefined ? this.today : Math.min(this.today, Math.max(open.from, this.landed));
    this.settle();
  }

  /** Brings tasks and clocks to where the facts say they ought to be. */
  settle(): void {
    const over = this.closed || this.landed !== undefined;
    if (over) this.overSince ??= this.today;
    else if (this.overSince !== undefined) {
      this.gaps.push({ from: this.overSince, to: this.today });
      this.overSince = undefined;
    }
    if (over) this.stop('deadline.END', true);
    else {
      const { on: from, days } = this.reopened ?? { on: this.start, days: 28 };
      this.time('deadline.END', { from, days, strict: true });
    }
    this.task('PLAN', !this.closed, { from: this.start, days: 5, working: true }, this.plans > 0);
    this.task('TALK', !over, { from: this.start, days: 10, inPhase: true });
    this.offers.sort((a, b) => a - b);
    for (const [index, from] of this.offers.entries()) this.task(`OFFER.${index + 1}`, !this.closed, { from, days: 3 });
    for (const id of this.tasks.keys()) if (id.startsWith('CLOSING')) this.task(id, !this.closed);
  }

  private task(id: string, wanted: boolean, term?: Term, done = false): void {
    const { status, by } = this.tasks.get(id) ?? {};
    if (!wanted) {
      if (status !== 'OPEN') return;
      this.tasks.set(id, { status: 'CANCELLED', by: 'OVER' });
      this.stop(`task.${id}`);
      return;
    }
    if (by === 'HAND' || (by === 'FACT' && done)) return;
    this.tasks.set(id, done ? { status: 'DONE', by: 'FACT' } : { status: 'OPEN' });
    if (done) this.stop(`task.${id}`, true);
    else if (term) this.time(`task.${id}`, term);
  }

  /** A clock that ran out keeps its date; every other one has the date that follows from what is known now. */
  private time(id: string, term: Term): void {
    this.terms.set(id, term);
    if (this.clocks.get(id)?.status === 'EXPIRED') return;
    this.lapse(id, term);
    const paused = this.paused && !term.strict;
    this.clocks.set(
      id,
      paused ? { status: 'SUSPENDED' } : { status: 'RUNNING', due: this.dueOf(this.asMoved(id, term)) },
    );
  }

  /** A move is for the anchor that it was about, and does not come back with that. */
  private lapse(id: string, { from }: Term): void {
    const others = this.moves.filter((move) => move.id !== id || move.from === from);
    this.moves.splice(0, Infinity, ...others);
  }

  private asMoved(id: string, term: Term): Term {
    const last = this.moves.findLast((move) => move.id === id);
    return last ? { ...term, days: last.days } : term;
  }

  private dueOf(term: Term): Day {
    let day = term.from;
    for (let left = term.days; left > 0;) {
      day += 1;
      if (this.counts(day, term)) left -= 1;
    }
    return day;
  }

  private counts(day: Day, { working = false, strict = false, inPhase = false }: Term): boolean {
    const runs = strict || !(this.isPaused(day) || (inPhase && this.isBetween(day)));
    return runs && (!working || isWorking(day));
  }

  /** Whether a pause covers the day's end; it is over when the person lands. */
  private isPaused(day: Day): boolean {
    return this.pauses.some(({ from, to }) => from <= day && day < (to ?? this.landed ?? Infinity));
  }

  private isBetween(day: Day): boolean {
    return this.gaps.some(({ from, to }) => from <= day && day < to);
  }

  private stop(id: string, ever = false): void {
    if (ever || this.clocks.has(id)) this.clocks.set(id, { status: 'STOPPED' });
  }

  private raiseClosing(): void {
    const before = [...this.tasks].filter(([id]) => id.startsWith('CLOSING'));
    if (!before.some(([, { status }]) => status === 'OPEN'))
      this.tasks.set(`CLOSING.${before.length + 1}`, { status: 'OPEN' });
  }
}
