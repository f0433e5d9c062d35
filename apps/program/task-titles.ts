import { START, type StoredEvent } from '@overstap/kernel';
import {
  createdProgramme,
  EVENT_CATALOGUE,
  PAUSE_DECISION,
  PAUSE_DECISION_NAMES,
  type ProgrammeState,
  STAND_IN_DECISION,
  STAND_IN_DECISION_NAMES,
  type TemplateState,
} from '@overstap/mobility';
import { type TaskOnDay } from '@overstap/projections';
import { type Program } from './program.js';

/** A task as its owner reads it: named by its template in both languages, by the engine where no template has it, or by whoever added it. */
export type TitledTask = Omit<TaskOnDay, 'title_subject' | 'title_event' | 'title_sealed'> & {
  readonly names: { readonly nl: string; readonly en: string } | null;
  readonly title: string | null;
};

/** No template has these. */
const OF_THE_ENGINE: Readonly<Record<string, TitledTask['names']>> = {
  [PAUSE_DECISION]: PAUSE_DECISION_NAMES,
  [STAND_IN_DECISION]: STAND_IN_DECISION_NAMES,
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
  const names = new Map<string, Map<string, { nl: string; en: string }>>();
  for (const programme of new Set(tasks.flatMap((task) => task.programme ?? [])))
    names.set(programme, await namesIn(program, tenant, programme));
  return tasks.map(({ title_subject: _subject, title_event: event, title_sealed: _sealed, ...task }) => ({
    ...task,
    names: OF_THE_ENGINE[task.code] ?? names.get(task.programme ?? '')?.get(task.code) ?? null,
    title: event === null ? null : (opened.get(event) ?? null),
  }));
}

async function namesIn({ aggregates }: Program, tenant: string, code: string) {
  const programme = (await aggregates.recent(tenant, 'programme', code, 1000)).state as ProgrammeState;
  const created = createdProgramme(programme);
  if (!created) return new Map<string, { nl: string; en: string }>();
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
