import { html } from '../access/pages/html.js';

/** What the start page says. Commands and addresses are the same in every language. */
export const START_TEXTS = {
  nl: {
    title: 'Begin',
    lead: (version: string) => `Het programma voor outplacement en mobiliteit. Versie ${version} draait.`,
    signedIn: (name: string, roles: string) => `Ingelogd: ${name} (${roles}).`,
    keyHolder: 'wie de sleutel heeft',
    signOut: 'Uitloggen',
    signOutEverywhere: 'Overal uitloggen',
    secondFactor: 'Een tweede stap bij het inloggen',
    first: 'Wat doe je eerst',
    firstWhy:
      'Open een programma, kijk wat een import zou doen, importeer, en vraag de cijfers op. In de map van het programma:',
    invite: html`Nodig anderen uit, ieder voor hun rol:
      <code>npx overstap account invite noor@example.org PLANNER</code>. Het antwoord is een link om aan hen te geven.`,
    may: 'Wat je mag',
    mayWhy:
      'Zoals je rollen het toelaten; wat hier niet staat, wordt geweigerd. Van wie en wat, staat bij elke vraag apart. Omschreven in het Engels.',
    mayAsk: 'Vragen',
    maySend: 'Opdrachten',
    where: 'Waar alles is',
    docs: 'Alle opdrachten en vragen, om te lezen en te proberen (in het Engels)',
    well: 'Gaat het goed?',
    measures: 'Wat meet het?',
    ownClock: html`Het loopt op een eigen klok, die <code>POST /clock</code> verzet.`,
    notProduction: 'Het is niet ingericht voor gebruik met echte mensen.',
    notProductionYet:
      'Het is niet ingericht voor gebruik met echte mensen. Wat daarvoor nog moet (docs/operating.md zegt hoe):',
    missing: {
      production: html`<code>NODE_ENV=production</code> is niet gezet: dan start het alleen zoals het voor echte mensen
        moet.`,
      ownKey: html`De hoofdsleutel staat bij de gegevens: zet <code>OVERSTAP_MASTER_KEY</code> of
        <code>OVERSTAP_MASTER_KEY_FILE</code>.`,
      realClock: html`Het loopt op een eigen klok: haal <code>OVERSTAP_CLOCK</code> weg.`,
      address: html`Het adres voor mensen is niet gezet: links in berichten wijzen naar deze machine. Zet
        <code>OVERSTAP_PUBLIC_URL</code>.`,
      mailSet: html`Er gaat geen mail uit: zet <code>SMTP_URL</code> en <code>MAIL_FROM</code>.`,
    },
  },
  en: {
    title: 'Start',
    lead: (version: string) =>
      `The workflow engine for outplacement and mobility programmes. Version ${version} is running.`,
    signedIn: (name: string, roles: string) => `Signed in: ${name} (${roles}).`,
    keyHolder: 'whoever holds the key',
    signOut: 'Sign out',
    signOutEverywhere: 'Sign out everywhere',
    secondFactor: 'A second step when signing in',
    first: 'What to do first',
    firstWhy:
      'Open a programme, look at what an import would do, import, and ask for the figures. In the folder of the program:',
    invite: html`Invite others, each for their role: <code>npx overstap account invite noor@example.org PLANNER</code>.
      It answers with a link to give to them.`,
    may: 'What you may do',
    mayWhy:
      'As your roles allow; whatever is not here is refused. Of whom and of what, each question decides for itself.',
    mayAsk: 'Questions',
    maySend: 'Commands',
    where: 'Where things are',
    docs: 'Every command and query, to read and to try',
    well: 'Is it well?',
    measures: 'What does it measure?',
    ownClock: html`It runs on a clock of its own, which <code>POST /clock</code> moves.`,
    notProduction: 'It is not set up for use with real people.',
    notProductionYet: 'It is not set up for use with real people. What is missing (docs/operating.md says how):',
    missing: {
      production: html`<code>NODE_ENV=production</code> is not set: with it, it starts only as it must be for real
        people.`,
      ownKey: html`The master key lies beside the data: set <code>OVERSTAP_MASTER_KEY</code> or
        <code>OVERSTAP_MASTER_KEY_FILE</code>.`,
      realClock: html`It runs on a clock of its own: remove <code>OVERSTAP_CLOCK</code>.`,
      address: html`The address that people use is not set: links in messages lead to this machine. Set
        <code>OVERSTAP_PUBLIC_URL</code>.`,
      mailSet: html`No mail leaves it: set <code>SMTP_URL</code> and <code>MAIL_FROM</code>.`,
    },
  },
} as const;
