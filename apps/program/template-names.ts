import { oncePer } from '@overstap/kernel';
import { createdProgramme, type ProgrammeState, type TemplateDefinition, type TemplateState } from '@overstap/mobility';
import { type Program } from './program.js';

export interface Names {
  readonly nl: string;
  readonly en: string;
}

/** A published version of a template: what a programme or a trajectory runs by. */
export interface TemplateVersion {
  readonly template: string;
  readonly version: number;
}

/** How old the state of a programme or a template may be here; a version that is published never changes. */
const MAX_AGE_MS = 1000;

/** The version that a programme runs by; undefined where there is no such programme. */
export async function versionOfProgramme(
  { aggregates }: Program,
  tenant: string,
  code: string,
): Promise<TemplateVersion | undefined> {
  const created = createdProgramme(
    (await aggregates.recent(tenant, 'programme', code, MAX_AGE_MS)).state as ProgrammeState,
  );
  return created && { template: created.templateId, version: created.templateVersion };
}

/** What a version of a template calls its phases, deadlines and tasks, by code. */
export async function namesIn(
  { aggregates }: Program,
  tenant: string,
  { template, version }: TemplateVersion,
): Promise<ReadonlyMap<string, Names>> {
  const versions = (await aggregates.recent(tenant, 'template', template, MAX_AGE_MS)).state as TemplateState;
  const definition = versions.get(version)?.definition;
  return definition ? namesOf(definition) : new Map();
}

const namesOf = oncePer(
  ({ programme, trajectory }: TemplateDefinition): ReadonlyMap<string, Names> =>
    new Map(
      [programme, trajectory].flatMap(({ phases, deadlines, tasks }) => [
        ...phases.map(({ id, names }) => [id, names] as const),
        ...[...deadlines, ...tasks].map(({ code, names }) => [code, names] as const),
      ]),
    ),
);
