import { type Account, type AccountLanguage, type Grant } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { type Settings } from '@overstap/platform';
import { actingAsForm } from '../access/pages/acting-as-form.js';
import { otherLanguage, page } from '../access/pages/page.js';
import { type OpenRoute } from '../access/what-one-may.js';
import { type Html, html } from '../access/pages/html.js';
import { START_TEXTS } from './start-texts.js';

/** Who looks at the page. */
export interface Visitor {
  readonly actor: Actor;
  readonly account?: Pick<Account, 'name' | 'grants'>;
  /** The one of their roles that they chose. */
  readonly acting?: Grant;
  /** What their roles may ask and send. */
  readonly may: readonly OpenRoute[];
}

type Texts = (typeof START_TEXTS)[AccountLanguage];

const mayRoute = (may: readonly OpenRoute[], method: string, path: string): boolean =>
  may.some((each) => each.method === method && each.path === path);

/** Where a browser can go as it is: to what needs neither an id nor anything else to be told. */
const isPage = ({ method, path, summary }: OpenRoute): boolean =>
  method === 'GET' && summary !== null && !/\{|^\/(live|may|coaches-rebalancing)$/.test(path);

/** What the visitor's roles may ask and send, and nothing else. */
function rightsOf(may: readonly OpenRoute[], texts: Texts): Html {
  const described = may.filter(({ summary }) => summary !== null);
  const line = (each: OpenRoute): Html =>
    isPage(each)
      ? html`<li><a href="${each.path}">${each.path}</a> ${each.summary ?? ''}</li>`
      : html`<li><code>${each.path}</code> ${each.summary ?? ''}</li>`;
  const list = (heading: string, method: string): Html | undefined => {
    const routes = described.filter((each) => each.method === method);
    return routes.length === 0
      ? undefined
      : html`<details>
          <summary>${heading} (${routes.length})</summary>
          <ul>
            ${routes.map(line)}
          </ul>
        </details>`;
  };
  return html`<h2>${texts.may}</h2>
    <p>${texts.mayWhy}</p>
    ${list(texts.mayAsk, 'GET')} ${list(texts.maySend, 'POST')}`;
}

/** For whoever may open a programme. */
const firstSteps = (texts: Texts): Html =>
  html`<h2>${texts.first}</h2>
    <p>${texts.firstWhy}</p>
    <pre><code>npx overstap programme open REORG-2026 --employer "Voorbeeld BV" --template IND-6 --starts 2026-09-01
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026 --dry-run
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026
npx overstap wave release 1 --programme REORG-2026
npx overstap report REORG-2026 --as-of 2027-06-30</code></pre>`;

/** What is missing for real people to be in it; how it is set is said to those alone who let others in. */
function notProduction(settings: Settings, isKeeper: boolean, texts: Texts): Html {
  const { masterKey, masterKeyFile, clock, publicUrl, mail } = settings;
  const { production, ownKey, realClock, address, mailSet } = texts.missing;
  const missing = [
    production,
    ...(masterKey || masterKeyFile ? [] : [ownKey]),
    ...(clock ? [realClock] : []),
    ...(publicUrl === undefined ? [address] : []),
    ...(mail ? [] : [mailSet]),
  ];
  const named = isKeeper
    ? html`<ul>
        ${missing.map((each) => html`<li>${each}</li>`)}
      </ul>`
    : undefined;
  return html`<aside>
    <p>${isKeeper ? texts.notProductionYet : texts.notProduction}</p>
    ${named}
  </aside>`;
}

/** What a browser shows first: who is signed in, what they may do, and where the rest is. */
export function startPage(
  language: AccountLanguage,
  settings: Settings,
  version: string,
  { actor, account, acting, may }: Visitor,
): string {
  const texts = START_TEXTS[language];
  const roles = (account?.grants ?? [{ role: actor.type, ref: actor.id }]).map(({ role }) => role).join(', ');
  return page(
    language,
    texts.title,
    html`<h1>Overstap</h1>
      <p class="lead">${texts.lead(version)}</p>
      <p>${texts.signedIn(account?.name ?? texts.keyHolder, roles)}</p>
      ${account && account.grants.length > 1 ? actingAsForm(language, account.grants, acting) : undefined}
      <form method="post" action="/sign-out"><button>${texts.signOut}</button></form>
      ${account ? html`<form method="post" action="/sign-out-everywhere"><button>${texts.signOutEverywhere}</button></form>` : undefined}
      ${account ? html`<p><a href="/second-factor?lang=${language}">${texts.secondFactor}</a></p>` : undefined}
      ${mayRoute(may, 'POST', '/programmes/open-programme') ? firstSteps(texts) : undefined}
      ${mayRoute(may, 'POST', '/accounts') ? html`<p>${texts.invite}</p>` : undefined} ${rightsOf(may, texts)}
      <h2>${texts.where}</h2>
      <ul>
        <li><a href="/docs">${texts.docs}</a> (<a href="/openapi.json">OpenAPI 3.1</a>)</li>
        <li><a href="/health/ready">${texts.well}</a> <a href="/metrics">${texts.measures}</a></li>
      </ul>
      ${settings.clock ? html`<aside><p>${texts.ownClock}</p></aside>` : undefined}
      ${settings.production ? undefined : notProduction(settings, mayRoute(may, 'POST', '/accounts'), texts)}
      ${otherLanguage(language, '/')}`,
  );
}
