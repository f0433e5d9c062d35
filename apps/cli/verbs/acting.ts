import { WrongUsage } from '../exit-codes.js';

/** On whose behalf, which whoever has the installation's key may say; the programme manager’s without it. */
export const AS = ['--as <role:id>', 'on whose behalf, such as COACH:coach-7'] as const;

export function actingAs(as: string | undefined): Readonly<Record<string, string>> {
  if (as !== undefined && !/^[A-Z_]+(?::[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/.test(as))
    throw new WrongUsage(
      '--as',
      '--as is a role and an id: write --as COACH:coach-7, or --as PLANNER with an API key of that role.',
    );
  return as === undefined ? {} : { 'overstap-actor': as };
}
