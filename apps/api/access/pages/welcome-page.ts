import { type AccountLanguage } from '@overstap/access';
import { html } from './html.js';
import { alert, field, otherLanguage, page } from './page.js';
import { TEXTS } from './texts.js';

export interface WelcomeShown {
  readonly token: string;
  readonly kind: 'FIRST' | 'INVITATION';
  /** What was written before a rule was broken. */
  readonly written?: { readonly name?: string; readonly email?: string };
  readonly problem?: string;
}

/** Where a link leads. It shows nothing about whoever was invited: links are forwarded. */
export function welcomePage(language: AccountLanguage, { token, kind, written = {}, problem }: WelcomeShown): string {
  const texts = TEXTS[language];
  const { name = '', email = '' } = written;
  return page(
    language,
    texts.welcome,
    html`<h1>${texts.welcome}</h1>
      <p class="lead">${kind === 'FIRST' ? texts.first : texts.invited}</p>
      ${alert(problem)}
      <form method="post" action="/welcome/${token}?lang=${language}">
        ${
          kind === 'FIRST'
            ? field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: email })
            : undefined
        }
        ${field({ name: 'name', label: texts.name, type: 'text', autocomplete: 'name', value: name })}
        ${field({
          name: 'password',
          label: texts.newPassword,
          type: 'password',
          autocomplete: 'new-password',
          hint: texts.passwordHint,
        })}
        <p><button>${texts.begin}</button></p>
      </form>
      ${otherLanguage(language, `/welcome/${token}`)}`,
  );
}

export function linkOverPage(language: AccountLanguage): string {
  const { linkOver, linkOverWhy } = TEXTS[language];
  return page(
    language,
    linkOver,
    html`<h1>${linkOver}</h1>
      <p>${linkOverWhy}</p>`,
  );
}
