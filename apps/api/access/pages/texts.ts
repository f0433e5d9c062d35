/** What the pages of signing in say. */
export const TEXTS = {
  nl: {
    signIn: 'Inloggen',
    signInAnew: 'Opnieuw beginnen met inloggen',
    email: 'E-mailadres',
    password: 'Wachtwoord',
    refused: 'Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.',
    tooMany: (minutes: number) =>
      `Er is te vaak geprobeerd in te loggen. Wacht ${minutes} ${minutes === 1 ? 'minuut' : 'minuten'} en probeer het dan opnieuw.`,
    noAccount: 'Nog geen account? Vraag een link aan wie Overstap bij jou beheert.',
    noAccountOrForgotten:
      'Nog geen account, of je wachtwoord vergeten? Vraag een link aan wie Overstap bij jou beheert.',
    forgotten: 'Wachtwoord vergeten',
    forgottenWhy:
      'Vul het e-mailadres in waarmee je inlogt. Je krijgt een mail met een link om een nieuw wachtwoord te kiezen.',
    forgottenSend: 'Stuur mij een link',
    forgottenSent:
      'Als bij dit adres een account met een wachtwoord hoort, is er nu een mail naar onderweg. De link daarin werkt één keer, een half uur lang. Niets gekregen? Kijk bij de ongewenste mail, of vraag een link aan wie Overstap bij jou beheert.',
    forgottenNoMail:
      'Dit programma verstuurt geen mail. Vraag een link voor een nieuw wachtwoord aan wie Overstap bij jou beheert.',
    tooManyForgotten: (minutes: number) =>
      `Er is te vaak om een link gevraagd. Wacht ${minutes} ${minutes === 1 ? 'minuut' : 'minuten'} en probeer het dan opnieuw.`,
    welcome: 'Welkom bij Overstap',
    first: 'Je maakt het account van de eerste beheerder. Daarmee nodig je anderen uit.',
    invited: 'Kies je naam en een wachtwoord. Daarna log je in met het e-mailadres waarop je bent uitgenodigd.',
    renewing: 'Kies een nieuw wachtwoord. Wie nog met het oude is ingelogd, wordt overal uitgelogd.',
    renew: 'Wachtwoord opslaan en inloggen',
    code: 'Code',
    codeHint: 'De zes cijfers uit je app, of een van je herstelcodes.',
    codeWrong: 'Deze code klopt niet, of is al gebruikt. Wacht op de volgende en probeer het opnieuw.',
    factor: 'Tweede stap bij het inloggen',
    factorOn:
      'Bij het inloggen wordt naast je wachtwoord een code uit je app gevraagd. Geef een code om dat uit te zetten.',
    factorOff: 'Met een app die codes laat zien, kan niemand met alleen je wachtwoord binnenkomen.',
    factorBegin: 'Een app instellen',
    factorPassword: 'Je wachtwoord, nog een keer: zo weten we dat jij het bent.',
    factorPasswordWrong: 'Dit is niet je wachtwoord, of er is te vaak geprobeerd. Wacht even en probeer het opnieuw.',
    factorByProvider:
      'Je logt in met het account van je organisatie. Of daar een tweede stap bij hoort, regelt je organisatie.',
    factorSecret:
      'Zet deze sleutel in je app (kies daar “sleutel invoeren”, op tijd gebaseerd), en geef dan de code die de app laat zien.',
    factorConfirm: 'Aanzetten',
    factorRemove: 'Uitzetten',
    recovery:
      'De tweede stap staat aan. Bewaar deze herstelcodes op papier: elk werkt één keer als je je app kwijt bent. Ze worden niet nog eens getoond.',
    actingAs: 'In welke rol werk je?',
    actingAsAny: 'Al mijn rollen',
    actingAsHint:
      'In één rol zie en doe je wat die rol mag, en niets anders. Met al je rollen geldt steeds de eerste waarvoor een onderdeel er is. Je keuze blijft tot je uitlogt.',
    actingAsChoose: 'In deze rol verder',
    back: 'Terug naar het begin',
    byProvider: 'Inloggen met het account van je organisatie',
    providerRefused:
      'Inloggen met het account van je organisatie is niet gelukt. Vraag wie Overstap bij jou beheert om een uitnodiging op dat e-mailadres.',
    providerAway: 'De inlogdienst van je organisatie antwoordt niet. Probeer het straks opnieuw.',
    name: 'Naam',
    newPassword: 'Nieuw wachtwoord',
    passwordHint: 'Minstens 12 tekens. Een korte zin onthoudt makkelijk.',
    begin: 'Account maken en inloggen',
    linkOver: 'Deze link werkt niet (meer)',
    linkOverWhy:
      'Een link werkt één keer en niet langer dan een paar dagen. Vraag een nieuwe aan wie je heeft uitgenodigd.',
    addressTaken: 'Dit e-mailadres heeft al een account of uitnodiging. Kies een ander adres.',
    emailWrong: 'Schrijf een e-mailadres, zoals noor@voorbeeld.nl.',
    nameMissing: 'Schrijf je naam, hoogstens 100 tekens.',
    passwordShort: 'Kies een wachtwoord van minstens 12 tekens.',
    passwordLong: 'Kies een wachtwoord van hoogstens 200 tekens.',
    notSetUp: 'Overstap is bijna klaar voor gebruik',
    notSetUpWhy:
      'Er is nog geen beheerder. Open de link die het programma bij het starten in de terminal heeft laten zien. Kwijt? Start het programma opnieuw, dan komt er een nieuwe.',
  },
  en: {
    signIn: 'Sign in',
    signInAnew: 'Start signing in again',
    email: 'E-mail address',
    password: 'Password',
    refused: 'This e-mail address and password do not belong together. Try again.',
    tooMany: (minutes: number) =>
      `There were too many attempts to sign in. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
    noAccount: 'No account yet? Ask whoever looks after Overstap where you are for a link.',
    noAccountOrForgotten:
      'No account yet, or forgot your password? Ask whoever looks after Overstap where you are for a link.',
    forgotten: 'Forgotten password',
    forgottenWhy:
      'Fill in the e-mail address that you sign in with. You get a mail with a link to choose a new password.',
    forgottenSend: 'Send me a link',
    forgottenSent:
      'If an account with a password belongs to this address, a mail is on its way to it. The link in it works once, for half an hour. Nothing came? Look among the unwanted mail, or ask whoever looks after Overstap where you are for a link.',
    forgottenNoMail:
      'This program sends no mail. Ask whoever looks after Overstap where you are for a link to choose a new password.',
    tooManyForgotten: (minutes: number) =>
      `There were too many requests for a link. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
    welcome: 'Welcome to Overstap',
    first: 'You are making the account of the first administrator. With it you invite others.',
    invited: 'Choose your name and a password. From then on you sign in with the e-mail address that was invited.',
    renewing: 'Choose a new password. Whoever is still signed in with the old one is signed out everywhere.',
    renew: 'Keep the password and sign in',
    code: 'Code',
    codeHint: 'The six digits that your app shows, or one of your recovery codes.',
    codeWrong: 'This code is not right, or was used already. Wait for the next one and try again.',
    factor: 'Second step when signing in',
    factorOn:
      'When you sign in, a code from your app is asked for beside your password. Give a code to switch that off.',
    factorOff: 'With an app that shows codes, nobody comes in with your password alone.',
    factorBegin: 'Set up an app',
    factorPassword: 'Your password, once more: so that we know it is you.',
    factorPasswordWrong: 'This is not your password, or too many were tried. Wait a little and try again.',
    factorByProvider:
      'You sign in with the account of your organisation. Whether a second step belongs to that is your organisation’s to say.',
    factorSecret:
      'Put this key into your app (choose “enter a key” there, time-based), then give the code that the app shows.',
    factorConfirm: 'Switch on',
    factorRemove: 'Switch off',
    recovery:
      'The second step is on. Keep these recovery codes on paper: each works once when you have lost your app. They are not shown again.',
    actingAs: 'In which role do you work?',
    actingAsAny: 'All of my roles',
    actingAsHint:
      'In one role you see and do what that role may, and nothing else. With all of them, the first one that a part is for counts each time. Your choice stays until you sign out.',
    actingAsChoose: 'Go on in this role',
    back: 'Back to the start',
    byProvider: 'Sign in with the account of your organisation',
    providerRefused:
      'Signing in with the account of your organisation did not work. Ask whoever looks after Overstap where you are to invite that e-mail address.',
    providerAway: 'The sign-in service of your organisation does not answer. Try again later.',
    name: 'Name',
    newPassword: 'New password',
    passwordHint: 'At least 12 characters. A short sentence is easy to remember.',
    begin: 'Make the account and sign in',
    linkOver: 'This link does not work (any more)',
    linkOverWhy: 'A link works once, and for some days only. Ask whoever invited you for a new one.',
    addressTaken: 'This e-mail address has an account or an invitation already. Choose another one.',
    emailWrong: 'Write an e-mail address, such as noor@example.org.',
    nameMissing: 'Write your name, at most 100 characters.',
    passwordShort: 'Choose a password of at least 12 characters.',
    passwordLong: 'Choose a password of at most 200 characters.',
    notSetUp: 'Overstap is nearly ready',
    notSetUpWhy:
      'There is no administrator yet. Open the link that the program showed in its terminal when it started. Lost it? Start the program again, and it shows a new one.',
  },
} as const;
