import { type About, type AccessEntry, type WayIn } from '@overstap/access-log';
import { isEmployerSide, type Role } from '@overstap/kernel';
import { type ShownClass } from '@overstap/policy';
import { type FastifyRequest } from 'fastify';
import { type Program } from '../../program/index.js';
import { problem } from '../http/problem.js';
import { accountOf, callerOf } from '../http/request-context.js';

/** How an answer is entered in the access log. */
export interface Recorded {
  /** What the person is told was looked at: `your timeline`, after `Your coach looked at`. */
  readonly names: { readonly nl: string; readonly en: string };
  /** Every read of it is entered, whatever it shows. */
  readonly always?: true;
  /** Whom an answer is about: ids alone. */
  about(body: unknown, parameters: object): About;
}

/** Of whom nothing is told: the answer counts, or is about whoever asks for it. */
export const ABOUT_NOBODY = (): About => ({});

/** Of the trajectory that `{id}` names. */
export const ofTrajectory = (nl: string, en: string): Recorded => ({
  names: { nl, en },
  about: (_body, parameters) => ({ trajectories: [(parameters as { readonly id: string }).id] }),
});

/** Of the trajectories of a page's items. */
export const ofItems = (nl: string, en: string): Recorded => ({
  names: { nl, en },
  about: (body) => {
    const { items } = body as { readonly items: readonly { readonly trajectory: string | null }[] };
    return { trajectories: [...new Set(items.flatMap(({ trajectory }) => trajectory ?? []))] };
  },
});

/** Of these every read is entered, whoever reads. */
const RECORDED_CLASSES: readonly ShownClass[] = ['P2', 'P3', 'P4'];

export const mustBeRecorded = (shows: readonly ShownClass[], role: Role, always?: true): boolean =>
  always === true || isEmployerSide(role) || shows.some((shown) => RECORDED_CLASSES.includes(shown));

export interface Read {
  readonly route: string;
  readonly shows: readonly ShownClass[];
  readonly about: About;
  readonly always?: true | undefined;
}

/** Enters a read before its answer goes out; what cannot be entered is not answered. */
export async function recordRead(program: Program, request: FastifyRequest, read: Read): Promise<void> {
  const { principal, actor } = callerOf(request);
  const account = accountOf(principal) ?? null;
  const reader = { role: actor.type, ref: actor.id, account, via: WAYS[principal.kind] };
  await record(program, principal.tenant, reader, read);
}

const WAYS = { account: 'account', 'api-key': 'api-key', operator: 'operator' } as const satisfies Record<
  string,
  WayIn
>;

/** The same for whoever needs no sign-in, such as a calendar program. */
export async function record(
  { accessLog, log }: Program,
  tenant: string,
  reader: Pick<AccessEntry, 'role' | 'ref' | 'account' | 'via'>,
  { route, shows, always, about: { participants = [], trajectories = [] } }: Read,
): Promise<void> {
  const isAboutNobody = participants.length === 0 && trajectories.length === 0;
  if (!mustBeRecorded(shows, reader.role, always) || (isAboutNobody && !isEmployerSide(reader.role))) return;
  try {
    await accessLog.record(tenant, { ...reader, route, shown: shows, participants, trajectories });
  } catch (error) {
    log.warn('access log', { route }, error);
    throw problem(
      503,
      'not-recorded',
      'This read could not be entered in the access log, so it is not answered; try again.',
    );
  }
}
