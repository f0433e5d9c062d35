import { Refused } from './cohort-file.js';

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    from,
    Math.min(to, bytes.byteLength),
  );

const SAVE_AS = 'Save the list of employees as .csv or .xlsx and import that';

const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];

/** First bytes of what is sent by mistake, and what to call it. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['BM', 'a picture'],
  ['II*\0', 'a picture'],
  ['MM\0*', 'a picture'],
  ['RIFF', 'a picture or sound'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old .xls workbook or one with a password'],
  ['\x1f\x8b', 'a compressed file'],
  ['7z\xbc\xaf', 'a compressed file'],
  ['Rar!', 'a compressed file'],
  ['BZh', 'a compressed file'],
  ['{\\rtf', 'a text document'],
];

/** `text` and `zip` are worth reading on; anything else is refused by its first bytes. */
export function kindOf(bytes: Uint8Array): 'text' | 'zip' | Refused {
  const head = latin(bytes, 0, 512);
  if (ZIP.some((magic) => head.startsWith(magic))) return 'zip';
  const foreign = FOREIGN.find(([magic]) => head.startsWith(magic) && (magic !== 'BM' || head.includes('\0')));
  if (foreign) return new Refused('not-a-table', `This is ${foreign[1]}, not a table. ${SAVE_AS}.`);
  const utf16 = head.startsWith('\xff\xfe');
  if (!utf16 && bytes.includes(0))
    return new Refused('not-a-table', `This file holds bytes that no text has. ${SAVE_AS}.`);
  const start = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype|html|\?xml|table|meta|head|div)\b/i.test(start) || /^[[{]\s*["{[\]}]/.test(start))
    return new Refused('not-a-table', `This is a web page, XML or JSON, whatever its name says. ${SAVE_AS}.`);
  return 'text';
}
