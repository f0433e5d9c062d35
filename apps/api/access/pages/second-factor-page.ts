import { type AccountLanguage } from '@overstap/access';
import { html, type Html } from './html.js';
import { field, otherLanguage, page, way } from './page.js';
import { TEXTS } from './texts.js';

/** `secret`: as it is to be put into an app; `wrong`: the password or code that was given is not right. */
export type SecondFactorShown = (
  { readonly step: 'begin' | 'remove' | 'by-provider' } | { readonly step: 'confirm'; readonly secret: string }
) & { readonly wrong?: boolean };

export function secondFactorPage(language: AccountLanguage, shown: SecondFactorShown): string {
  const texts = TEXTS[language];
  return page(
    language,
    texts.factor,
    html`<h1>${texts.factor}</h1>
      ${stepOf(language, shown)} ${otherLanguage(language, '/second-factor')} ${way(`/?lang=${language}`, texts.back)}`,
    shown.wrong,
  );
}

function stepOf(language: AccountLanguage, shown: SecondFactorShown): Html {
  const texts = TEXTS[language];
  const focused = shown.wrong === true;
  const code = (only: { readonly digits?: true } = {}) =>
    field({
      ...{ name: 'code', label: texts.code, type: 'text', autocomplete: 'one-time-code', focused },
      ...{ problem: focused ? texts.codeWrong : undefined, ...only },
    });
  const password = field({
    ...{ name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password' },
    ...{ hint: texts.factorPassword, focused, problem: focused ? texts.factorPasswordWrong : undefined },
  });
  switch (shown.step) {
    case 'by-provider':
      return html`<p>${texts.factorByProvider}</p>`;
    case 'remove':
      return html`<p>${texts.factorOn}</p>
        <form method="post" action="/second-factor/remove?lang=${language}">
          ${code()}
          <p><button>${texts.factorRemove}</button></p>
        </form>`;
    case 'begin':
      return html`<p>${texts.factorOff}</p>
        <form method="post" action="/second-factor?lang=${language}">
          ${password}
          <p><button>${texts.factorBegin}</button></p>
        </form>`;
    case 'confirm':
      return html`<p>${texts.factorSecret}</p>
        <pre><code>${(shown.secret.match(/.{4}/g) ?? []).join(' ')}</code></pre>
        <form method="post" action="/second-factor/confirm?lang=${language}">
          <input type="hidden" name="secret" value="${shown.secret}" />
          ${code({ digits: true })}
          <p><button>${texts.factorConfirm}</button></p>
        </form>`;
  }
}

export function recoveryPage(language: AccountLanguage, codes: readonly string[]): string {
  const { factor, recovery, back } = TEXTS[language];
  return page(
    language,
    factor,
    html`<h1>${factor}</h1>
      <p>${recovery}</p>
      <pre><code>${codes.join('\n')}</code></pre>
      ${way(`/?lang=${language}`, back)}`,
  );
}
