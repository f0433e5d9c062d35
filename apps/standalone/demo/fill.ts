import { addDays, instantAt } from '@overstap/calendar';
import { type AggregateCommand, commandIdOf } from '@overstap/commands';
import { type AggregateName, isRefusal, type LocalDate, validate } from '@overstap/kernel';
import { COMMANDS, HOME_ZONE, nextDueAt, type WorkflowState } from '@overstap/mobility';
import { createLogger, type Settings, VirtualClock } from '@overstap/platform';
import { operationsOf } from '../../program/operations.js';
import { DEFAULT_TENANT, openProgram, type Program, SYSTEM } from '../../program/program.js';
import { startWork } from '../../program/work.js';
import { Sealer } from '@overstap/operation';
import { type DemoProgramme, exportOf, PROGRAMMES } from './agency.js';
import { Chance } from './chance.js';
import { type Act, lifeOf } from './life.js';

/** Rungs fire, people work, deadlines end: the moments of a day that the history visits. */
const MORNING = '08:30';
const NOON = '12:00';
const EVENING = '17:00';
const AT_ONCE = 32;
const tenant = DEFAULT_TENANT;

interface ToldAct {
  readonly id: string;
  readonly act: Act;
}

/** Lives through the history of a whole agency by ordinary commands under a virtual clock that ends before `until`. Answers how many people it has. */
export async function fillDemo(
  settings: Settings,
  until: LocalDate,
  programmes: readonly DemoProgramme[] = PROGRAMMES,
): Promise<number> {
  const first = addDays(until, -Math.max(...programmes.map(({ daysAgo }) => daysAgo)));
  const log = createLogger('error');
  const program = await openProgram({ ...settings, clock: instantAt(HOME_ZONE, first, MORNING) }, log);
  const { mail: _mail, ...silent } = settings;
  const work = await startWork({ ...program, settings: silent }, { sends: false, follows: false });
  const operations = operationsOf(program, work, new Sealer({ ...program, report: () => undefined }));
  const chance = new Chance(20_26);
  const agenda = new Map<LocalDate, ToldAct[]>();
  const lives = new Map<string, AggregateName>();
  try {
    for (let day = first; day < until; day = addDays(day, 1)) {
      await moveTo(program, day, MORNING);
      await fallDue(program, lives);
      await moveTo(program, day, NOON);
      for (const programme of programmes.filter(({ daysAgo }) => addDays(until, -daysAgo) === day))
        await begin(programme, day);
      await inTurns(byPerson(agenda.get(day) ?? []), (acts) => tellAll(program, acts));
      agenda.delete(day);
      await moveTo(program, day, EVENING);
      await fallDue(program, lives);
      if (day.endsWith('-01')) process.stderr.write(`The demo has lived until ${day}: ${lives.size} people.\n`);
    }
    // Read models follow in one go, which is quicker than day by day.
    await work.projections.drain(600_000);
  } finally {
    await work.stop();
    await program.close();
  }
  return [...lives.values()].filter((aggregate) => aggregate === 'trajectory').length;

  async function begin(programme: DemoProgramme, day: LocalDate): Promise<void> {
    const { code, employer, template } = programme;
    await send(program, 'agency', tenant, 'RegisterEmployer', { name: employer });
    await send(program, 'programme', code, 'OpenProgramme', { code, employer, template, startsOn: day });
    lives.set(code, 'programme');
    const bytes = Buffer.from(exportOf(programme, day, chance));
    const imported = await operations.importCohort({ tenant, programme: code, bytes, dryRun: false, actor: SYSTEM });
    if (isRefusal(imported)) throw new Error(imported.message);
    for (const wave of [1, 2, 3]) await operations.releaseWave(tenant, code, wave, day, SYSTEM);
    const { rows } = await program.database.worker.query<{ trajectory: string }>(
      'SELECT trajectory FROM enrolment WHERE tenant = $1 AND programme = $2 ORDER BY participant',
      [tenant, code],
    );
    for (const { trajectory } of rows) {
      lives.set(trajectory, 'trajectory');
      for (const act of lifeOf(day, chance)) {
        // People record late: a few days, exponentially. What would be recorded after today is not known yet.
        const recordedOn = addDays(act.on, Math.min(10, Math.floor(chance.wait(1.5))));
        agenda.set(recordedOn, [...(agenda.get(recordedOn) ?? []), { id: trajectory, act }]);
      }
    }
  }
}

async function moveTo({ clock }: Program, day: LocalDate, time: string): Promise<void> {
  if (clock instanceof VirtualClock) await clock.moveTo(instantAt(HOME_ZONE, day, time));
}

/** Everything that has come due on anybody's stream, through the same command that the reminder worker sends. */
async function fallDue(program: Program, lives: ReadonlyMap<string, AggregateName>): Promise<void> {
  const now = program.clock.now();
  await inTurns([...lives], async ([id, aggregate]) => {
    const { state } = await program.aggregates.known(tenant, aggregate, id);
    const next = nextDueAt((state as { readonly workflow: WorkflowState }).workflow);
    if (next !== undefined && next <= now) await send(program, aggregate, id, 'FallDue', {});
  });
}

/** Acts of different people may be told at once, those of one person in their order. */
function byPerson(acts: readonly ToldAct[]): (readonly ToldAct[])[] {
  const people = new Map<string, ToldAct[]>();
  for (const told of acts) people.set(told.id, [...(people.get(told.id) ?? []), told]);
  return [...people.values()];
}

async function tellAll(program: Program, acts: readonly ToldAct[]): Promise<void> {
  for (const { id, act } of acts.toSorted((a, b) => (a.act.on < b.act.on ? -1 : 1)))
    await send(program, 'trajectory', id, act.type, act.data);
}

/** A command as a person would send it; what the state does not allow any more (a late note after a closure) is left out, as it would be at the counter. */
async function send(program: Program, aggregate: AggregateName, id: string, type: string, data: object): Promise<void> {
  const definition = COMMANDS.find((each) => each.aggregate === aggregate && each.name === type);
  const checked = definition && validate(definition.body, data);
  if (!checked || 'problems' in checked) throw new Error(`The demo's ${type} is not valid: ${JSON.stringify(checked)}`);
  const command: AggregateCommand = {
    tenant,
    aggregate,
    id,
    type,
    data: checked.value,
    actor: SYSTEM,
    commandId: commandIdOf('demo', id, type, program.clock.now(), JSON.stringify(data)),
  };
  await program.commands.handle(command);
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}
