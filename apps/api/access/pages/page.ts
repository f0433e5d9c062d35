import { type AccountLanguage } from '@overstap/access';
import { html, Html } from './html.js';
import { STYLE } from './style.js';

/** A whole page, with its one style and no script. */
export const page = (language: AccountLanguage, title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Overstap</title>
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

/** What went wrong, first on the page and said by screen readers at once. */
export const alert = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<p role="alert" id="problem">${text}</p>`;

export interface FieldShown {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly hint?: string;
  readonly value?: string;
}

/** A labelled field that must be filled in; password managers know it by `autocomplete`. */
export const field = ({ name, label, type, autocomplete, hint, value = '' }: FieldShown): Html =>
  html`<p>
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${value}"
      required
      ${hint === undefined ? undefined : html`aria-describedby="${name}-hint"`}
    />
    ${hint === undefined ? undefined : html`<small id="${name}-hint">${hint}</small>`}
  </p>`;
