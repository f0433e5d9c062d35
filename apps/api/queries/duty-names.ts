import { type AggregateName } from '@overstap/kernel';
import {
  createdProgramme,
  firstReferral,
  namesOfDuty,
  type ProgrammeState,
  type TemplateState,
  type TrajectoryState,
} from '@overstap/mobility';
import { type Program } from '../../program/index.js';

interface Names {
  readonly nl: string;
  readonly en: string;
}

/** How old the names of a template may be; a version of it never changes. */
const MAX_AGE_MS = 1000;

/** What the template calls its tasks, phases and deadlines, for messages about a trajectory or a programme. */
export class DutyNames {
  private readonly known = new Map<string, Promise<ReadonlyMap<string, Names>>>();

  constructor(
    private readonly program: Program,
    private readonly tenant: string,
  ) {}

  /** Null where the template does not know the code: somebody added the task by hand. */
  async of(aggregate: string, id: string, code: string): Promise<Names | null> {
    const duty = namesOfDuty(code);
    if (duty) return duty;
    const programme = aggregate === 'programme' ? id : await this.programmeOf(id);
    if (programme === undefined) return null;
    const names = this.known.get(programme) ?? this.read(programme);
    this.known.set(programme, names);
    return (await names).get(code) ?? null;
  }

  private async programmeOf(trajectory: string): Promise<string | undefined> {
    return firstReferral(await this.recent<TrajectoryState>('trajectory', trajectory))?.programmeId;
  }

  private async read(code: string): Promise<ReadonlyMap<string, Names>> {
    const created = createdProgramme(await this.recent<ProgrammeState>('programme', code));
    if (!created) return new Map();
    const versions = await this.recent<TemplateState>('template', created.templateId);
    const definition = versions.get(created.templateVersion)?.definition;
    if (!definition) return new Map();
    return new Map(
      [definition.programme, definition.trajectory].flatMap(({ phases, deadlines, tasks }) => [
        ...phases.map(({ id, names }) => [id, names] as const),
        ...[...deadlines, ...tasks].map(({ code: duty, names }) => [duty, names] as const),
      ]),
    );
  }

  private async recent<State>(aggregate: AggregateName, id: string): Promise<State> {
    return (await this.program.aggregates.recent(this.tenant, aggregate, id, MAX_AGE_MS)).state as State;
  }
}
