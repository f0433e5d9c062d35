import { START, type StoredEvent } from '@overstap/kernel';
import {
  createdProgramme,
  EVENT_CATALOGUE,
  namesOfDuty,
  PAUSE_DECISION,
  PAUSE_DECISION_NAMES,
  type ProgrammeState,
  STAND_IN_DECISION,
  STAND_IN_DECISION_NAMES,
  type TemplateState,
} from '@overstap/mobility';
import { ask, type TaskOnDay } from '@overstap/projections';
import { type Program } from './program.js';

/** A task as its owner reads it: named by its template in both languages, by the engine where no template has it, or by whoever added it. */
export type TitledTask = Omit<TaskOnDay, 'title_subject' | 'title_event' | 'title_sealed'> & {
  readonly names: Names | null;
  readonly title: string | null;
};

export async function titledTasks(
  program: Program,
  tenant: string,
  tasks: readonly TaskOnDay[],
): Promise<readonly TitledTask[]> {
  const own = tasks.flatMap((task) => sealedTitle(tenant, task) ?? []);
  const opened = new Map(
    (await program.codec.open(own, EVENT_CATALOGUE)).map(({ id, data }) => [id, (data as { title?: string }).title]),
  );
  const nameOf = await namesOfTasks(program, tenant, tasks);
  return tasks.map(({ title_subject: _subject, title_event: event, title_sealed: _sealed, ...task }) => ({
    ...task,
    names: nameOf(task),
    title: event === null ? null : (opened.get(event) ?? null),
  }));
}

type NamedTask = Pick<TaskOnDay, 'code' | 'programme'>;

/** What templates and the engine call these tasks; null for one that somebody added by hand. */
export async function namesOfTasks(
  program: Program,
  tenant: string,
  tasks: readonly NamedTask[],
): Promise<(task: NamedTask) => TitledTask['names']> {
  const names = new Map<string, ReadonlyMap<string, Names>>();
  for (const programme of new Set(tasks.flatMap((task) => task.programme ?? [])))
    names.set(programme, await namesIn(program, tenant, programme));
  return ({ code, programme }) =>
    BUILT_IN.get(code) ?? namesOfDuty(code) ?? names.get(programme ?? '')?.get(code) ?? null;
}

interface Names {
  readonly nl: string;
  readonly en: string;
}

/** What no template names. */
const BUILT_IN: ReadonlyMap<string, Names> = new Map([
  [PAUSE_DECISION, PAUSE_DECISION_NAMES],
  [STAND_IN_DECISION, STAND_IN_DECISION_NAMES],
  ['MEETING_INTAKE', { nl: 'Intakegesprek', en: 'Intake meeting' }],
  ['MEETING_SESSION', { nl: 'Gesprek met de kandidaat', en: 'Meeting with the participant' }],
]);

/** Where words stand in the name of a task, in either language: for a search that goes by what people read. */
export async function codesNamed(
  program: Program,
  tenant: string,
  words: string,
): Promise<readonly { readonly programme: string; readonly code: string }[]> {
  const wanted = words.toLocaleLowerCase();
  const has = ({ nl, en }: Names): boolean => [nl, en].some((name) => name.toLocaleLowerCase().includes(wanted));
  const programmes = await program.database.readAs(tenant, (client) =>
    ask<{ programme: string }>(client, 'SELECT programme FROM read_model.programme_list'),
  );
  const found = await Promise.all(
    programmes.map(async ({ programme }) =>
      [...BUILT_IN, ...(await namesIn(program, tenant, programme))]
        .filter(([, names]) => has(names))
        .map(([code]) => ({ programme, code })),
    ),
  );
  return found.flat();
}

async function namesIn({ aggregates }: Program, tenant: string, code: string): Promise<ReadonlyMap<string, Names>> {
  const programme = (await aggregates.recent(tenant, 'programme', code, 1000)).state as ProgrammeState;
  const created = createdProgramme(programme);
  if (!created) return new Map<string, Names>();
  const versions = (await aggregates.recent(tenant, 'template', created.templateId, 1000)).state as TemplateState;
  const definition = versions.get(created.templateVersion)?.definition;
  const tasks = [...(definition?.trajectory.tasks ?? []), ...(definition?.programme.tasks ?? [])];
  return new Map(tasks.map(({ code: task, names }) => [task, names]));
}

/** The event that created the task, as far as its title is sealed in it. */
function sealedTitle(
  tenant: string,
  { stream, title_subject: subject, title_event: id, title_sealed: sealed }: TaskOnDay,
): StoredEvent | undefined {
  if (subject === null || id === null || sealed === null) return undefined;
  return {
    id,
    tenant,
    stream,
    subject,
    revision: 0,
    position: START,
    type: 'TaskCreated',
    schemaVersion: EVENT_CATALOGUE.get('TaskCreated')?.version ?? 1,
    occurredAt: '',
    recordedAt: '',
    actor: { type: 'SYSTEM', id: '' },
    command: '',
    correlation: '',
    data: {},
    sealed: { search: sealed },
  };
}
