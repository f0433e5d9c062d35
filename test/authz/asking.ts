import { type Asker, type Opinion, ROLES } from './opinions.js';
import { type Asking } from './running.js';
import { uuidOf, type World } from './world.js';

/** Everybody who asks: in every role the right one, another one, and one whom nothing is known of. */
export function askersIn(world: World): readonly Asker[] {
  const people = world.people.filter(({ tenant }) => tenant === 'default').map(({ id }) => id);
  const elsewhere = world.people.find(({ tenant }) => tenant !== 'default')?.id ?? '';
  const refs: Readonly<Record<string, readonly string[]>> = {
    PARTICIPANT: [...people, elsewhere, 'niemand'],
    COACH: [...world.coaches, 'c9'],
    TEAM_LEAD: ['north', 'south', 'geen-team'],
    // The last is called as a coach is who has a task: another person.
    TRAINER: ['trainer-1', 'trainer-2', 'c4'],
    PLANNER: ['planner-1', 'planner-2', 'planner-3'],
    EMPLOYER_HR: ['acme', 'beta', 'ander'],
    // The last is called as an employer is: another one.
    EMPLOYER_CASE_MANAGER: ['case-1', 'case-2', 'case-9', 'acme'],
    WORKS_COUNCIL: ['acme', 'ander'],
    LINE_MANAGER: ['acme'],
    QUALITY_OFFICER: ['vera', 'otto'],
  };
  return ROLES.flatMap((role) => (refs[role] ?? [`${role.toLowerCase()}-1`]).map((ref) => ({ role, ref })));
}

/** Bodies are refused once who may ask is decided, so that nothing changes. */
export function askingOf(
  route: string,
  opinion: Opinion,
  { role, ref }: Asker,
  id: string,
  task?: string,
  file?: string,
): Asking {
  const [method = '', pattern = ''] = route.split(' ');
  const rest: Readonly<Record<string, string>> = {
    ...{
      id,
      file: file ?? uuidOf('never', 'file'),
      batch: uuidOf('never', 'batch'),
      wave: '1',
      hash: 'a'.repeat(64),
      token: 'x'.repeat(43),
    },
  };
  const isPost = method === 'POST';
  return {
    method,
    url: `${pattern.replaceAll(/\{(\w+)\}/g, (_all, name: string) => rest[name] ?? 'x').replace('*', 'x')}${opinion.query ?? ''}`,
    headers: {
      ...(opinion.who === 'open' ? {} : { 'overstap-actor': `${role}:${ref}` }),
      ...(isPost ? { 'content-type': 'application/json' } : {}),
    },
    ...(isPost ? { body: { geenVeld: 1, ...(task === undefined ? {} : { taskId: task }) } } : {}),
  };
}
