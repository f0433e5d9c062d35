import { addDays, type Calendar } from '@overstap/calendar';
import { isRefusedFile, readCohortFile } from '@overstap/cohort-files';
import { isRefusal, type LocalDate } from '@overstap/kernel';
import { createdProgramme, type ProgrammeState } from '@overstap/mobility';
import { CohortImport } from '@overstap/processes';
import { DEFAULT_TENANT, type Program, SYSTEM } from '../../program/program.js';
import { COACHES, type DemoCohort, type DemoProgramme, exportOf, TEAMS } from './agency.js';
import { arrive } from './arrival.js';
import { type Chance } from './chance.js';
import { type Counter } from './counter.js';
import { type Life, ProgrammeLife, TrajectoryLife } from './life.js';
import { lookInside, settle, VACANCIES } from './redeployment.js';

const tenant = DEFAULT_TENANT;

/** A cohort that comes in on a day; the first of a programme opens it. */
export interface Start {
  readonly programme: DemoProgramme;
  readonly cohort: DemoCohort;
  readonly index: number;
}

export interface Surroundings {
  readonly program: Program;
  readonly counter: Counter;
  readonly calendar: Calendar;
}

/** The employers, the teams and the coaches of the agency. */
export async function openAgency(counter: Counter, programmes: readonly DemoProgramme[]): Promise<void> {
  for (const name of new Set(programmes.map(({ employer }) => employer)))
    await counter.send('agency', tenant, 'RegisterEmployer', { name });
  for (const [coachId, name] of COACHES)
    await counter.send('coach', coachId, 'RegisterCoach', {
      coachId,
      name,
      specialisms: ['outplacement'],
      regions: ['NL'],
      languages: ['nl', 'en'],
      maxComplexity: 5,
      weightedMax: 40,
    });
  for (const { teamId, name, coaches } of TEAMS) {
    await counter.send('agency', tenant, 'CreateTeam', { teamId, name });
    for (const coach of coaches) await counter.send('coach', coach, 'PutCoachInTeam', { teamId });
  }
}

export const cohortIdOf = ({ programme: { code }, index }: Start): string =>
  index === 0 ? code : `${code}.${index + 1}`;

/** Opens the programme where that is still to be done, brings the people in, and answers the lives that begin. */
export async function startCohort(
  { program, counter, calendar }: Surroundings,
  start: Start,
  day: LocalDate,
  chance: Chance,
): Promise<readonly Life[]> {
  const { programme, cohort, index } = start;
  const firstNumber = 1000 + programme.cohorts.slice(0, index).reduce((sum, { people }) => sum + people, 0);
  const opened = index === 0 ? [await openProgramme(counter, calendar, programme, day, chance.split())] : [];
  const { people, csv } = exportOf(programme, cohort, day, firstNumber, chance.split());
  const redundancyDate = people[0]?.redundantOn;
  const cohortId = cohortIdOf(start);
  await counter.send('cohort', cohortId, 'CreateCohort', {
    cohortId,
    programmeId: programme.code,
    label: cohortId,
    ...(redundancyDate ? { redundancyDate } : {}),
  });
  const trajectories = await importPeople(program, programme, cohortId, csv, day);
  return [
    ...opened,
    ...people.flatMap((person, nth) => {
      const known = trajectories[nth];
      return known ? [begin(new TrajectoryLife(known, person, programme, chance.split(), calendar))] : [];
    }),
  ];
}

function begin(life: TrajectoryLife): TrajectoryLife {
  arrive(life);
  lookInside(life);
  if (life.programme.template === 'COL-12') settle(life, addDays(life.person.redundantOn, 92));
  return life;
}

async function openProgramme(
  counter: Counter,
  calendar: Calendar,
  programme: DemoProgramme,
  day: LocalDate,
  chance: Chance,
): Promise<Life> {
  const { code, names, employer, template, manager, planner } = programme;
  const headcountPlanned = programme.cohorts.reduce((sum, { people }) => sum + people, 0);
  const terms = { code, names, employer, template, startsOn: day, endsOn: addDays(day, 730), headcountPlanned };
  await counter.send('programme', code, 'OpenProgramme', terms);
  const life = new ProgrammeLife(programme, chance, calendar);
  const on = day;
  life.tell(
    [
      { on, type: 'AssignProgrammeManager', data: { userId: manager } },
      ...(planner === undefined ? [] : [{ on, type: 'AssignPlanner', data: { plannerId: planner } }]),
      { on, type: 'SetBudget', data: { totalCents: headcountPlanned * 480_000, perParticipantCents: 480_000 } },
      { on, type: 'SetPerformanceTarget', data: { metricCode: 'M1', target: 0.65, by: addDays(day, 365) } },
      ...(template === 'COL-12' ? socialPlan(life, day) : []),
    ],
    { promptly: true },
  );
  return life;
}

/** What a collective dismissal has beside: dates of the law, and vacancies inside. */
function socialPlan(life: Life, day: LocalDate) {
  const legal = {
    socialPlanFrom: addDays(day, -30),
    wmcoNotifiedOn: addDays(day, -20),
    orAdviceRequestedOn: addDays(day, -75),
    orAdviceGivenOn: addDays(day, -40),
    orDecisionOn: addDays(day, -25),
  };
  const vacancies = Array.from({ length: VACANCIES }, (_, index) => `${life.id}-v${index + 1}`).flatMap((vacancyId) => {
    const openedOn = life.after(day, [10, 70]);
    const filledOn = life.after(openedOn, [9, 40]);
    const vacancy = { vacancyId, priorityUntil: addDays(openedOn, 14), function: 'Planner', level: 'B1' };
    return [
      { on: openedOn, type: 'OpenInternalVacancy', data: { ...vacancy } },
      { on: filledOn, type: 'FillInternalVacancy', data: { vacancyId } },
    ];
  });
  const inOrder = vacancies.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return [{ on: day, type: 'RecordLegalContext', data: legal }, ...inOrder];
}

interface Known {
  readonly trajectory: string;
  readonly participant: string;
}

/** Through the import that an uploaded file takes. Its trajectories are numbered in the order of the file's rows. */
async function importPeople(
  { database, codec, commands, ids, clock, aggregates }: Program,
  { code }: DemoProgramme,
  cohort: string,
  csv: string,
  today: LocalDate,
): Promise<readonly Known[]> {
  const created = createdProgramme((await aggregates.current(tenant, 'programme', code)).state as ProgrammeState);
  const file = await readCohortFile(Buffer.from(csv), {});
  if (!created || isRefusedFile(file)) throw new Error(`The people of ${cohort} cannot be imported`);
  const { employerId: employer, templateId, templateVersion } = created;
  const imports = new CohortImport({ database, codec, commands, ids, clock });
  const request = { tenant, programme: code, employer, templateId, templateVersion, cohort, file, today };
  const imported = await imports.run({ ...request, actor: SYSTEM, dryRun: false });
  if (isRefusal(imported) || imported.rejected > 0) throw new Error(`Not all people of ${cohort} were imported`);
  const { rows } = await database.worker.query<Known>(
    'SELECT trajectory, participant FROM enrolment WHERE tenant = $1 AND cohort = $2 ORDER BY trajectory',
    [tenant, cohort],
  );
  return rows;
}
