import { type AccountLanguage } from '@overstap/access';
import { html } from './html.js';
import { alert, field, otherLanguage, page } from './page.js';
import { TEXTS } from './texts.js';

/** `secret`: as it is to be put into an app; `wrong`: the code that was given is not right. */
export function secondFactorPage(
  language: AccountLanguage,
  { isOn, secret, wrong = false }: { readonly isOn: boolean; readonly secret?: string; readonly wrong?: boolean },
): string {
  const texts = TEXTS[language];
  const code = field({ name: 'code', label: texts.code, type: 'text', autocomplete: 'one-time-code' });
  const body = isOn
    ? html`<p>${texts.factorOn}</p>
        <form method="post" action="/second-factor/remove?lang=${language}">
          ${code}
          <p><button>${texts.factorRemove}</button></p>
        </form>`
    : secret === undefined
      ? html`<p>${texts.factorOff}</p>
          <form method="post" action="/second-factor?lang=${language}"><button>${texts.factorBegin}</button></form>`
      : html`<p>${texts.factorSecret}</p>
          <pre><code>${(secret.match(/.{4}/g) ?? []).join(' ')}</code></pre>
          <form method="post" action="/second-factor/confirm?lang=${language}">
            ${code}
            <p><button>${texts.factorConfirm}</button></p>
          </form>`;
  return page(
    language,
    texts.factor,
    html`<h1>${texts.factor}</h1>
      ${alert(wrong ? texts.codeWrong : undefined)} ${body} ${otherLanguage(language, '/second-factor')}
      <p><a href="/">${texts.back}</a></p>`,
  );
}

export function recoveryPage(language: AccountLanguage, codes: readonly string[]): string {
  const { factor, recovery, back } = TEXTS[language];
  return page(
    language,
    factor,
    html`<h1>${factor}</h1>
      <p>${recovery}</p>
      <pre><code>${codes.join('\n')}</code></pre>
      <p><a href="/">${back}</a></p>`,
  );
}
