import { type Account, type AccountLanguage } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { type Settings } from '@overstap/platform';
import { html } from '../access/pages/html.js';
import { otherLanguage, page } from '../access/pages/page.js';
import { START_TEXTS } from './start-texts.js';

/** Who looks at the page. */
export interface Visitor {
  readonly actor: Actor;
  readonly account?: Pick<Account, 'name' | 'grants'>;
}

/** What a browser shows first: who is signed in, what to do first, and where the rest is. */
export function startPage(
  language: AccountLanguage,
  { clock, production }: Settings,
  version: string,
  { actor, account }: Visitor,
): string {
  const texts = START_TEXTS[language];
  const roles = (account?.grants ?? [{ role: actor.type, ref: actor.id }]).map(({ role }) => role).join(', ');
  return page(
    language,
    texts.title,
    html`<h1>Overstap</h1>
      <p class="lead">${texts.lead(version)}</p>
      <p>${texts.signedIn(account?.name ?? texts.keyHolder, roles)}</p>
      <form method="post" action="/sign-out"><button>${texts.signOut}</button></form>
      ${account ? html`<form method="post" action="/sign-out-everywhere"><button>${texts.signOutEverywhere}</button></form>` : undefined}
      ${account ? html`<p><a href="/second-factor?lang=${language}">${texts.secondFactor}</a></p>` : undefined}
      <h2>${texts.first}</h2>
      <p>${texts.firstWhy}</p>
      <pre><code>npx overstap programme open REORG-2026 --employer "Voorbeeld BV" --template IND-6 --starts 2026-09-01
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026 --dry-run
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026
npx overstap wave release 1 --programme REORG-2026
npx overstap report REORG-2026 --as-of 2027-06-30</code></pre>
      <p>${texts.invite}</p>
      <h2>${texts.where}</h2>
      <ul>
        <li><a href="/docs">${texts.docs}</a> (<a href="/openapi.json">OpenAPI 3.1</a>)</li>
        <li>
          <a href="/programmes">${texts.programmes}</a>, <a href="/queues/planner">${texts.planners}</a>,
          <a href="/queues/coach">${texts.coaches}</a>, ${texts.ifAllowed}
        </li>
        <li><a href="/health/ready">${texts.well}</a> <a href="/metrics">${texts.measures}</a></li>
      </ul>
      ${clock ? html`<aside><p>${texts.ownClock}</p></aside>` : undefined}
      ${production ? undefined : html`<aside><p>${texts.notProduction}</p></aside>`} ${otherLanguage(language, '/')}`,
  );
}
