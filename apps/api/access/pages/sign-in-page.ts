import { type AccountLanguage } from '@overstap/access';
import { type Settings } from '@overstap/platform';
import { html } from './html.js';
import { alert, field, otherLanguage, page, way } from './page.js';
import { TEXTS } from './texts.js';

/** What was given before it was refused, and why it was. */
export interface Refused {
  readonly problem: string;
  readonly email?: string;
}

/** Offers the ways that the settings allow: an organisation's own provider, a new password by mail. */
export function signInPage(
  language: AccountLanguage,
  { oidc, mail }: Pick<Settings, 'oidc' | 'mail'>,
  refused?: Refused,
): string {
  const texts = TEXTS[language];
  const email = refused?.email ?? '';
  return page(
    language,
    texts.signIn,
    html`<h1>${texts.signIn}</h1>
      ${alert(refused?.problem)} ${oidc ? way(`/sign-in/provider?lang=${language}`, texts.byProvider) : undefined}
      <form method="post" action="/sign-in?lang=${language}">
        ${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: email })}
        ${field({
          ...{ name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password' },
          focused: email !== '',
        })}
        <p><button>${texts.signIn}</button></p>
      </form>
      ${mail ? way(`/forgotten-password?lang=${language}`, texts.forgotten) : undefined}
      <p>${mail ? texts.noAccount : texts.noAccountOrForgotten}</p>
      ${otherLanguage(language, '/sign-in')}`,
    refused !== undefined,
  );
}

/** The second half of signing in, for those who have an app that shows codes. */
export function codePage(language: AccountLanguage, token: string, problem?: string): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.code,
    html`<h1>${texts.signIn}</h1>
      <form method="post" action="/sign-in/code?lang=${language}">
        <input type="hidden" name="token" value="${token}" />
        ${field({
          ...{ name: 'code', label: texts.code, type: 'text', autocomplete: 'one-time-code', hint: texts.codeHint },
          ...{ problem, focused: true },
        })}
        <p><button>${texts.signIn}</button></p>
      </form>
      ${way(`/sign-in?lang=${language}`, texts.signInAnew)}`,
    problem !== undefined,
  );
}
