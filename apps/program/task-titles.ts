import { START, type StoredEvent } from '@overstap/kernel';
import {
  EVENT_CATALOGUE,
  APPROVAL_NAMES,
  GLASS_REVIEW,
  GLASS_REVIEW_NAMES,
  namesOfDuty,
  PAUSE_DECISION,
  PAUSE_DECISION_NAMES,
  STAND_IN_DECISION,
  STAND_IN_DECISION_NAMES,
} from '@overstap/mobility';
import { ask, type TaskOnDay } from '@overstap/projections';
import { type Program } from './program.js';
import { type Names, namesIn, type TemplateVersion, versionOfProgramme } from './template-names.js';

/** A task as its owner reads it: named by its template in both languages, by the engine where no template has it, or by whoever added it. */
export type Titled<Task> = Omit<Task, keyof SealedTitle> & {
  readonly names: Names | null;
  readonly title: string | null;
};
export type TitledTask = Titled<TaskOnDay>;

type SealedTitle = Pick<TaskOnDay, 'title_subject' | 'title_event' | 'title_sealed'>;

export async function titledTasks<Task extends NamedTask & SealedTitle & Pick<TaskOnDay, 'stream'>>(
  program: Program,
  tenant: string,
  tasks: readonly Task[],
): Promise<readonly Titled<Task>[]> {
  const own = tasks.flatMap((task) => sealedTitle(tenant, task) ?? []);
  const opened = new Map(
    (await program.codec.open(own, EVENT_CATALOGUE)).map(({ id, data }) => [id, (data as { title?: string }).title]),
  );
  const nameOf = await namesOfTasks(program, tenant, tasks);
  return tasks.map(({ title_subject: _subject, title_event: event, title_sealed: _sealed, ...task }) => ({
    names: nameOf(task),
    title: event === null ? null : (opened.get(event) ?? null),
    ...task,
  }));
}

type NamedTask = Pick<TaskOnDay, 'code' | 'programme' | 'trajectory'>;

/**
 * What templates and the engine call these tasks, each by the version that its trajectory is under; what was done before a conversion by that of the
 * programme. Null for one that somebody added by hand.
 */
export async function namesOfTasks(
  program: Program,
  tenant: string,
  tasks: readonly NamedTask[],
): Promise<(task: NamedTask) => TitledTask['names']> {
  const names = new Map<string, ReadonlyMap<string, Names>>();
  const unique = (ids: readonly (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  for (const programme of unique(tasks.map((task) => task.programme))) {
    const version = await versionOfProgramme(program, tenant, programme);
    if (version) names.set(`programme ${programme}`, await namesIn(program, tenant, version));
  }
  for (const { trajectory, ...version } of await versionsOf(
    program,
    tenant,
    unique(tasks.map((task) => task.trajectory)),
  ))
    names.set(`trajectory ${trajectory}`, await namesIn(program, tenant, version));
  return ({ code, programme, trajectory }) =>
    BUILT_IN.get(code) ??
    namesOfDuty(code) ??
    names.get(`trajectory ${trajectory ?? ''}`)?.get(code) ??
    names.get(`programme ${programme ?? ''}`)?.get(code) ??
    null;
}

const versionsOf = (program: Program, tenant: string, trajectories: readonly string[]) =>
  program.database.readAs(tenant, (client) =>
    ask<TemplateVersion & { readonly trajectory: string }>(
      client,
      `SELECT trajectory, template, template_version AS version FROM read_model.trajectory_summary
       WHERE trajectory = ANY ($1) AND template IS NOT NULL`,
      [trajectories],
    ),
  );

/** What no template names. */
const BUILT_IN: ReadonlyMap<string, Names> = new Map([
  [PAUSE_DECISION, PAUSE_DECISION_NAMES],
  [STAND_IN_DECISION, STAND_IN_DECISION_NAMES],
  [GLASS_REVIEW, GLASS_REVIEW_NAMES],
  ...Object.entries(APPROVAL_NAMES),
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
  const versions = await program.database.readAs(tenant, (client) =>
    ask<TemplateVersion & { readonly programme: string }>(
      client,
      `SELECT programme, template, template_version AS version FROM read_model.programme_list WHERE template IS NOT NULL
       UNION SELECT programme, template, template_version FROM read_model.trajectory_summary
       WHERE programme IS NOT NULL AND template IS NOT NULL`,
    ),
  );
  const found = await Promise.all(
    versions.map(async ({ programme, ...version }) =>
      [...BUILT_IN, ...(await namesIn(program, tenant, version))]
        .filter(([, names]) => has(names))
        .map(([code]) => ({ programme, code })),
    ),
  );
  return found.flat();
}

/** The event that created the task, as far as its title is sealed in it. */
function sealedTitle(
  tenant: string,
  { stream, title_subject: subject, title_event: id, title_sealed: sealed }: SealedTitle & Pick<TaskOnDay, 'stream'>,
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
