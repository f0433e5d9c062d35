import { localDateOf } from '@overstap/calendar';
import { invalid, notFound, type Refusal } from '@overstap/kernel';
import { type CohortState, HOME_ZONE, releaseOfAll } from '@overstap/mobility';
import { type Operations, type WaveAnswer } from '../api/operation/operations.js';
import { type Program } from './program.js';
import { type Work } from './work.js';

/** A wave of so many is waited for, so that what is read next shows its people invited; a larger one is answered at once and watched. */
const WAITED_FOR = 1_000;
const WAITS_MS = 15_000;

/** Letting waves go, and how far they are. */
export function waveOperations(program: Program, work: Work): Pick<Operations, 'releaseWave' | 'waveProgress'> {
  const { database, aggregates, commands } = program;
  const today = () => localDateOf(HOME_ZONE, program.clock.now());

  const cohortsOf = async (tenant: string, programme: string, wave: number) => {
    const { rows } = await database.worker.query<{ cohort: string; people: number }>(
      'SELECT cohort, count(*)::integer AS people FROM enrolment WHERE tenant = $1 AND programme = $2 AND wave = $3 GROUP BY cohort ORDER BY cohort',
      [tenant, programme, wave],
    );
    return { cohorts: rows.map(({ cohort }) => cohort), people: rows.reduce((sum, { people }) => sum + people, 0) };
  };

  const waveProgress = async (tenant: string, programme: string, wave: number): Promise<WaveAnswer | undefined> => {
    const progress = await work.waves.progress(tenant, programme, wave);
    if (progress) return { wave, released: true, ...progress };
    const { cohorts, people } = await cohortsOf(tenant, programme, wave);
    if (people === 0) return undefined;
    const states = await Promise.all(
      cohorts.map(async (cohort) => (await aggregates.current(tenant, 'cohort', cohort)).state as CohortState),
    );
    // Let go by an earlier version, which kept no account of it: it answered when everybody was invited.
    const released = states.some(({ waves }) => waves.has(wave));
    return { wave, people, invited: released ? people : 0, passedOver: 0, released, complete: released };
  };

  return {
    waveProgress,
    async releaseWave(tenant, programme, wave, inviteOn, actor): Promise<WaveAnswer | Refusal> {
      if (inviteOn !== undefined && inviteOn > today())
        return invalid('inviteOn', 'date-in-the-future', 'inviteOn lies ahead; release the wave on the day itself.');
      const { cohorts, people } = await cohortsOf(tenant, programme, wave);
      const unknown = notFound('wave-unknown', 'Nobody of this programme is in that wave.');
      if (people === 0) return unknown;
      const before = await waveProgress(tenant, programme, wave);
      const daysBefore: string[] = [];
      let isNews = false;
      for (const cohort of cohorts) {
        const earlier = releaseOfAll((await aggregates.current(tenant, 'cohort', cohort)).state as CohortState, wave);
        if (earlier) daysBefore.push(earlier.inviteOn);
        const day = inviteOn ?? earlier?.inviteOn ?? today();
        const commandId = program.ids.next();
        const outcome = await commands.handle({
          tenant,
          aggregate: 'cohort',
          id: cohort,
          type: 'ReleaseCohortWave',
          // Whoever names no day asks for nothing else than what was done.
          data: { wave, inviteOn: day },
          actor,
          commandId,
        });
        if (outcome.outcome === 'refused') return outcome.refusal;
        const release = outcome.outcome === 'done' ? outcome.events[0]?.id : undefined;
        // The log has it already; written down here too, the next question finds it without waiting for whoever follows the log.
        if (release !== undefined)
          await work.waves.begin({ tenant, release, programme, cohort, wave, inviteOn: day, correlation: commandId });
        isNews ||= release !== undefined;
      }
      if (people <= WAITED_FOR) {
        const deadline = performance.now() + WAITS_MS;
        await work.waves.settled(WAITS_MS);
        // Released it is, however long the read models take.
        await work.projections.drain(Math.max(1_000, deadline - performance.now())).catch(() => undefined);
      }
      const progress = await waveProgress(tenant, programme, wave);
      const releasedBefore = daysBefore.toSorted().at(-1);
      return progress
        ? {
            ...progress,
            invitedBefore: before?.invited ?? 0,
            ...(isNews || releasedBefore === undefined ? {} : { releasedBefore }),
          }
        : unknown;
    },
  };
}
