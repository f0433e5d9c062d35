import { type AccountLanguage } from '@overstap/access';
import { html } from './html.js';
import { alert, field, otherLanguage, page } from './page.js';
import { TEXTS } from './texts.js';

/** Asks for an address, and says nothing about it. */
export function forgottenPasswordPage(language: AccountLanguage, problem?: string): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.forgotten,
    html`<h1>${texts.forgotten}</h1>
      <p class="lead">${texts.forgottenWhy}</p>
      ${alert(problem)}
      <form method="post" action="/forgotten-password?lang=${language}">
        ${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username' })}
        <p><button>${texts.forgottenSend}</button></p>
      </form>
      <p><a href="/sign-in?lang=${language}">${texts.signIn}</a></p>
      ${otherLanguage(language, '/forgotten-password')}`,
  );
}

/** The same whether or not there is such an account. */
export function passwordMailedPage(language: AccountLanguage): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.forgotten,
    html`<h1>${texts.forgotten}</h1>
      <p role="status">${texts.forgottenSent}</p>
      <p><a href="/sign-in?lang=${language}">${texts.signIn}</a></p>`,
  );
}
