import { type Settings } from '@overstap/platform';

/** What a browser shows first: what this is, what to do first, and where the rest is. */
export function startPage({ clock, production }: Settings, version: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Overstap</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { margin-bottom: 0; } .lead { margin-top: .25rem; }
  pre { padding: 1rem; white-space: pre-wrap; border: 1px solid; border-radius: .4rem; }
  aside { border-left: .3rem solid; padding-left: 1rem; }
</style>
</head>
<body>
<main>
<h1>Overstap</h1>
<p class="lead">The workflow engine for outplacement and mobility programmes. Version ${version} is running.</p>
<h2>What to do first</h2>
<p>Open a programme, look at what an import would do, import, and ask for the figures. In the folder of the program:</p>
<pre><code>npx overstap programme open REORG-2026 --employer "Voorbeeld BV" --template IND-6 --starts 2026-09-01
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026 --dry-run
npx overstap import samples/cohort-hr-export.csv --programme REORG-2026
npx overstap wave release 1 --programme REORG-2026
npx overstap report REORG-2026 --as-of 2027-06-30</code></pre>
<h2>Where things are</h2>
<ul>
<li><a href="/docs">Every command and query, to read and to try</a> (<a href="/openapi.json">OpenAPI 3.1</a>)</li>
<li><a href="/programmes">The programmes</a>, <a href="/queues/planner">the planners' work</a>, <a href="/queues/coach">the coaches' work</a></li>
<li><a href="/health/ready">Is it well?</a> <a href="/metrics">What does it measure?</a></li>
</ul>
<aside>
<p>There is no sign-in yet: whoever reaches this address acts for the one agency, <code>default</code>. The program therefore listens on this machine only.${
    clock ? ' It runs on a clock of its own, which <code>POST /clock</code> moves.' : ''
  }${production ? '' : ' It is not set up for production.'}</p>
</aside>
</main>
</body>
</html>
`;
}
