import { type AccountLanguage } from '@overstap/access';
import { html } from './html.js';
import { page } from './page.js';
import { TEXTS } from './texts.js';

/** What a browser sees until there is an administrator. */
export function notSetUpPage(language: AccountLanguage): string {
  const { notSetUp, notSetUpWhy } = TEXTS[language];
  return page(
    language,
    notSetUp,
    html`<h1>${notSetUp}</h1>
      <p>${notSetUpWhy}</p>`,
  );
}
