import { askersIn } from './asking.js';
import { type Asker, opinionOf } from './opinions.js';
import { Oracle, plans } from './oracle.js';
import { type Answer, type AskedProgram, type Asking } from './running.js';
import { type Person, type Programme, uuidOf, type World } from './world.js';

const ROUTE = 'POST /trajectories/refer-participant';
/** So told where nothing else is wrong with a referral: there is no such version, and nobody is referred. */
const NO_VERSION = 'template-unknown';
interface Named {
  readonly id: string;
  readonly person?: Person;
}
interface Referral {
  readonly asker: Asker;
  readonly programme: string;
  readonly named: Named;
  readonly expected: string;
}

/** What a body names: that of whoever is not there for them, a referral tells as of whom there never was. The matrix asks of what addresses name. */
export class Referring {
  private readonly oracle: Oracle;
  /** How often each was told. */
  readonly told = new Map<string, number>();

  constructor(
    private readonly program: Pick<AskedProgram, 'ask'>,
    private readonly world: World,
  ) {
    this.oracle = new Oracle(world);
  }

  /** In words; none where all is told as the oracle has it. */
  async differences(): Promise<readonly string[]> {
    const referrals = this.referrals();
    const answers = await this.program.ask(
      referrals.map(({ asker, programme, named }) => referralOf(asker, programme, named.id)),
    );
    const never = new Map(
      referrals.flatMap(({ asker, programme, named }, nth): [string, string][] =>
        named.person ? [] : [[keyOf(asker, programme), printOf(answers[nth])]],
      ),
    );
    return referrals.flatMap(({ asker, programme, named, expected }, nth) => {
      const { code } = JSON.parse(answers[nth]?.text ?? '{}') as { readonly code?: string };
      const what = `${asker.role}:${asker.ref} refers ${named.id} (${named.person?.situation ?? 'never'}) to ${programme}`;
      this.told.set(expected, (this.told.get(expected) ?? 0) + 1);
      if (code !== expected) return [`${what}: expected ${expected}, was told ${code}`];
      const isAsNever =
        expected !== 'participant-unknown' || printOf(answers[nth]) === never.get(keyOf(asker, programme));
      return isAsNever ? [] : [`${what}: not as of who was never there: ${answers[nth]?.text}`];
    });
  }

  private referrals(): readonly Referral[] {
    const { people, programmes } = this.world;
    const who = opinionOf(ROUTE)?.who ?? [];
    const askers = askersIn(this.world).filter(({ role }) => Array.isArray(who) && who.includes(role));
    const named = [...people.map((person) => ({ id: person.id, person })), { id: uuidOf('never', 'participant') }];
    return askers.flatMap((asker) =>
      programmes.flatMap((programme) =>
        named.map((each) => ({
          ...{ asker, programme: programme.id, named: each, expected: this.expected(asker, programme, each) },
        })),
      ),
    );
  }

  /** "The planner: everybody in the programmes that they plan; whom nobody referred yet." A person is one employer's. */
  private expected(asker: Asker, programme: Programme, { id, person }: Named): string {
    const isPlanned = asker.role !== 'PLANNER' || plans(asker.ref, programme);
    if (programme.tenant !== 'default' || !isPlanned) return 'programme-unknown';
    const isThere = this.oracle.isThere({ who: [], of: 'participant' }, asker, id);
    if (!person || person.erased || !isThere) return 'participant-unknown';
    return person.employer === programme.employer ? NO_VERSION : 'participant-of-another-employer';
  }
}

const keyOf = ({ role, ref }: Asker, programme: string): string => JSON.stringify([role, ref, programme]);

/** Nobody is referred by it, whoever it names. */
export const referralOf = ({ role, ref }: Asker, programmeId: string, participantId: string): Asking => ({
  method: 'POST',
  url: '/trajectories/refer-participant',
  headers: { 'overstap-actor': `${role}:${ref}`, 'content-type': 'application/json' },
  body: {
    ...{ trajectoryId: uuidOf('never', 'trajectory'), participantId, programmeId },
    ...{ templateId: 'IND-6', templateVersion: 9999, referredOn: '2026-09-01', source: 'EMPLOYER', origin: 'IMPOSED' },
  },
});

const printOf = (answer?: Answer): string => JSON.stringify([answer?.status, answer?.text]);
