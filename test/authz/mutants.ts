import { type Change } from './running.js';

export interface Mutant {
  readonly name: string;
  readonly changes: readonly Change[];
  /** It makes the tables of readers: they are built anew with it. */
  readonly makesTables?: true;
}

const DECIDE = 'libs/policy/decide.js';
const WITHIN = 'libs/projections/read-models/within.js';
const AUDIENCE = 'libs/projections/read-models/timelines/audience.js';
const EMPLOYER = 'libs/projections/read-models/employer-person/apply.js';
const CONTACT = 'libs/projections/read-models/participant-directory/contact.js';
const WORKSHOPS = 'libs/projections/read-models/workshop-list/index.js';
const COMMANDS = 'apps/api/commands/command-controllers.js';
const RELATED = 'apps/api/access/related.js';
const one = (name: string, file: string, find: string, put: string): Mutant => ({
  name,
  changes: [{ file, find, put }],
});
/** The read models have not seen the end of a stream yet: what is not theirs is then refused by `decide` alone. */
export const BEHIND: Change = {
  file: 'apps/api/access/out-of-reach.js',
  find: 'return !known.reached &&',
  put: 'return false && !known.reached &&',
};
const behind = (...given: Parameters<typeof one>): Mutant => {
  const { name, changes } = one(...given);
  return { name, changes: [...changes, BEHIND] };
};
const table = (name: string, ...changes: readonly Change[]): Mutant => ({ name, changes, makesTables: true });

/** What somebody may get wrong one day in the policy, at its doors, or in what the tables of readers hold. */
export const MUTANTS: readonly Mutant[] = [
  one('a coach reaches the whole agency', 'libs/policy/reach.js', "COACH: ['COACH', ", "COACH: ['AGENCY', 'COACH', "),
  one(
    'a trainer reaches whom coaches have',
    'libs/policy/reach.js',
    "TRAINER: ['TASK', ",
    "TRAINER: ['TEAM', 'TASK', ",
  ),
  one('a stand-in does not reach', DECIDE, 'standIn === ref', 'standIn === ref && false'),
  behind(
    'whoever stood in once reaches for ever',
    'libs/mobility/workflow/stand-in.js',
    "'CoachStandInNamed', 'CoachStandInEnded']",
    "'CoachStandInNamed']",
  ),
  behind(
    'a lead reaches every team',
    DECIDE,
    'participant !== undefined && leads(ref, team)',
    'participant !== undefined',
  ),
  behind(
    'a lead reaches what was never there',
    DECIDE,
    'participant !== undefined && leads(ref, team)',
    'leads(ref, team)',
  ),
  behind('a participant reaches others', DECIDE, '=> participant === ref', '=> participant !== undefined'),
  one(
    'whoever hands over keeps it',
    'libs/mobility/trajectory/subject.js',
    "matched?.data['to'] ?? matched?.data['coachId']",
    "matched?.data['from'] ?? matched?.data['coachId']",
  ),
  behind(
    'an employer reaches another’s programme',
    DECIDE,
    'resource.employer === id',
    'resource.employer !== undefined',
  ),
  behind(
    'an employer reaches people whatever the profile',
    DECIDE,
    " && (profile === 'STATUS' || profile === 'COMPLIANCE')",
    '',
  ),
  behind(
    'a case manager reaches every case',
    DECIDE,
    "caseManager === ref && profile === 'COMPLIANCE'",
    "caseManager !== undefined && profile === 'COMPLIANCE'",
  ),
  one(
    'whoever hands a case over keeps it',
    'libs/mobility/trajectory/subject.js',
    "findLast(({ type }) => type === 'CaseManagerNamed')",
    "find(({ type }) => type === 'CaseManagerNamed')",
  ),
  one(
    'lists of a case manager are of every case',
    WITHIN,
    'r.case_manager = ${ref} AND',
    'r.case_manager IS NOT NULL AND ${ref}::text IS NOT NULL AND',
  ),
  one(
    'whoever has a task of another’s is out of reach of it',
    'libs/projections/read-models/known-reach.js',
    'q.assignee = ${given(scope.ref)}',
    'q.assignee <> ${given(scope.ref)} AND false',
  ),
  behind('a planner reaches every programme', DECIDE, 'planners.includes(ref)', 'planners.length > 0'),
  behind(
    'whoever plans no more still does',
    'libs/mobility/programme/planners.js',
    "planners.delete(data['plannerId']);",
    ';',
  ),
  one(
    'lists of a planner are of every programme',
    WITHIN,
    '${ref} = ANY (planned.planners)',
    '${ref}::text IS NOT NULL',
  ),
  {
    name: 'a trainer reads who comes to everybody’s workshops',
    changes: [
      { file: WORKSHOPS, find: '$1 = ANY (w.trainers)', put: '$1::text IS NOT NULL' },
      { file: WORKSHOPS, find: 'trainerId === trainer', put: 'trainerId !== undefined' },
    ],
  },
  {
    name: 'a task is everybody’s',
    changes: [
      { file: DECIDE, find: 'task === ref', put: 'task !== undefined' },
      { file: RELATED, find: 'assigneeId === id &&', put: 'assigneeId !== undefined &&' },
      BEHIND,
    ],
  },
  behind('a coach reads another’s caseload', DECIDE, 'return id === resource.id;', 'return true;'),
  one('nothing is looked up before an answer', RELATED, "REACH[asked.actor.type].includes('AGENCY') ||", 'true ||'),
  one(
    'every list is of everything',
    WITHIN,
    "if (relations.includes('AGENCY'))\n        return 'true';\n    const ways = relations.flatMap",
    "if (relations.length > 0)\n        return 'true';\n    const ways = relations.flatMap",
  ),
  one('lists leave out whom one stands in for', WITHIN, 'k.stand_in = ${ref}', 'k.stand_in = ${ref} AND false'),
  one('lists of a lead are of every team', WITHIN, 'c.team <> ${ref})', 'c.team <> ${ref} AND false)'),
  one(
    'an inbox keeps what was handed over',
    'libs/reminders/inbox/inbox.js',
    "within(scope, given, 'inbox.aggregate_id'),",
    "'true',",
  ),
  one(
    'a glass is open to everybody',
    'libs/projections/read-models/broken-glass/index.js',
    'return rows.length > 0;',
    'return true;',
  ),
  one('what people are called is everybody’s', CONTACT, 'const mine = reached(', "const mine = 'true' || reached("),
  one(
    'a quality officer reads who somebody is who asked for nothing',
    'libs/policy/identity-scope.js',
    "reading === 'on-request' }",
    'false }',
  ),
  one('a list names nobody', 'apps/api/queries/person-names.js', 'scope &&', 'undefined &&'),
  one(
    'a way to reach somebody stands in a list',
    CONTACT,
    "lastName: textIn(identity ?? {}, 'lastName')",
    "lastName: textIn(identity ?? {}, 'phone')",
  ),
  one(
    'health is read outside the second track',
    'libs/projections/read-models/timelines/queries.js',
    " AND p.programme_type = 'SECOND_TRACK'",
    '',
  ),
  one(
    'the door asks for no role',
    'libs/access/principal.js',
    "(who !== 'operator' && who.includes(acting.type))",
    "who !== 'operator'",
  ),
  one(
    'a planner refers whom they do not reach',
    COMMANDS,
    "return (await isThere(asked, 'participant', participantId)) ?",
    'return true ?',
  ),
  one(
    'people are brought into the programme of another employer',
    'libs/commands/references.js',
    'person.details?.employerId !==',
    'false && person.details?.employerId !==',
  ),
  one(
    'what is not theirs is told apart from what was never there',
    COMMANDS,
    'about)))\n        throw notFoundProblem();',
    "about)))\n        throw (await program.store.revisionOf(tenant, `${definition.aggregate}-${pathId}`)) < 0 ? notFoundProblem() : invalidProblem([{ field: 'id', rule: 'not-yours', message: 'It is not yours.' }]);",
  ),
  {
    name: 'a programme manager reads the coach’s timeline',
    changes: [
      {
        file: 'libs/policy/readers.js',
        find: "P3: { PARTICIPANT: 'own',",
        put: "P3: { PROGRAMME_MANAGER: 'always', PARTICIPANT: 'own',",
      },
      {
        file: 'libs/policy/readers.js',
        find: "P2: { PARTICIPANT: 'own',",
        put: "P2: { PROGRAMME_MANAGER: 'always', PARTICIPANT: 'own',",
      },
      {
        file: 'apps/api/queries/timeline-queries.js',
        find: "name: 'timeline',\n        path: '/trajectories/{id}/timeline',\n        roles: ['COACH'],",
        put: "name: 'timeline',\n        path: '/trajectories/{id}/timeline',\n        roles: ['COACH', 'PROGRAMME_MANAGER'],",
      },
    ],
  },
  table('a person reads notes that were not shared', {
    file: 'libs/projections/read-models/timelines/apply.js',
    find: 'return !(own && unshared);',
    put: 'return true;',
  }),
  table('the team’s timeline copies coaching', {
    file: AUDIENCE,
    find: "team_timeline: { events: ['P0', 'P1', 'P2'], blocks: ['search'] }",
    put: "team_timeline: { events: ['P0', 'P1', 'P2', 'P3'], blocks: ['search', 'coaching'] }",
  }),
  table('the process timeline copies plans', {
    file: AUDIENCE,
    find: "process_timeline: { events: ['P0', 'P1'], blocks: [] }",
    put: "process_timeline: { events: ['P0', 'P1', 'P2'], blocks: ['search'] }",
  }),
  table('the coach’s timeline copies health', {
    file: AUDIENCE,
    find: "trajectory_timeline: { events: UP_TO_P3, blocks: ['search', 'coaching'],",
    put: "trajectory_timeline: { events: [...UP_TO_P3, 'P4'], blocks: ['search', 'coaching', 'health'],",
  }),
  table('the coaching file copies plans', {
    file: AUDIENCE,
    find: "coaching_file: { events: UP_TO_P3, blocks: ['coaching'], only: 'coaching' }",
    put: "coaching_file: { events: UP_TO_P3, blocks: ['coaching', 'search'] }",
  }),
  table('an employer’s table does not look at the profile', {
    file: EMPLOYER,
    find: "if (profile === 'STATUS' || profile === 'COMPLIANCE')",
    put: 'if (profile)',
  }),
  table(
    'an employer reads what people can do under every profile',
    { file: EMPLOYER, find: "...(profile === 'COMPLIANCE' ? ofHealth", put: '...(profile ? ofHealth' },
    {
      file: 'libs/projections/read-models/employer-person/queries.js',
      find: "...(row.profile === 'COMPLIANCE' ? {",
      put: '...(row.profile ? {',
    },
  ),
  table('a trajectory stays with its first coach', {
    file: 'libs/projections/read-models/standing.js',
    find: "textIn(matched, 'to') ?? ",
    put: '',
  }),
];
