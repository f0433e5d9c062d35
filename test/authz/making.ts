import { SYSTEM, COACHES, TEAM_OF, AWAY, BACK, SOME, SITUATIONS, PROGRAMMES } from './cast.js';
import { type AskedProgram, type Telling } from './running.js';
import {
  type Canary,
  chanceOf,
  HANDED_OVER_AT,
  type Life,
  MOST_PEOPLE,
  NOW,
  type Person,
  type Programme,
  type Tenant,
  TENANTS,
  TODAY,
  uuidOf,
  type World,
} from './world.js';

/** Of three people one has asked for one of their rights. */
const hasAsked = (mark: number): boolean => mark % 3 === 0;

export class WorldMaker {
  private readonly people: Person[] = [];
  private readonly lives: Life[] = [];
  private readonly programmes: Programme[] = [];
  private readonly chance: () => number;

  constructor(
    private readonly program: AskedProgram,
    private readonly seed: number,
    private readonly size: number,
    private readonly tenants: readonly Tenant[] = TENANTS,
  ) {
    this.chance = chanceOf(seed);
  }

  async make(): Promise<World> {
    for (const tenant of this.tenants) await this.makeAgency(tenant, tenant === 'default' ? this.size : 4);
    await this.program.does('drain');
    await this.absences();
    await this.reach(HANDED_OVER_AT);
    for (const life of this.lives) await this.handOver(life);
    await this.reach(NOW);
    await this.glassesAndFiles();
    await this.program.does('drain');
    const canaries = new Map<string, Canary>();
    for (const tenant of this.tenants)
      for (const found of await this.program.does<readonly (Canary & { stream: string })[]>('canaries', tenant)) {
        const id = found.stream.replace(/^[a-z]+-/, '');
        const life = this.lives.find((each) => each.id === id);
        const person = life?.participant ?? id;
        if (!this.people.some((each) => each.id === person)) continue;
        canaries.set(found.text, { ...found, person, ...(life ? { trajectory: life.id } : {}) });
      }
    // The ones that are erased are no longer in any event that can be opened: their words are known from what was told.
    for (const [text, canary] of this.erasedWords) if (!canaries.has(text)) canaries.set(text, canary);
    const { seed, people, lives, programmes } = this;
    return { seed, people, lives, programmes, canaries, teams: new Map(TEAM_OF), coaches: COACHES };
  }

  /** What falls due until then is done and told. */
  private async reach(moment: string): Promise<void> {
    await this.program.does('drain');
    const refused = await this.program.does<unknown>('advance', new Date(moment).toISOString());
    if (refused) throw new Error(JSON.stringify(refused));
    await this.program.does('drain');
  }

  private readonly erasedWords = new Map<string, Canary>();

  private async told(tenant: string, aggregate: string, id: string, type: string, data: object, actor = SYSTEM) {
    const [outcome] = await this.program.tell([{ tenant, aggregate, id, type, data, actor } satisfies Telling]);
    if (!outcome?.done) throw new Error(`${type} of ${aggregate} ${id}: ${JSON.stringify(outcome?.refused)}`);
    return outcome.done;
  }

  private async makeAgency(tenant: string, size: number): Promise<void> {
    if (tenant !== 'default') await this.program.does('publish', tenant);
    const agency = (type: string, data: object) => this.told(tenant, 'agency', tenant, type, data);
    for (const employer of ['acme', 'beta'])
      await agency('RegisterEmployer', { employerId: employer, name: `Werkgever ${employer}` });
    for (const team of ['north', 'south']) await agency('CreateTeam', { teamId: team, name: team });
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };
    for (const coachId of COACHES)
      await this.told(tenant, 'coach', coachId, 'RegisterCoach', { coachId, name: `Coach ${coachId}`, ...offers });
    for (const [coach, teamId] of TEAM_OF) await this.told(tenant, 'coach', coach, 'PutCoachInTeam', { teamId });
    for (const ref of ['planner-1', 'planner-2'])
      await this.program.does('invite', {
        tenant,
        email: `${ref}@voorbeeld.example`,
        grants: [{ role: 'PLANNER', ref }],
      });
    for (const [code, employer, template, profile] of PROGRAMMES) {
      const id = tenant === 'default' ? code : `${code}-${tenant}`;
      const terms = { code: id, employer, template, startsOn: TODAY, disclosureProfile: profile };
      await this.told(tenant, 'programme', id, 'OpenProgramme', terms);
      const planners = await this.planned(tenant, id);
      this.programmes.push({ id, tenant, employer, profile, secondTrack: template === 'SP2-12', planners });
    }
    for (let nth = 0; nth < size; nth++) await this.makePerson(tenant, nth);
  }

  private async makePerson(tenant: string, nth: number): Promise<void> {
    const situation =
      SITUATIONS[nth < SITUATIONS.length ? nth : Math.floor(this.chance() * SITUATIONS.length)] ?? 'coached';
    const own = this.programmes.filter((each) => each.tenant === tenant);
    const programme = own[(nth + (this.seed % own.length)) % own.length];
    if (!programme) throw new Error('There is no programme');
    const id = uuidOf(this.seed, tenant, 'person', nth);
    const { employer } = programme;
    const person: Person = { id, tenant, employer, situation, erased: false };
    this.people.push(person);
    const mark = TENANTS.indexOf(tenant as Tenant) * MOST_PEOPLE + nth;
    const word = (place: number) => `kn${mark.toString(36).padStart(3, '0')}z${`p${place}`.padStart(5, '0')}q`;
    const identity = {
      ...{
        externalId: word(0),
        firstName: word(1),
        lastName: word(2),
        email: `${word(3)}@voorbeeld.example`,
        phone: word(4),
        address: word(5),
      },
      ...{ language: 'nl', birthYear: 1970 },
    };
    await this.told(tenant, 'participant', id, 'RegisterParticipant', {
      participantId: id,
      employerId: employer,
      ...identity,
    });
    const request = { requestId: `request-${nth}`, kind: 'ACCESS' };
    if (hasAsked(mark)) await this.told(tenant, 'participant', id, 'ReceiveSubjectRequest', request);
    const other = own.find((each) => each.employer === employer && each !== programme);
    const twice = situation === 'two-programmes' && other ? [programme, other] : [programme];
    for (const [place, each] of twice.entries()) await this.makeLife(person, each, mark, place);
    if (situation !== 'erased' || tenant !== 'default') return;
    for (const found of await this.program.does<readonly (Canary & { stream: string })[]>('canaries', tenant)) {
      const life = this.lives.find(({ participant }) => participant === id);
      if (found.stream === `participant-${id}` || found.stream === `trajectory-${life?.id}`)
        this.erasedWords.set(found.text, {
          ...found,
          person: id,
          ...(life && found.stream.startsWith('t') ? { trajectory: life.id } : {}),
        });
    }
  }

  private async makeLife(person: Person, programme: Programme, mark: number, place: number): Promise<void> {
    const { tenant, situation } = person;
    const id = uuidOf(this.seed, tenant, 'life', person.id, place);
    const nobody = { former: [], tasks: [], workshops: [], glasses: [] };
    const life: Life = { id, tenant, participant: person.id, programme, requested: hasAsked(mark), ...nobody };
    this.lives.push(life);
    const trajectory = (type: string, data: object, actor = SYSTEM) =>
      this.told(tenant, 'trajectory', id, type, data, actor);
    const [created] = await this.program.does<readonly { data: { templateId: string; templateVersion: number } }[]>(
      'events',
      {
        ...{ tenant, stream: `programme-${programme.id}` },
      },
    );
    const word = (nth: number) => `kn${mark.toString(36).padStart(3, '0')}z${`r${place}${nth}`.padStart(5, '0')}q`;
    await trajectory('ReferParticipant', {
      ...{ trajectoryId: id, participantId: person.id, programmeId: programme.id },
      ...{ templateId: created?.data.templateId, templateVersion: created?.data.templateVersion },
      ...{ referredOn: TODAY, notifiedOn: TODAY, source: 'EMPLOYER', origin: 'IMPOSED' },
      ...{ functionCode: word(0), functionLevel: word(1), site: word(2) },
    });
    await trajectory('InviteParticipant', { channel: 'MAIL', language: 'nl' });
    if (programme.secondTrack && this.nthCase(life) !== 0) await this.nameCaseManager(life, 'case-1');
    const planned = { away: 'c2', back: 'c5', teamless: 'c4', uncoached: undefined, 'handed-over': 'c1' } as Record<
      string,
      string | undefined
    >;
    const coach =
      situation in planned
        ? planned[situation]
        : place === 1
          ? 'c6'
          : ['c1', 'c3', 'c6'][Math.floor(this.chance() * 3)];
    if (coach === undefined) {
      life.proposed = 'c6';
      await trajectory(
        'ProposeCoach',
        { coachId: life.proposed, criteria: {}, score: 50 },
        { type: 'PLANNER', id: 'p' },
      );
      return;
    }
    life.coach = coach;
    await trajectory('MatchCoach', { coachId: coach, overrideReason: 'Nu' });
    const guide = { type: 'COACH', id: coach };
    await trajectory('HoldIntake', { on: TODAY, minutes: 60, mode: 'ONSITE' }, guide);
    const whole = mark % 6 === 0 || programme.secondTrack;
    await this.program.does('fill', {
      ...{
        tenant,
        trajectory: id,
        participant: person.id,
        coach,
        seed: mark + 500 * (place + 1),
        today: TODAY,
        later: '2027-03-01',
      },
      ...{ soon: '2026-09-15T10:00:00+02:00', ...(whole ? {} : { only: SOME }) },
    });
    await trajectory(
      'RecordSessionNote',
      { noteId: `shared-${place}`, ref: word(6), sharedWithParticipant: true },
      guide,
    );
    await this.enrol(life, guide);
    const [task] = await this.taskOf(life, guide, word(5));
    // Of which the case manager hears before they hand it over.
    const ofCase = { title: 'Evaluatie', role: 'EMPLOYER_CASE_MANAGER', dueOn: '2026-09-04' };
    if (life.caseManager !== undefined) await trajectory('AddTask', ofCase, guide);
    if (situation === 'trainer' && task !== undefined) {
      await trajectory('AssignTask', { taskId: task, to: 'trainer-1' }, guide);
      life.tasks.push({ task, role: 'TRAINER', ref: 'trainer-1', title: word(5) });
      const [other] = await this.taskOf(life, guide, word(7), 'COACH');
      if (other === undefined) throw new Error('There is no second task');
      await trajectory('AssignTask', { taskId: other, to: 'c4' }, guide);
      life.tasks.push({ task: other, role: 'COACH', ref: 'c4', title: word(7) });
    }
    if (situation === 'paused')
      await trajectory('PauseTrajectory', { from: TODAY, expectedResumeOn: '2026-11-01', reason: 'CARE' }, guide);
  }

  /** Whoever hands over has been told things about it by now. */
  private async handOver(life: Life): Promise<void> {
    const { tenant, id, coach, caseManager } = life;
    if (coach !== undefined && this.people.find((each) => each.id === life.participant)?.situation === 'handed-over') {
      const change = { to: 'c3', reason: 'Verhuisd', handoverDone: true, overrideReason: 'Nu' };
      await this.told(tenant, 'trajectory', id, 'ReassignCoach', change);
      life.former.push(coach);
      life.coach = change.to;
    }
    if (caseManager === undefined || this.nthCase(life) !== 1) return;
    await this.nameCaseManager(life, 'case-2');
    life.formerCaseManager = caseManager;
  }

  /** Of three cases one (1) changes hands, one (2) stays with the first, and one (0) is nobody's. */
  private nthCase(life: Life): number {
    const cases = this.lives.filter(({ tenant, programme }) => tenant === life.tenant && programme.secondTrack);
    return (cases.indexOf(life) + 1) % 3;
  }

  private async nameCaseManager(life: Life, caseManagerId: string): Promise<void> {
    const employer = { type: 'EMPLOYER_HR', id: life.programme.employer };
    await this.told(life.tenant, 'trajectory', life.id, 'NameCaseManager', { caseManagerId }, employer);
    life.caseManager = caseManagerId;
  }

  /** Of three lives one comes to no workshop, one to a trainer's, and one to another's who took it over from that one. */
  private async enrol(life: Life, guide: typeof SYSTEM): Promise<void> {
    const { tenant, id } = life;
    const nth = this.lives.filter((each) => each.tenant === tenant).length % 3;
    if (nth === 0) return;
    const by = (trainerId: string) =>
      this.told(tenant, 'trajectory', id, 'EnrolInWorkshop', { workshopId: 'w-1', on: TODAY, trainerId }, guide);
    await by('trainer-1');
    if (nth === 2) await by('trainer-2');
    life.workshops.push({ workshop: 'w-1', trainer: nth === 1 ? 'trainer-1' : 'trainer-2' });
  }

  /** Of three programmes one is a planner's, one was handed from that one to another, and one is every planner's. */
  private async planned(tenant: string, programme: string): Promise<readonly string[]> {
    const nth = this.programmes.filter((each) => each.tenant === tenant).length % 3;
    if (nth === 0) return [];
    const says = (type: string, plannerId: string) => this.told(tenant, 'programme', programme, type, { plannerId });
    await says('AssignPlanner', 'planner-1');
    if (nth === 1) return ['planner-1'];
    await says('AssignPlanner', 'planner-2');
    await says('UnassignPlanner', 'planner-1');
    return ['planner-2'];
  }

  /** A task that somebody wrote down by hand; its title is a word of ours. */
  private async taskOf(life: Life, guide: typeof SYSTEM, title: string, role = 'TRAINER'): Promise<readonly string[]> {
    const { tenant, id } = life;
    await this.told(tenant, 'trajectory', id, 'AddTask', { title, role, dueOn: '2026-09-20' }, guide);
    const events = await this.program.does<readonly { type: string; data: Record<string, unknown> }[]>('events', {
      tenant,
      stream: `trajectory-${id}`,
    });
    return events.filter(({ data }) => JSON.stringify(data).includes(title)).map(({ data }) => String(data['taskId']));
  }

  private async absences(): Promise<void> {
    for (const tenant of this.tenants) {
      for (const { coach, standIn } of [AWAY, BACK])
        await this.told(tenant, 'coach', coach, 'StartCoachAbsence', { from: TODAY, substituteId: standIn });
      await this.program.does('drain');
      await this.told(tenant, 'coach', BACK.coach, 'EndCoachAbsence', { from: TODAY });
      for (const life of this.lives.filter((each) => each.tenant === tenant)) {
        if (life.coach === AWAY.coach) life.standIn = AWAY.standIn;
        if (life.coach === BACK.coach) life.formerStandIn = BACK.standIn;
      }
    }
  }

  private async glassesAndFiles(): Promise<void> {
    const known = this.people.filter(({ tenant }) => tenant === 'default');
    for (const { id } of known.filter(({ situation }) => situation === 'glass'))
      for (const life of this.lives.filter(({ participant }) => participant === id)) {
        const team = new Map(TEAM_OF).get(life.coach ?? '') ?? 'north';
        const nth = this.lives.indexOf(life).toString(36).padStart(3, '0');
        for (const [role, ref, reason] of [
          ['TEAM_LEAD', team, `kn${nth}zglas0q`],
          ['QUALITY_OFFICER', 'vera', `kn${nth}zglas1q`],
        ] as const) {
          await this.told(
            'default',
            'trajectory',
            life.id,
            'OpenBreakGlass',
            { reason, minutes: 240 },
            { type: role, id: ref },
          );
          life.glasses.push({ role, ref });
        }
      }
    const [first] = known;
    if (first) {
      const [made] = await this.program.ask([
        {
          method: 'POST',
          url: `/participants/${first.id}/files`,
          body: {},
          headers: { 'overstap-actor': `PARTICIPANT:${first.id}` },
        },
      ]);
      first.file = (JSON.parse(made?.text ?? '{}') as { id?: string }).id ?? 'none';
    }
    for (const person of known.filter(({ situation }) => situation === 'erased')) {
      const [answer] = await this.program.ask([
        {
          method: 'POST',
          url: `/participants/${person.id}/erase`,
          body: { reason: 'op verzoek' },
          headers: { 'overstap-actor': 'QUALITY_OFFICER:vera' },
        },
      ]);
      if (answer?.status !== 200) throw new Error(`Not erased: ${answer?.text}`);
      person.erased = true;
    }
  }
}
