import { firstReferral, namesOfDuty, templateOf, type TrajectoryState } from '@overstap/mobility';
import { type Program } from '../../program/index.js';
import { type Names, namesIn, type TemplateVersion, versionOfProgramme } from '../../program/template-names.js';

/** How old the state of a trajectory may be. */
const MAX_AGE_MS = 1000;

/** What the template calls its tasks, phases and deadlines, for messages about a trajectory or a programme: by the version that it is under. */
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
    if (aggregate === 'programme') return this.inProgramme(id, code);
    const { state } = await this.program.aggregates.recent(this.tenant, 'trajectory', id, MAX_AGE_MS);
    const own = await this.inVersion(templateOf(state as TrajectoryState), code);
    // What was said before a conversion is about the template that everybody came on.
    return own ?? this.inProgramme(firstReferral(state as TrajectoryState)?.programmeId, code);
  }

  private async inProgramme(programme: string | undefined, code: string): Promise<Names | null> {
    return programme === undefined
      ? null
      : this.inVersion(await versionOfProgramme(this.program, this.tenant, programme), code);
  }

  private async inVersion(version: TemplateVersion | undefined, code: string): Promise<Names | null> {
    if (version === undefined) return null;
    const key = `${version.template} ${version.version}`;
    const names = this.known.get(key) ?? namesIn(this.program, this.tenant, version);
    this.known.set(key, names);
    return (await names).get(code) ?? null;
  }
}
