import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RECORDED_EVENTS } from '@overstap/mobility';
import { type Content, type CustomTableLayout, type TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type FileEvent, type PersonFile } from './person-file.js';
import { eventName, fieldName, type FileLanguage, HEADINGS, type Headings, messageName, valueText } from './words.js';

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto');
const font = (style: string): string => join(fonts, `Roboto-${style}.ttf`);

/** Loaded with the first file that is asked for. */
async function openPrinter() {
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts({
    Roboto: {
      normal: font('Regular'),
      bold: font('Medium'),
      italics: font('Italic'),
      bolditalics: font('MediumItalic'),
    },
  });
  // A person's words are in the document: nothing in them makes the program fetch or open anything.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));
  return pdfmake;
}
let printer: ReturnType<typeof openPrinter> | undefined;

/** The file for people to read. */
export const personFilePdf = async (file: PersonFile, language: FileLanguage): Promise<Buffer> =>
  (await (printer ??= openPrinter())).createPdf(documentOf(file, language)).getBuffer();

/** What stands in the document, before it is drawn. */
export function documentOf(file: PersonFile, language: FileLanguage): TDocumentDefinitions {
  const words = HEADINGS[language];
  return {
    info: { title: words.title },
    language,
    pageSize: 'A4',
    pageMargins: [56, 56, 56, 56],
    defaultStyle: { fontSize: 9, lineHeight: 1.2 },
    styles: { title: { fontSize: 20, bold: true }, heading: { fontSize: 13, bold: true, margin: [0, 18, 0, 6] } },
    footer: (page, pages) => ({ text: `${words.page} ${page} / ${pages}`, alignment: 'center', color: '#555' }),
    content: [
      { text: words.title, style: 'title' },
      { text: dayOf(file.madeAt), margin: [0, 2, 0, 8] },
      words.intro,
      ...section(words.you, fieldRows([file.details], language), ofFields(words)),
      ...section(words.account, fieldRows(file.accounts, language), ofFields(words)),
      ...section(words.requests, eventRows(file.events, language), words),
      ...file.trajectories.flatMap(({ programme, events }) =>
        section(`${words.trajectory} ${programme ?? ''}`, eventRows(events, language), words),
      ),
      words.workflow,
      ...section(words.consents, consentRows(file, language), words),
      ...workingFile(file, words),
      ...section(words.messages, messageRows(file, language), words),
      ...section(words.preferences, fieldRows(file.preferences, language), ofFields(words)),
      ...section(
        words.accessLog,
        file.accessLog.map(({ day, said }) => [day, said[language]]),
        words,
      ),
    ],
  };
}

type Row = readonly [string, string];

/** A table of what is known, not of what happened. */
const ofFields = (words: Headings): Headings => ({ ...words, day: words.field, what: words.value });

/** A row of more than this may be higher than a page, and is then broken as it must. */
const LONG_ROW = 2_500;

function section(heading: string, rows: readonly Row[], { nothing, day, what }: Headings): Content[] {
  if (rows.length === 0) return [{ text: heading, style: 'heading' }, nothing];
  return [
    {
      layout: LINES,
      table: {
        // The heading is part of the table, so that it never stays behind at the foot of a page and says on each what it is about.
        headerRows: HEADER_ROWS,
        keepWithHeaderRows: 1,
        dontBreakRows: rows.every(([, right]) => right.length < LONG_ROW),
        widths: [110, '*'],
        body: [
          [{ text: heading, style: 'heading', colSpan: 2 }, {}],
          [
            { text: day, bold: true },
            { text: what, bold: true },
          ],
          ...rows.map(([left, right]) => [left, right]),
        ],
      },
    },
  ];
}

const HEADER_ROWS = 2;
/** A line below the headings and between rows, none at the sides or above. */
const LINES: CustomTableLayout = {
  hLineWidth: (row, { table: { body } }) =>
    row < HEADER_ROWS || row === body.length ? 0 : row === HEADER_ROWS ? 1.5 : 0.5,
  hLineColor: (row) => (row === HEADER_ROWS ? '#000' : '#aaa'),
  vLineWidth: () => 0,
  paddingLeft: (column) => (column === 0 ? 0 : 6),
};

const fieldRows = (things: readonly object[], language: FileLanguage): readonly Row[] =>
  things.flatMap((thing) =>
    Object.entries(thing)
      .filter(([field]) => !isForMachines(field))
      .map(([field, value]): Row => [fieldName(field, language), valueText(value, language, field)]),
  );

const eventRows = (events: readonly FileEvent[], language: FileLanguage): readonly Row[] =>
  events
    .filter(({ type }) => RECORDED_EVENTS.has(type))
    .map(({ at, type, data, erased }): Row => {
      const fields = Object.entries(data)
        .filter(([field, value]) => !isForMachines(field) && !isId(value))
        .map(([field, value]) => `${fieldName(field, language, type)}: ${valueText(value, language, field)}`);
      const gone = erased ? ` (${HEADINGS[language].destroyed})` : '';
      return [dayOf(at), [`${eventName(type, language)}${gone}`, ...fields].join('\n')];
    });

const messageRows = ({ messages }: PersonFile, language: FileLanguage): readonly Row[] =>
  messages.map(({ at, message, read }): Row => {
    const { read: seen, unread } = HEADINGS[language];
    return [dayOf(String(at)), `${messageName(String(message), language)} (${read === true ? seen : unread})`];
  });

const consentRows = ({ consents }: PersonFile, language: FileLanguage): readonly Row[] =>
  consents.map(({ givenAt, purpose, recipient, until, withdrawnAt }): Row => {
    const withdrawn = withdrawnAt === null ? [] : [`${HEADINGS[language].withdrawn} ${dayOf(withdrawnAt)}`];
    return [
      dayOf(givenAt),
      [valueText(purpose, language, 'purpose'), recipient, until, ...withdrawn].filter(Boolean).join(', '),
    ];
  });

function workingFile(
  { workingFile: notes }: PersonFile,
  { workingFile: heading, workingFileSays }: Headings,
): Content[] {
  if (notes.length === 0) return [];
  return [{ text: heading, style: 'heading' }, `${workingFileSays} ${notes.map(({ at }) => dayOf(at)).join(', ')}.`];
}

/** Ids, hashes and how a template was carried over mean something to programs alone, and are in the JSON. */
const isForMachines = (field: string): boolean => /(?:Id|^id|Hash|^hash|^carried|^kept|^spared)$/.test(field);

/** Whose id it is, only programs know; whoever of the agency did something is told by role alone. */
const isId = (value: unknown): boolean =>
  (Array.isArray(value) && value.length > 0 && value.every(isId)) ||
  (typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value));

const dayOf = (at: string): string => at.slice(0, 10);
