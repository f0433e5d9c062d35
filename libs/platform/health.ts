import { describeError } from './logging.js';

/** Resolves, perhaps with a word on how it stands, when all is well; throws when not. */
export type HealthCheck = () => Promise<string | undefined | void>;

export interface CheckResult {
  readonly status: 'up' | 'down';
  readonly detail?: string;
  readonly ms: number;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

interface CheckOptions {
  /** Part of `live` too: only what a restart of the program would mend. */
  readonly live?: boolean;
  /** Milliseconds after which a check that has not answered counts as down; default 2,000. */
  readonly within?: number;
}

/** The named checks behind `/health/live` and `/health/ready`. */
export class Health {
  readonly #checks = new Map<string, { readonly check: HealthCheck; readonly options: CheckOptions }>();
  #draining = false;

  register(name: string, check: HealthCheck, options: CheckOptions = {}): void {
    if (this.#checks.has(name)) throw new Error(`Two health checks are called ${name}`);
    this.#checks.set(name, { check, options });
  }

  /** From now on not ready: the program finishes what it has accepted and takes no more. */
  drain(): void {
    this.#draining = true;
  }

  live(): Promise<HealthReport> {
    return this.#report([...this.#checks].filter(([, { options }]) => options.live));
  }

  async ready(): Promise<HealthReport> {
    const report = await this.#report([...this.#checks]);
    if (!this.#draining) return report;
    const draining: CheckResult = { status: 'down', detail: 'shutting down', ms: 0 };
    return { status: 'down', checks: { ...report.checks, draining } };
  }

  async #report(
    checks: readonly [string, { readonly check: HealthCheck; readonly options: CheckOptions }][],
  ): Promise<HealthReport> {
    const results = await Promise.all(
      checks.map(
        async ([name, { check, options }]) => [name, await outcomeOf(check, options.within ?? 2_000)] as const,
      ),
    );
    return {
      status: results.every(([, result]) => result.status === 'up') ? 'up' : 'down',
      checks: Object.fromEntries(results),
    };
  }
}

async function outcomeOf(check: HealthCheck, within: number): Promise<CheckResult> {
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', detail: `no answer within ${within} ms`, ms: within }), within);
  });
  const answered = (async (): Promise<CheckResult> => {
    try {
      const detail = await check();
      return { status: 'up', ...(detail && { detail }), ms: took() };
    } catch (error) {
      const { kind, code, message } = describeError(error);
      return { status: 'down', detail: message ?? (code ? `${kind} ${code}` : kind), ms: took() };
    }
  })();
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
