import { type AccountLanguage } from '@overstap/access';
import { type Settings } from '@overstap/platform';
import { html } from './html.js';
import { alert, field, otherLanguage, page } from './page.js';
import { TEXTS } from './texts.js';

/** Offers the ways that the settings allow: an organisation's own provider, a new password by mail. */
export function signInPage(
  language: AccountLanguage,
  problem: string | undefined,
  { oidc, mail }: Pick<Settings, 'oidc' | 'mail'>,
): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.signIn,
    html`<h1>${texts.signIn}</h1>
      ${alert(problem)} ${oidc ? html`<p><a href="/sign-in/provider">${texts.byProvider}</a></p>` : undefined}
      <form method="post" action="/sign-in?lang=${language}">
        ${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username' })}
        ${field({ name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password' })}
        <p><button>${texts.signIn}</button></p>
      </form>
      ${mail ? html`<p><a href="/forgotten-password?lang=${language}">${texts.forgotten}</a></p>` : undefined}
      <p>${mail ? texts.noAccount : texts.noAccountOrForgotten}</p>
      ${otherLanguage(language, '/sign-in')}`,
  );
}

/** The second half of signing in, for those who have an app that shows codes. */
export function codePage(language: AccountLanguage, token: string, problem?: string): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.code,
    html`<h1>${texts.signIn}</h1>
      ${alert(problem)}
      <form method="post" action="/sign-in/code?lang=${language}">
        <input type="hidden" name="token" value="${token}" />
        ${field({ name: 'code', label: texts.code, type: 'text', autocomplete: 'one-time-code', hint: texts.codeHint })}
        <p><button>${texts.signIn}</button></p>
      </form>`,
  );
}
