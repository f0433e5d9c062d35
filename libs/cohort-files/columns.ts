import { type CohortColumn, Refused } from './cohort-file.js';
import {
  COHORT_FIELDS,
  type CohortField,
  fieldOfHeader,
  fieldOfName,
  headerKey,
  isBirthDateHeader,
  isCitizenNumberHeader,
  labelOf,
  REQUIRED_FIELDS,
} from './cohort-field.js';

/** What the user says a column is: header → field, both tolerant of case and punctuation. */
export type ColumnMapping = Readonly<Record<string, string>>;

const CITIZEN_NUMBER =
  'This looks like a citizen service number (BSN). It is not read: outplacement has no ground for it.';

/** How many headers mean something, with or without the mapping. */
export function countKnown(headers: readonly string[], mapping: ColumnMapping): number {
  const mapped = new Set(Object.keys(mapping).map(headerKey));
  return headers.filter(
    (header) => mapped.has(headerKey(header)) || fieldOfHeader(header) !== undefined || isCitizenNumberHeader(header),
  ).length;
}

/** What each column is read as. A mapping goes before what a header means by itself. */
export function recogniseColumns(
  headers: readonly string[],
  mapping: ColumnMapping,
): readonly CohortColumn[] | Refused {
  const given = readMapping(headers, mapping);
  if (given instanceof Refused) return given;
  const taken = new Set(given.values());
  const columns = headers.map((header, index): CohortColumn => {
    if (isCitizenNumberHeader(header)) return { header, field: null, note: CITIZEN_NUMBER };
    const own = fieldOfHeader(header);
    const field = given.get(index) ?? (own && !taken.has(own) ? own : null);
    if (field === 'birthYear' && isBirthDateHeader(header))
      return { header, field, note: 'Only the year of the birth date is kept.' };
    if (field) return { header, field };
    if (own) return { header, field, note: 'Not read: the mapping names another column for this.' };
    return { header, field, note: 'Not read: the header is not known. Give a mapping if it is needed.' };
  });
  return twice(columns) ?? missing(columns) ?? columns;
}

function readMapping(headers: readonly string[], mapping: ColumnMapping): ReadonlyMap<number, CohortField> | Refused {
  const given = new Map<number, CohortField>();
  for (const [name, fieldName] of Object.entries(mapping)) {
    const exact = headers.indexOf(name.trim());
    const index = exact >= 0 ? exact : headers.findIndex((header) => headerKey(header) === headerKey(name));
    const header = headers[index];
    if (header === undefined)
      return new Refused(
        'mapping-unknown-header',
        `The mapping names a column "${short(name)}", which the file does not have. It has: ${list(headers)}.`,
      );
    if (isCitizenNumberHeader(header))
      return new Refused(
        'mapping-of-bsn',
        `The column "${short(header)}" looks like a BSN and is never read. Map another.`,
      );
    const field = fieldOfName(fieldName);
    if (!field)
      return new Refused(
        'mapping-unknown-field',
        `The mapping reads "${short(header)}" as "${short(fieldName)}", which is not a field. Fields: ${COHORT_FIELDS.join(', ')}.`,
      );
    given.set(index, field);
  }
  return given;
}

function twice(columns: readonly CohortColumn[]): Refused | undefined {
  for (const field of COHORT_FIELDS) {
    const same = columns.filter((column) => column.field === field);
    const [first, second] = same;
    if (!first || !second) continue;
    const alike = first.header === second.header;
    return new Refused(
      'two-columns-for-one-field',
      `Two columns are read as ${labelOf(field)}: "${short(first.header)}" and "${short(second.header)}". ` +
        (alike
          ? 'Rename one of them in the file.'
          : `Give a mapping of the one that counts: {"${short(first.header)}": "${field}"}.`),
    );
  }
  return undefined;
}

function missing(columns: readonly CohortColumn[]): Refused | undefined {
  const absent = REQUIRED_FIELDS.filter((field) => columns.every((column) => column.field !== field));
  const [example] = absent;
  if (!example) return undefined;
  const headers = columns.map(({ header }) => header);
  // Without any known header the first row may well be a person: it is not repeated.
  if (columns.every(({ field }) => field === null))
    return new Refused(
      'no-known-columns',
      `None of the ${headers.length} cells of the first row is a known header. Put a row of headers on top ` +
        `(such as Medewerkernr, Voornaam, Achternaam) or give a mapping for: ${REQUIRED_FIELDS.join(', ')}.`,
    );
  return new Refused(
    'missing-columns',
    `Not found: ${absent.map((field) => `${labelOf(field)} (${field})`).join(', ')}. The file has: ${list(headers)}. ` +
      `Add the columns, or say which they are with a mapping such as {"header in the file": "${example}"}.`,
  );
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** Headers for a message; what looks like a value (a mail address, a number, a date) is shown by its place only. */
function list(headers: readonly string[]): string {
  const shown = headers
    .slice(0, 30)
    .map((header, index) => (/@|\d{4}/.test(header) || header === '' ? `(column ${index + 1})` : short(header)));
  return shown.join(', ') + (headers.length > 30 ? `, and ${headers.length - 30} more` : '');
}
