import { type AccountLanguage, type LinkKind } from '@overstap/access';
import { html } from './html.js';
import { alert, field, otherLanguage, page } from './page.js';
import { TEXTS } from './texts.js';

export interface WelcomeShown {
  readonly token: string;
  readonly kind: Exclude<LinkKind, 'CODE'>;
  /** What was written before a rule was broken. */
  readonly written?: { readonly name?: string; readonly email?: string };
  readonly problem?: string;
}

/** Where a link leads. It shows nothing about whoever was invited: links are forwarded. */
export function welcomePage(language: AccountLanguage, { token, kind, written = {}, problem }: WelcomeShown): string {
  const texts = TEXTS[language];
  const { name = '', email = '' } = written;
  const lead = { FIRST: texts.first, INVITATION: texts.invited, PASSWORD: texts.renewing }[kind];
  return page(
    language,
    texts.welcome,
    html`<h1>${texts.welcome}</h1>
      <p class="lead">${lead}</p>
      ${alert(problem)}
      <form method="post" action="/welcome/${token}?lang=${language}">
        ${
          kind === 'FIRST'
            ? field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: email })
            : undefined
        }
        ${kind === 'PASSWORD' ? undefined : field({ name: 'name', label: texts.name, type: 'text', autocomplete: 'name', value: name })}
        ${field({
          name: 'password',
          label: texts.newPassword,
          type: 'password',
          autocomplete: 'new-password',
          hint: texts.passwordHint,
        })}
        <p><button>${kind === 'PASSWORD' ? texts.renew : texts.begin}</button></p>
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
