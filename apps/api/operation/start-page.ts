import { type Account } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { type Settings } from '@overstap/platform';
import { html } from '../access/pages/html.js';
import { page } from '../access/pages/page.js';

/** Who looks at the page. */
export interface Visitor {
  readonly actor: Actor;
  readonly account?: Pick<Account, 'name' | 'grants'>;
}

/** What a browser shows first: who is signed in, what to do first, and where the rest is. */
export function startPage({ clock, production }: Settings, version: string, { actor, account }: Visitor): string {
  const roles = (account?.grants ?? [{ role: actor.type, ref: actor.id }]).map(({ role }) => role).join(', ');
  return page(
    'en',
    'Start',
    html`<h1>Overstap</h1>
      <p class="lead">The workflow engine for outplacement and mobility programmes. Version ${version} is running.</p>
      <p>Signed in: ${account?.name ?? 'whoever holds the key'} (${roles}).</p>
      <form method="post" action="/sign-out"><button>Sign out / Uitloggen</button></form>
      ${account ? html`<p><a href="/second-factor">A second step when signing in</a></p>` : undefined}
      <h2>What to do first</h2>
      <p>
        Open a programme, look at what an import would do, import, and ask for the figures. In the folder of the
        program:
      </p>
      <pre><code>npx overstap programme open REORG-2026 --employer "Voorbeeld BV" --template IND-6 --starts 2026-09-01
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026 --dry-run
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026
npx overstap wave release 1 --programme REORG-2026
npx overstap report REORG-2026 --as-of 2027-06-30</code></pre>
      <p>
        Invite others, each for their role: <code>npx overstap account invite noor@example.org PLANNER</code>. It
        answers with a link to give to them.
      </p>
      <h2>Where things are</h2>
      <ul>
        <li>
          <a href="/docs">Every command and query, to read and to try</a> (<a href="/openapi.json">OpenAPI 3.1</a>)
        </li>
        <li>
          <a href="/programmes">The programmes</a>, <a href="/queues/planner">the planners' work</a>,
          <a href="/queues/coach">the coaches' work</a>, for those whose role may see them
        </li>
        <li><a href="/health/ready">Is it well?</a> <a href="/metrics">What does it measure?</a></li>
      </ul>
      ${
        clock
          ? html`<aside>
              <p>It runs on a clock of its own, which <code>POST /clock</code> moves.</p>
            </aside>`
          : undefined
      }
      ${production ? undefined : html`<aside><p>It is not set up for production.</p></aside>`}`,
  );
}
