import {
  budgetWatch,
  calendarChange,
  coachAbsence,
  cohortNews,
  disclosureHold,
  erasureEnd,
  retentionStart,
  surveySending,
  type WaveReleases,
} from '@overstap/processes';
import { type Reactor } from '@overstap/projections';
import { type Reminders } from '@overstap/reminders';
import { type Program } from './program.js';

/** Everything that reacts when something has happened. One that begins to handle more than it did needs a new name (docs/extending.md, "A reaction"). */
export const reactorsOf = (
  program: Program,
  waves: Pick<WaveReleases, 'reactor'>,
  reminders: Pick<Reminders, 'reactors'>,
): readonly Reactor[] => [
  waves.reactor,
  calendarChange(program),
  coachAbsence(program),
  disclosureHold(program),
  erasureEnd(program),
  retentionStart(program),
  surveySending(program),
  cohortNews(program.commands),
  budgetWatch(program),
  ...reminders.reactors,
];
