import { type AccountLanguage } from '@overstap/access';
import { html } from './html.js';
import { alert, field, otherLanguage, page, way } from './page.js';
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
      ${way(`/sign-in?lang=${language}`, texts.signIn)} ${otherLanguage(language, '/forgotten-password')}`,
    problem !== undefined,
  );
}

/** Where no mail is set: a new password comes from a person. */
export function noMailPage(language: AccountLanguage): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.forgotten,
    html`<h1>${texts.forgotten}</h1>
      <p class="lead">${texts.forgottenNoMail}</p>
      ${way(`/sign-in?lang=${language}`, texts.signIn)} ${otherLanguage(language, '/forgotten-password')}`,
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
      ${way(`/sign-in?lang=${language}`, texts.signIn)}`,
  );
}
