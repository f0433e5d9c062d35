import { WHO_GIVES } from './commands.js';
import { type Life } from './world.js';

/**
 * Who may ask what, and read what, as docs/privacy.md and docs/access.md say it: written apart from the program's policy and
 * never from it; commands are in `commands.ts`. A route of which nothing is said here fails the suite: say it.
 */
export interface Asker {
  readonly role: string;
  readonly ref: string;
}
export type Kind = 'trajectory' | 'participant' | 'programme' | 'coach' | 'message' | 'file' | 'nothing';
export interface Opinion {
  /** Whom the route is for. */
  readonly who: readonly string[] | 'open' | 'signed-in' | 'operator';
  /** What `{id}` is. */
  readonly of: Kind;
  /** Would change something, or never end: asked by those alone whom it refuses. */
  readonly refusalsOnly?: true;
  readonly query?: string;
  /** Whoever has a task of it may ask, too. */
  readonly ofTask?: true;
  /** More than reach is needed. */
  readonly needs?: (asker: Asker, life: Life) => boolean;
}

export const AGENCY = ['PROGRAMME_MANAGER', 'PLANNER', 'BACK_OFFICE', 'QUALITY_OFFICER'];
const STAFF = ['COACH', 'TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER'];
/** Back office and quality officer read process facts (P1) too. */
const DESKS = [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'];
export const EMPLOYER = ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER'];
export const ROLES = [
  ...['PARTICIPANT', 'COACH', 'TEAM_LEAD', ...AGENCY, 'TRAINER', ...EMPLOYER, 'LINE_MANAGER', 'WORKS_COUNCIL'],
  ...['COMMITTEE_MEMBER', 'PHYSICIAN', 'LABOUR_EXPERT', 'ADMIN'],
];

const forWhom = (who: Opinion['who'], of: Kind = 'nothing', more: Partial<Opinion> = {}): Opinion => ({
  who,
  of,
  ...more,
});
const OPEN = forWhom('open');
const SIGNED_IN = forWhom('signed-in');
const OPERATOR = forWhom('operator');
const ADMIN = forWhom(['ADMIN']);
const MANAGER = forWhom(['PROGRAMME_MANAGER']);
/** Who enters people (P5) is the planner; that they come in waves, the programme manager's too. */
const IMPORT = forWhom(['PLANNER'], 'programme');
const INTAKE = forWhom(['PLANNER', 'PROGRAMME_MANAGER'], 'programme');
const SELF_OR_OFFICER = ['PARTICIPANT', 'QUALITY_OFFICER'];
export const brokeGlass = ({ role, ref }: Asker, { glasses }: Life): boolean =>
  glasses.some((glass) => glass.role === role && glass.ref === ref);
/** "P5 for requests": a quality officer reads who somebody is where that person asked for one of their rights. */
export const opensIdentity = ({ role }: Asker, { requested }: Life): boolean => role !== 'QUALITY_OFFICER' || requested;

const OPINIONS: Readonly<Record<string, Opinion>> = {
  'GET /': SIGNED_IN,
  'GET /access-log': forWhom(['QUALITY_OFFICER']),
  'GET /accounts': ADMIN,
  'GET /accounts/role-changes': ADMIN,
  'GET /api-keys': ADMIN,
  'GET /broken-glasses': forWhom(['QUALITY_OFFICER']),
  'GET /calendar-feeds': SIGNED_IN,
  'GET /clock': SIGNED_IN,
  'GET /coaches': forWhom(STAFF),
  'GET /coaches-rebalancing': forWhom(['PLANNER', 'TEAM_LEAD']),
  'GET /coaches/{id}/caseload': forWhom(STAFF, 'coach'),
  'GET /deadlines': forWhom(STAFF, 'nothing', { query: '?limit=500' }),
  'GET /employer/programmes': forWhom([...EMPLOYER, 'WORKS_COUNCIL']),
  'GET /employer/programmes/{id}': forWhom(EMPLOYER, 'programme'),
  'GET /employer/programmes/{id}/people': forWhom(EMPLOYER, 'programme'),
  'GET /employers': forWhom(STAFF),
  'GET /feeds/{file}': OPEN,
  'GET /forgotten-password': OPEN,
  'GET /health/live': OPEN,
  'GET /health/ready': OPEN,
  'GET /inbox': forWhom('signed-in', 'nothing', { query: '?limit=500' }),
  'GET /live': forWhom(['PARTICIPANT', 'COACH', 'TEAM_LEAD', ...AGENCY], 'nothing', { refusalsOnly: true }),
  'GET /may': SIGNED_IN,
  'GET /message-preference': SIGNED_IN,
  'GET /metrics': OPEN,
  'GET /my/access-log': forWhom(['PARTICIPANT']),
  'GET /my/consents': forWhom(['PARTICIPANT']),
  'GET /my/role-changes': SIGNED_IN,
  // "A task's owner, whatever the role, has a list of their own tasks."
  'GET /my/tasks': forWhom(['PARTICIPANT', 'COACH', 'TEAM_LEAD', ...AGENCY, 'TRAINER', ...EMPLOYER], 'nothing', {
    query: '?limit=500',
  }),
  'GET /my/trajectories': forWhom(['PARTICIPANT']),
  'GET /my/trajectories/{id}': forWhom(['PARTICIPANT'], 'trajectory'),
  'GET /my/trajectories/{id}/timeline': forWhom(['PARTICIPANT'], 'trajectory', { query: '?limit=500' }),
  'GET /my/disputes': forWhom(['COMMITTEE_MEMBER'], 'nothing', { query: '?limit=500' }),
  'GET /my/three-way-meetings': forWhom(['LINE_MANAGER'], 'nothing', { query: '?limit=500' }),
  'GET /my/workshops': forWhom(['TRAINER'], 'nothing', { query: '?limit=500' }),
  'GET /openapi.json': OPEN,
  'GET /operation/doctor': ADMIN,
  'GET /operation/parked': OPERATOR,
  'GET /operation/roots': ADMIN,
  'GET /outbox': forWhom(['ADMIN'], 'nothing', { query: '?limit=500' }),
  'GET /participants/{id}/corrections-asked': forWhom(['COACH', 'QUALITY_OFFICER'], 'participant'),
  'GET /participants/{id}/files': forWhom(SELF_OR_OFFICER, 'participant'),
  'GET /participants/{id}/files/{file}': forWhom(SELF_OR_OFFICER, 'file'),
  'GET /participants/{id}/rights': forWhom(SELF_OR_OFFICER, 'participant'),
  'GET /programmes': forWhom(DESKS),
  'GET /programmes/{id}': forWhom(DESKS, 'programme'),
  'GET /programmes/{id}/cohorts': forWhom(STAFF, 'programme'),
  'GET /programmes/{id}/funnel': forWhom(STAFF, 'programme', { query: '?from=2026-09-01&to=2026-09-30' }),
  'GET /programmes/{id}/imports/progress': INTAKE,
  'GET /programmes/{id}/pseudonymous-plans': forWhom(['PROGRAMME_MANAGER'], 'programme', { query: '?section=SEARCH' }),
  'GET /programmes/{id}/report': forWhom(STAFF, 'programme', { query: '?asOf=2026-09-08' }),
  // The world has no cohort, and so no wave.
  'GET /programmes/{id}/waves/{wave}': forWhom(['PLANNER', 'PROGRAMME_MANAGER']),
  'GET /retention/preview': forWhom(['QUALITY_OFFICER']),
  'GET /second-factor': SIGNED_IN,
  'GET /session': SIGNED_IN,
  'GET /sign-in': OPEN,
  'GET /sign-in/provider': OPEN,
  'GET /sign-in/provider/return': OPEN,
  'GET /teams': forWhom([...STAFF, 'ADMIN']),
  'GET /template-migrations/{hash}': MANAGER,
  'GET /trajectories': forWhom(DESKS, 'nothing', { query: '?limit=500' }),
  'GET /trajectories/{id}': forWhom(DESKS, 'trajectory', { ofTask: true }),
  'GET /trajectories/{id}/coach-proposals': forWhom(['PLANNER', 'TEAM_LEAD'], 'trajectory'),
  'GET /trajectories/{id}/coaching-file': forWhom(['TEAM_LEAD', 'QUALITY_OFFICER'], 'trajectory', {
    needs: brokeGlass,
  }),
  'GET /trajectories/{id}/contact': forWhom(DESKS, 'trajectory', { needs: opensIdentity }),
  'GET /trajectories/{id}/hand-over': forWhom(['COACH', 'TEAM_LEAD'], 'trajectory'),
  'GET /trajectories/{id}/health': forWhom(['COACH'], 'trajectory', {
    needs: (_asker, life) => life.programme.secondTrack,
  }),
  'GET /trajectories/{id}/health-file': forWhom(['QUALITY_OFFICER'], 'trajectory', { needs: brokeGlass }),
  'GET /trajectories/{id}/no-shows': forWhom(['COACH', 'PARTICIPANT'], 'trajectory'),
  'GET /trajectories/{id}/process-timeline': forWhom(AGENCY, 'trajectory', { query: '?limit=500' }),
  'GET /trajectories/{id}/team-timeline': forWhom(['TEAM_LEAD'], 'trajectory', { query: '?limit=500' }),
  'GET /trajectories/{id}/timeline': forWhom(['COACH'], 'trajectory', { query: '?limit=500' }),
  'GET /trajectories/{id}/waiting': forWhom([...STAFF, 'PARTICIPANT'], 'trajectory'),
  'GET /webhooks': MANAGER,
  'GET /webhooks/{id}/deliveries': MANAGER,
  'GET /welcome/{token}': OPEN,
  'POST /accounts': ADMIN,
  'POST /api-keys': ADMIN,
  'POST /calendar-feeds': SIGNED_IN,
  'POST /calendar-feeds/{id}/revoke': SIGNED_IN,
  'POST /clock': OPERATOR,
  'POST /forgotten-password': OPEN,
  'POST /inbox/{id}/read': forWhom('signed-in', 'message'),
  'POST /message-preference': SIGNED_IN,
  'POST /message-preference/default': MANAGER,
  'POST /operation/verify': forWhom(['ADMIN'], 'nothing', { refusalsOnly: true }),
  'POST /participants/{id}/erase': forWhom(['QUALITY_OFFICER'], 'participant'),
  'POST /participants/{id}/files': forWhom(SELF_OR_OFFICER, 'participant'),
  'POST /programmes/{id}/imports': IMPORT,
  'POST /programmes/{id}/imports/{batch}/undo': IMPORT,
  'POST /programmes/{id}/waves/{wave}/release': INTAKE,
  'POST /second-factor': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  'POST /second-factor/confirm': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  'POST /second-factor/remove': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  // Of one's own session: a key has none.
  'POST /session/acting-as': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  'POST /sign-in': OPEN,
  'POST /sign-in/code': OPEN,
  'POST /sign-out': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  'POST /sign-out-everywhere': forWhom('signed-in', 'nothing', { refusalsOnly: true }),
  'POST /template-migrations/dry-runs': MANAGER,
  'POST /template-migrations/proposals': MANAGER,
  'POST /template-migrations/{hash}/apply': MANAGER,
  'POST /webhooks': MANAGER,
  'POST /webhooks/{id}/remove': MANAGER,
  'POST /webhooks/{id}/replay': MANAGER,
  'POST /welcome/{token}': OPEN,
};
/** Routes of which there are many alike. */
const FAMILIES: readonly (readonly [RegExp, Opinion])[] = [
  [/^GET \/docs\b/, OPEN],
  [/^POST \/(accounts|api-keys)\/\{id\}\//, ADMIN],
  [/^POST \/operation\//, OPERATOR],
  [/^(GET|POST) \/queues\/coach\b/, forWhom(['COACH', 'TEAM_LEAD'])],
  [/^(GET|POST) \/queues\/team\b/, forWhom(['TEAM_LEAD'])],
  [/^(GET|POST) \/queues\/planner\b/, forWhom(['PLANNER', 'TEAM_LEAD', 'PROGRAMME_MANAGER'])],
  [/^(GET|POST) \/queues\/programme-manager\b/, forWhom(['PROGRAMME_MANAGER'])],
  [/^(GET|POST) \/queues\/quality-officer\b/, forWhom(['QUALITY_OFFICER'])],
];

const KIND_OF: Readonly<Record<string, Kind>> = {
  ...{ trajectories: 'trajectory', participants: 'participant', programmes: 'programme', coaches: 'coach' },
};

export const isCommand = (route: string): boolean => WHO_GIVES.has(route);

export function opinionOf(route: string): Opinion | undefined {
  const said = OPINIONS[route] ?? FAMILIES.find(([pattern]) => pattern.test(route))?.[1];
  if (said) return said;
  const who = WHO_GIVES.get(route);
  const kind = KIND_OF[route.split('/')[1] ?? ''];
  return who && forWhom(who, route.includes('{id}') && kind ? kind : 'nothing');
}
