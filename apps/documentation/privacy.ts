import { categoryOf, fieldsOf, type PrivacyClass, type Role } from '@overstap/kernel';
import { DEFAULT_RETENTION, EVENT_CATALOGUE } from '@overstap/mobility';
import { readingOf, REACH, type ShownClass } from '@overstap/policy';
import { type QueryDefinition } from '../api/queries/query.js';
import { QUERIES } from '../api/queries/queries.js';
import { code, table } from './table.js';

const CLASSES: Readonly<Record<PrivacyClass, string>> = {
  P0: 'public and configuration: templates, legal parameters',
  P1: 'process facts: days, phases, tasks, codes',
  P2: 'search and plan: goals, applications, offers, placement details',
  P3: 'coaching: notes, career question, assessments, test results',
  P4: 'health: what somebody can do, sickness days',
  P5: 'identity: names, addresses, numbers',
};

const { fileMonths, notesMonths, healthMonths } = DEFAULT_RETENTION;
/** When the key of a category goes by itself; the programme may have agreed on other terms. */
const GOES: Readonly<Record<PrivacyClass, string>> = {
  P0: 'stays',
  P1: 'stays, under pseudonymous ids that lead to nobody once P5 is gone',
  P2: `${fileMonths} months after the end`,
  P3: `${notesMonths} months after the end`,
  P4: `${healthMonths} months after the end`,
  P5: 'with the last of the others',
};

const READING = {
  always: '',
  own: ' (own)',
  'broken-glass': ' (broken glass)',
  pseudonymous: ' (pseudonymous)',
  'by-profile': ' (by profile)',
  'on-request': ' (of who made a request)',
} as const;

/** Who reads a class, as the policy has it. */
const readersOf = (shown: ShownClass): string => {
  const roles = Object.keys(REACH) as Role[];
  const readers = roles.flatMap((role) => {
    const reading = role === 'SYSTEM' ? undefined : readingOf(role, shown);
    return reading === undefined ? [] : [`${role}${READING[reading]}`];
  });
  return readers.length === roles.length - 1 ? 'everybody' : readers.join(', ');
};

/** Every class: what is in it, under which key it lies, who reads it, when it goes. */
export const privacyClasses = (): string =>
  table(
    ['Class', 'What', 'Key', 'Read by', 'Goes by itself'],
    (Object.keys(CLASSES) as PrivacyClass[]).map((each) => [
      each,
      CLASSES[each],
      categoryOf(each) === undefined ? 'in clear' : `${code(categoryOf(each) ?? '')} of the person`,
      readersOf(each),
      GOES[each],
    ]),
  );

/** Every event, with its fields by class. */
export const privacyOfEvents = (): string =>
  table(
    ['Event', 'In clear', 'P2', 'P3', 'P4', 'P5'],
    [...EVENT_CATALOGUE.values()]
      .toSorted((a, b) => (a.type < b.type ? -1 : 1))
      .map(({ type, payload, privacy }) => {
        const of = (...classes: readonly PrivacyClass[]): string =>
          fieldsOf(payload)
            .filter((field) => classes.includes(field.privacy ?? privacy))
            .map(({ name }) => name)
            .join(', ');
        return [code(type), of('P0', 'P1'), of('P2'), of('P3'), of('P4'), of('P5')];
      }),
  );

/** A request opens to whom it opens; the others of the query's roles read by reach. */
function groundOf({ shows, roles, ground }: QueryDefinition): string {
  if (ground !== 'on-request') return ground ?? 'reach';
  const asked = roles.filter((role) => shows.some((shown) => readingOf(role, shown) === ground));
  return asked.length === roles.length ? ground : `reach; ${asked.join(', ')} ${ground}`;
}

/** Every query that shows something of a person: to whom, and what. */
export const privacyOfQueries = (): string =>
  table(
    ['Route', 'Shows', 'To', 'On the ground of'],
    QUERIES.filter(({ shows }) => shows.some((each) => each !== 'P0')).map((query) => [
      code(query.path),
      query.shows.join(', '),
      query.roles.join(', '),
      groundOf(query),
    ]),
  );
