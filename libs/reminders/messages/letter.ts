import { LANGUAGES, type LanguageCode, type MessageCode, type MessageParts } from './message.js';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface LetterItem {
  readonly message: MessageCode;
  readonly parts: MessageParts;
  readonly link: string;
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\n', '<br>');

/** One message as a letter; several become a digest with its own subject. */
export function letterOf(
  code: LanguageCode,
  name: string | undefined,
  items: readonly LetterItem[],
  digest: boolean,
): Letter {
  const language = LANGUAGES[code];
  const [first] = items;
  const { subject } = language.texts[digest || !first ? 'DIGEST' : first.message];
  const opening = digest ? language.texts.DIGEST.lines({ count: items.length }) : [];
  const paragraphs = items.map(({ message, parts, link }) => ({ lines: language.texts[message].lines(parts), link }));
  const text = [
    language.greeting(name),
    ...opening,
    ...paragraphs.map(({ lines, link }) => `${lines.join('\n')}\n${language.open}: ${link}`),
    language.closing,
  ].join('\n\n');
  const html = [
    `<p>${escape(language.greeting(name))}</p>`,
    ...opening.map((line) => `<p>${escape(line)}</p>`),
    ...paragraphs.map(
      ({ lines, link }) =>
        `<p>${lines.map(escape).join('<br>')}<br><a href="${escape(link)}">${escape(language.open)}</a></p>`,
    ),
    `<p>${escape(language.closing)}</p>`,
  ].join('\n');
  return { subject, text, html: `<!doctype html><html lang="${code}"><body>\n${html}\n</body></html>` };
}
