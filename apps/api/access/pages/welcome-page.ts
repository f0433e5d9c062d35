import { type AccountLanguage, type LinkKind } from '@overstap/access';
import { html } from './html.js';
import { field, otherLanguage, page, way } from './page.js';
import { TEXTS } from './texts.js';

export interface WelcomeShown {
  readonly token: string;
  readonly kind: Exclude<LinkKind, 'CODE'>;
  /** What was written before a rule was broken. */
  readonly written?: { readonly name?: string; readonly email?: string };
  /** What is wrong with it, by field. */
  readonly problems?: { readonly [field in 'email' | 'name' | 'password']?: string };
}

/** In the order of the page. */
const FIELDS = ['email', 'name', 'password'] as const;

/** Where a link leads. It shows nothing about whoever was invited: links are forwarded. */
export function welcomePage(
  language: AccountLanguage,
  { token, kind, written = {}, problems = {} }: WelcomeShown,
): string {
  const texts = TEXTS[language];
  const { name = '', email = '' } = written;
  const lead = { FIRST: texts.first, INVITATION: texts.invited, PASSWORD: texts.renewing }[kind];
  const title = kind === 'PASSWORD' ? texts.newPassword : texts.welcome;
  const first = FIELDS.find((each) => problems[each] !== undefined);
  const stands = (name: (typeof FIELDS)[number]) => ({ problem: problems[name], focused: name === first });
  return page(
    language,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${lead}</p>
      <form method="post" action="/welcome/${token}?lang=${language}">
        ${
          kind === 'FIRST'
            ? field({
                ...{ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: email },
                ...stands('email'),
              })
            : undefined
        }
        ${kind === 'PASSWORD' ? undefined : field({ name: 'name', label: texts.name, type: 'text', autocomplete: 'name', value: name, ...stands('name') })}
        ${field({
          name: 'password',
          label: texts.newPassword,
          type: 'password',
          autocomplete: 'new-password',
          hint: texts.passwordHint,
          ...stands('password'),
        })}
        <p><button>${kind === 'PASSWORD' ? texts.renew : texts.begin}</button></p>
      </form>
      ${otherLanguage(language, `/welcome/${token}`)}`,
    first !== undefined,
  );
}

export function linkOverPage(language: AccountLanguage): string {
  const { linkOver, linkOverWhy, signIn } = TEXTS[language];
  return page(
    language,
    linkOver,
    html`<h1>${linkOver}</h1>
      <p>${linkOverWhy}</p>
      ${way(`/sign-in?lang=${language}`, signIn)}`,
  );
}
