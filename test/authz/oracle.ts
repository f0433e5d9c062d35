import { AGENCY, type Asker, brokeGlass, EMPLOYER, opensIdentity, type Opinion } from './opinions.js';
import { type Canary, type Life, type Person, type Programme, type World } from './world.js';

/** "None named = every planner of the agency." */
export const plans = (ref: string, { planners }: Programme): boolean => planners.length === 0 || planners.includes(ref);

/** "P5 Identity": who reads it of whoever is in their reach; others from tables of their own. */
const NAMED_TO = ['COACH', 'TEAM_LEAD', ...AGENCY];
export const NAME = ['firstName', 'lastName'];

/** Whom somebody reaches and what they may read of them, by the same pages as `opinions.ts` and like it apart from the program's policy. */
export class Oracle {
  constructor(private readonly world: World) {}

  /** Whether a life is somebody's to see, whatever of it ("Whom they reach"). */
  reaches({ role, ref }: Asker, life: Life): boolean {
    if (life.tenant !== 'default') return false;
    const { programme, coach } = life;
    const team = coach === undefined ? undefined : this.world.teams.get(coach);
    switch (role) {
      case 'PARTICIPANT':
        return life.participant === ref;
      case 'COACH':
        return coach === ref || life.standIn === ref;
      case 'TEAM_LEAD':
        return team === undefined || team === ref;
      case 'PLANNER':
        return plans(ref, programme);
      case 'EMPLOYER_HR':
        return programme.employer === ref && programme.profile !== 'AGGREGATE_ONLY';
      case 'EMPLOYER_CASE_MANAGER':
        return life.caseManager === ref && programme.profile === 'COMPLIANCE';
      default:
        return AGENCY.includes(role);
    }
  }

  /** Whether somebody reads who the person of a life is (P5): of whom they reach, by themselves or by the person's request. */
  mayName(asker: Asker, life: Life): boolean {
    const erased = this.world.people.some((each) => each.id === life.participant && each.erased);
    return NAMED_TO.includes(asker.role) && !erased && this.reaches(asker, life) && opensIdentity(asker, life);
  }

  hasTask = ({ role, ref }: Asker, life: Life, task?: string): boolean =>
    life.tenant === 'default' &&
    life.tasks.some((each) => each.role === role && each.ref === ref && (task === undefined || each.task === task));

  /** A trainer reaches of a life their own workshop in it, and nothing else. */
  gives = ({ role, ref }: Asker, life: Life, workshop?: string): boolean =>
    role === 'TRAINER' &&
    life.tenant === 'default' &&
    life.workshops.some((each) => each.trainer === ref && (workshop === undefined || each.workshop === workshop));

  /** Who is proposed as a coach answers that, and reads nothing yet. */
  mayAnswer = (route: string, { role, ref }: Asker, id: string): boolean =>
    role === 'COACH' &&
    /\/(hold-chemistry-meeting|disclose-conflict-of-roles)$/.test(route) &&
    this.world.lives.some((life) => life.id === id && life.tenant === 'default' && life.proposed === ref);

  livesOf = (person: string): readonly Life[] => this.world.lives.filter(({ participant }) => participant === person);

  /** Whether there is, for them, what `id` names. */
  isThere(opinion: Opinion, asker: Asker, id: string, task?: string): boolean {
    const { role, ref } = asker;
    switch (opinion.of) {
      case 'trajectory': {
        const life = this.world.lives.find((each) => each.id === id);
        if (!life) return false;
        if ((task !== undefined || opinion.ofTask) && this.hasTask(asker, life, task)) return true;
        return this.reaches(asker, life) && (opinion.needs?.(asker, life) ?? true);
      }
      case 'file':
        // The person made it for themselves.
        return role === 'PARTICIPANT' && ref === id;
      case 'participant': {
        const person = this.world.people.find((each) => each.id === id && each.tenant === 'default');
        if (!person) return false;
        if (role === 'PARTICIPANT') return ref === id;
        return (
          (AGENCY.includes(role) && role !== 'PLANNER') ||
          (role === 'PLANNER' && this.livesOf(id).length === 0) ||
          this.livesOf(id).some((life) => this.reaches(asker, life))
        );
      }
      case 'programme': {
        const programme = this.world.programmes.find((each) => each.id === id && each.tenant === 'default');
        if (!programme || role === 'PARTICIPANT') return false;
        if (role === 'EMPLOYER_CASE_MANAGER')
          return this.world.lives.some((life) => life.programme === programme && this.reaches(asker, life));
        if (role === 'PLANNER') return plans(ref, programme);
        return EMPLOYER.includes(role) ? programme.employer === ref : true;
      }
      case 'coach': {
        if (!this.world.coaches.includes(id)) return false;
        const team = this.world.teams.get(id);
        if (role === 'COACH') return ref === id;
        return role !== 'TEAM_LEAD' || team === undefined || team === ref;
      }
      default:
        return true;
    }
  }

  /** Whether somebody may find this id in an answer: of a trajectory or a person. */
  mayKnow(asker: Asker, { life, person }: { readonly life?: Life; readonly person?: Person }, route: string): boolean {
    // What somebody is called in their role, which they said themselves.
    if (asker.ref === person?.id) return true;
    if ((life ?? person)?.tenant !== 'default') return false;
    if (route === 'GET /programmes/{id}/pseudonymous-plans') return false;
    // How messages fare, for whoever keeps the program well: ids alone.
    if (asker.role === 'ADMIN') return route === 'GET /outbox';
    if (life && route === 'GET /inbox' && asker.role === 'COACH' && life.proposed === asker.ref) return true;
    if (life && route === 'GET /my/workshops') return this.gives(asker, life);
    if (life) return this.reaches(asker, life) || this.hasTask(asker, life);
    return this.livesOf(person?.id ?? '').some((each) => this.reaches(asker, each));
  }

  /** Whether somebody may read these words on a route. */
  mayRead(asker: Asker, canary: Canary, route: string): boolean {
    const { role } = asker;
    const { privacy, type, field, trajectory } = canary;
    const person = this.world.people.find(({ id }) => id === canary.person);
    if (canary.tenant !== 'default' || !person) return false;
    if (person.erased && privacy !== 'P0' && privacy !== 'P1') return false;
    const lives = this.livesOf(person.id).filter(({ id }) => trajectory === undefined || id === trajectory);
    const isOwnTask = ({ task, title }: Life['tasks'][number], life: Life): boolean =>
      title === canary.text && this.hasTask(asker, life, task);
    if (lives.some((life) => life.tasks.some((task) => isOwnTask(task, life)))) return true;
    // "Names and attendance of own workshops."
    if (route === 'GET /my/workshops' && lives.some((life) => this.gives(asker, life)))
      return type === 'ParticipantRegistered' && NAME.includes(field);
    const reached = lives.filter((life) => this.reaches(asker, life));
    if (reached.length === 0) return role === 'PARTICIPANT' && asker.ref === person.id;
    // What somebody is called stands beside what is about them; how to reach them is asked for by itself.
    if (type === 'ParticipantRegistered' && NAMED_TO.includes(role)) {
      const asked = NAME.includes(field) || route === 'GET /trajectories/{id}/contact';
      return asked && reached.some((life) => this.mayName(asker, life));
    }
    switch (role) {
      case 'PARTICIPANT':
        return type !== 'SessionNoteRecorded' || canary.shared === true;
      case 'COACH':
        return privacy !== 'P4' || reached.some(({ programme }) => programme.secondTrack);
      case 'TEAM_LEAD':
        if (privacy === 'P3') return /coaching-file$/.test(route) && reached.some((life) => brokeGlass(asker, life));
        return privacy !== 'P4';
      case 'QUALITY_OFFICER':
        if (privacy === 'P3')
          return (
            (/coaching-file$/.test(route) && reached.some((life) => brokeGlass(asker, life))) ||
            (route === 'GET /broken-glasses' && type === 'BreakGlassOpened')
          );
        if (privacy === 'P4') return /health-file$/.test(route) && reached.some((life) => brokeGlass(asker, life));
        if (privacy === 'P5') return reached.some((life) => opensIdentity(asker, life));
        return privacy !== 'P2';
      case 'PROGRAMME_MANAGER':
      case 'PLANNER':
      case 'BACK_OFFICE':
        return ['P0', 'P1', 'P5'].includes(privacy);
      case 'EMPLOYER_HR':
      case 'EMPLOYER_CASE_MANAGER':
        if (type === 'ParticipantRegistered') return NAME.includes(field);
        return (
          type === 'LoadCapacityRecorded' &&
          field === 'abilities' &&
          reached.some(({ programme }) => programme.profile === 'COMPLIANCE')
        );
      default:
        return false;
    }
  }
}
