import { type Lag } from '@overstap/projections';
import { Gauge } from 'prom-client';
import { type Program } from './program.js';

/** How far read models and reactors are behind the log, and what of them is parked: measured when somebody looks. */
export function measureWork(
  { metrics, clock }: Pick<Program, 'metrics' | 'clock'>,
  projections: { lag(): Promise<readonly Lag[]> },
): void {
  let looking: Promise<readonly Lag[]> | undefined;
  // The figures of one look belong together. A database that is away leaves them out, not the others of the process.
  const look = (): Promise<readonly Lag[]> =>
    (looking ??= projections
      .lag()
      .catch(() => [])
      .finally(() => (looking = undefined)));
  const gauge = (name: string, help: string, valueOf: (lag: Lag) => number): Gauge =>
    new Gauge({
      registers: [metrics],
      name,
      help,
      labelNames: ['projection', 'state'],
      async collect() {
        const lags = await look();
        this.reset();
        for (const lag of lags) this.set({ projection: lag.name, state: lag.state }, valueOf(lag));
      },
    });
  const secondsSince = (instant: string): number => Math.max(0, Date.parse(clock.now()) - Date.parse(instant)) / 1000;
  gauge('overstap_projection_lag_events', 'Events not handled yet, counted up to a thousand', ({ behind }) => behind);
  gauge('overstap_projection_lag_seconds', 'Age of the oldest event that is not handled yet', ({ since }) =>
    since === undefined ? 0 : secondsSince(since),
  );
  gauge('overstap_projection_parked_partitions', 'Set aside: overstap parked list', ({ parked }) => parked);
}
