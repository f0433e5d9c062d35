import { type LocalDate, type PayloadClass, type Role } from '@overstap/kernel';
import { type Condition, type Scalar } from '../programme-template/definition.js';
import { type TrajectoryCommand } from '../trajectory/decider.js';
import { type FactDefinition } from '../trajectory/fact.js';
import { FACTS } from '../trajectory/facts.js';
import { type Counted, heldSince, type Situation } from '../workflow/conditions.js';
import { plausible } from './plausible.js';

/** A fact that somebody has to bring about, by the type of its event and what the template asks of it. */
export interface Deed {
  readonly event: string;
  readonly fields: Readonly<Record<string, Scalar>>;
}

type Happening = Extract<Condition, { readonly event: string }>;

/**
 * What somebody has to do so that a condition holds; undefined where it is not in anybody's hands. Of several ways the first that can be gone is
 * taken; of several parts, those that can be done are.
 */
export function deedsFor(
  condition: Condition,
  situation: Situation,
  counted: Counted,
  can: (event: string) => boolean,
): readonly Deed[] | undefined {
  if (heldSince(condition, situation, counted) !== undefined) return [];
  if ('event' in condition) {
    const { event, times = 1 } = condition;
    if (!can(event)) return undefined;
    let done = 0;
    while (heldSince({ ...condition, times: done + 1 }, situation, counted) !== undefined) done += 1;
    return Array.from({ length: times - done }, () => ({ event, fields: fieldsFor(condition, counted) }));
  }
  const parts = 'any' in condition ? condition.any : 'all' in condition ? condition.all : [];
  const ways = parts
    .map((each) => deedsFor(each, situation, counted, can))
    .filter((each) => each !== undefined && each.length > 0) as Deed[][];
  return 'any' in condition ? ways[0] : ways.length > 0 ? ways.flat() : undefined;
}

function fieldsFor({ where = {}, same }: Happening, { about }: Counted): Deed['fields'] {
  const fields: Record<string, Scalar> = {};
  for (const [field, wanted] of Object.entries(where))
    fields[field] = typeof wanted !== 'object' ? wanted : 'atLeast' in wanted ? wanted.atLeast : (wanted.in[0] ?? '');
  if (same !== undefined && about) fields[same] = about.data[same] as Scalar;
  return fields;
}

/** The events that a condition names, wherever in it. */
export function eventsIn(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  if ('event' in condition) return [condition.event];
  if ('not' in condition) return eventsIn(condition.not);
  const parts = 'any' in condition ? condition.any : 'all' in condition ? condition.all : [];
  return parts.flatMap(eventsIn);
}

const BY_EVENT = new Map<string, readonly [string, FactDefinition]>(
  Object.entries(FACTS).map(([command, definition]) => [
    definition.event.name,
    [command, definition as unknown as FactDefinition],
  ]),
);

export const isPlainFact = (event: string): boolean => BY_EVENT.has(event);

/** The command by which a plain fact is recorded, and who records it: `role` where they may. */
export function recordingOf(
  event: string,
  on: LocalDate,
  given: Readonly<Record<string, unknown>>,
  role: Role,
): { readonly command: TrajectoryCommand; readonly by: Role } | undefined {
  const known = BY_EVENT.get(event);
  if (!known) return undefined;
  const [type, { body, roles }] = known;
  const command = { type, data: plausible(body as PayloadClass, on, given) } as unknown as TrajectoryCommand;
  return { command, by: roles.includes(role) ? role : (roles[0] ?? 'SYSTEM') };
}
