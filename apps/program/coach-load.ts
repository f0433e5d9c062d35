import { localDateOf } from '@overstap/calendar';
import { type CoachLoad } from '@overstap/commands';
import { type Clock } from '@overstap/kernel';
import { EVENT_CATALOGUE, HOME_ZONE, rounded, stageOf, weightOf } from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import { caseloadLines } from '@overstap/projections';

/** What a coach has on their hands beside one trajectory, weighed with the career questions: it decides, and is shown to nobody. */
export const coachLoad =
  (database: Database, codec: PersonalDataCodec, clock: Clock) =>
  async (tenant: string, coach: string, beside: string): Promise<CoachLoad> => {
    const lines = await database.readAs(tenant, (client) =>
      caseloadLines(client, (events) => codec.open(events, EVENT_CATALOGUE), coach),
    );
    const load = lines
      .filter(({ trajectory }) => trajectory !== beside)
      .reduce((sum, { status, phase, ...line }) => sum + weightOf({ ...line, stage: stageOf(status, phase) }), 0);
    return { load: rounded(load), today: localDateOf(HOME_ZONE, clock.now()) };
  };
