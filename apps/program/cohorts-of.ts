import { type EventStore, type FoldedEvent, streamOf } from '@overstap/kernel';
import { type CohortEvent, cohortFacts, EVENT_CATALOGUE, type FactLog } from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';

/** Imports and releases of a programme's cohorts, read from their streams. The first cohort bears the programme's code, others add a label. */
export const cohortsOf =
  (database: Database, store: EventStore, codec: PersonalDataCodec) =>
  async (tenant: string, programme: string): Promise<FactLog> => {
    const { rows } = await database.worker.query<{ cohort: string }>(
      'SELECT DISTINCT cohort FROM enrolment WHERE tenant = $1 AND programme = $2',
      [tenant, programme],
    );
    const cohorts = new Set([programme, ...rows.map(({ cohort }) => cohort)]);
    const pages = await Promise.all([...cohorts].map((cohort) => store.readStream(tenant, streamOf('cohort', cohort))));
    const events = await codec.open(pages.flat(), EVENT_CATALOGUE);
    return cohortFacts(events as readonly FoldedEvent<CohortEvent>[]);
  };
