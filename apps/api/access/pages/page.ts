import { type AccountLanguage } from '@overstap/access';
import { html, Html } from './html.js';
import { STYLE } from './style.js';

const WRONG: Readonly<Record<AccountLanguage, string>> = { nl: 'Fout', en: 'Error' };

/** A whole page, with its one style and no script; a title is what a screen reader says first, of something wrong too. */
export const page = (language: AccountLanguage, title: string, body: Html, isWrong = false): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${isWrong ? `${WRONG[language]}: ` : ''}${title} – Overstap</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.text;

/** Where the same page is to be had in the other language. */
export const otherLanguage = (language: AccountLanguage, path: string): Html =>
  language === 'nl'
    ? html`<nav lang="en" aria-label="Language"><a href="${path}?lang=en" hreflang="en">English</a></nav>`
    : html`<nav lang="nl" aria-label="Taal"><a href="${path}?lang=nl" hreflang="nl">Nederlands</a></nav>`;

/** What went wrong with no field in particular, first on the page and said by screen readers at once. */
export const alert = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<p role="alert" id="problem">${text}</p>`;

/** A way on that is all of its line, and easy to hit. */
export const way = (to: string, text: string): Html => html`<p class="way"><a href="${to}">${text}</a></p>`;

export interface FieldShown {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly hint?: string;
  readonly value?: string;
  /** What is wrong with what was given in it; it stands beside the field. */
  readonly problem?: string | undefined;
  /** Here one goes on, as after something went wrong. */
  readonly focused?: boolean;
  /** Digits alone, for which a phone shows its own keys. */
  readonly digits?: true;
}

/** A labelled field that must be filled in; password managers know it by `autocomplete`. Where it has the focus its problem is read with it. */
export function field(shown: FieldShown): Html {
  const { name, label, type, autocomplete, hint, value = '', problem, focused = false, digits } = shown;
  const says = [problem && `${name}-problem`, hint && `${name}-hint`].filter(
    (each) => each !== undefined && each !== '',
  );
  return html`<p>
    <label for="${name}">${label}</label>
    ${problem === undefined ? undefined : html`<strong role="alert" id="${name}-problem">${problem}</strong>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${value}"
      required
      ${says.length === 0 ? undefined : html`aria-describedby="${says.join(' ')}"`}
      ${problem === undefined ? undefined : html`aria-invalid="true"`}
      ${focused ? html`autofocus` : undefined}
      ${digits ? html`inputmode="numeric"` : undefined}
    />
    ${hint === undefined ? undefined : html`<small id="${name}-hint">${hint}</small>`}
  </p>`;
}
