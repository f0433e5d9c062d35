import { type Language, type MessageParts } from './message.js';

const MONTHS = 'januari februari maart april mei juni juli augustus september oktober november december'.split(' ');

const what = ({ about }: MessageParts, otherwise: string): string => about ?? otherwise;
const by = ({ due }: MessageParts): string => (due ? ` De datum is ${due}.` : '');

/** De teksten in het Nederlands: vragen en aanbieden, nooit dreigen. */
export const nl: Language = {
  greeting: (name) => (name ? `Beste ${name},` : 'Goedemorgen,'),
  closing: 'Met vriendelijke groet,\nuw mobiliteitsbureau',
  open: 'Bekijk het in Overstap',
  date: (on) => {
    const [year, month, day] = on.split('-').map(Number);
    return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
  },
  texts: {
    INVITATION: {
      subject: 'Uitnodiging voor uw begeleiding',
      lines: () => [
        'U bent uitgenodigd voor begeleiding naar ander werk. Een coach staat voor u klaar.',
        'U bepaalt zelf wat u deelt. In Overstap ziet u wie wat van u kan zien.',
      ],
    },
    GLASS_BROKEN: {
      subject: 'Er is in een dossier meegelezen',
      lines: () => [
        'Een teamleider of de kwaliteitsfunctionaris mocht met een reden en voor korte tijd lezen wat anders tussen u en uw coach blijft.',
        'In uw tijdlijn staat wie het was, wanneer en waarom. De kwaliteitsfunctionaris beoordeelt of het terecht was.',
      ],
    },
    CORRECTED: {
      subject: 'Uw verzoek is beantwoord',
      lines: () => [
        'U vroeg om iets te verbeteren in wat over u is vastgelegd. Dat is gebeurd.',
        'Bij uw rechten in Overstap staan uw verzoek en de verbetering.',
      ],
    },
    REQUEST_REFUSED: {
      subject: 'Uw verzoek is beantwoord',
      lines: () => [
        'Aan uw verzoek over uw gegevens is niet voldaan. De reden staat bij uw verzoek in Overstap.',
        'Bent u het er niet mee eens, dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens of naar de rechter gaan.',
      ],
    },
    CORRECTION_ASKED: {
      subject: 'Er wordt om een verbetering gevraagd',
      lines: () => [
        'Iemand die u begeleidt, vraagt om iets te verbeteren in wat is vastgelegd. Wat er volgens hen niet klopt, staat bij de verzoeken van deze persoon.',
        'Verbeter het en noem de verbetering bij het verzoek, of overleg met de kwaliteitsfunctionaris als het al klopt.',
      ],
    },
    COACH_PROPOSED: {
      subject: 'U bent voorgesteld als coach',
      lines: () => [
        'U bent voorgesteld als coach van iemand die een traject begint. Leg het kennismakingsgesprek vast, of meld een rolconflict als u deze persoon of de werkgever anders kent.',
        'Het dossier kunt u lezen zodra u de coach bent.',
      ],
    },
    SURVEY: {
      subject: 'Een korte vragenlijst',
      lines: () => [
        'Wilt u ons vertellen hoe u de begeleiding vindt? Er staat een korte vragenlijst voor u klaar. Meedoen mag, het hoeft niet.',
      ],
    },
    MOVE_LAPSED: {
      subject: 'Een verzette datum is opnieuw berekend',
      lines: (parts) => [
        `Waar deze datum van afhangt, is een andere dag geworden, zodat de dag waarnaar hij was verzet niet meer geldt: ${what(parts, 'een datum')}.${by(parts)}`,
        'Verzet hem opnieuw als u een andere dag wilt.',
      ],
    },
    HEADS_UP: {
      subject: 'Binnenkort op uw lijst',
      lines: (parts) => [`Binnenkort is aan de beurt: ${what(parts, 'een taak op uw lijst')}.${by(parts)}`],
    },
    DUE: {
      subject: 'Op uw lijst',
      lines: (parts) => [`Op uw lijst staat: ${what(parts, 'een taak')}.${by(parts)}`],
    },
    OVERDUE: {
      subject: 'Kunnen we ergens bij helpen?',
      lines: (parts) => [
        `Deze staat nog open: ${what(parts, 'een taak op uw lijst')}.${by(parts)}`,
        'Komt u er niet aan toe, laat het dan weten: uw teamleider denkt graag mee.',
      ],
    },
    NEW_TASK: {
      subject: 'Een nieuwe taak op uw lijst',
      lines: (parts) => [`Er is een taak bij gekomen naar aanleiding van: ${what(parts, 'een termijn')}.${by(parts)}`],
    },
    TEAM_DECISION: {
      subject: 'Uw besluit is gevraagd',
      lines: (parts) => [`Dit wacht op een besluit van u: ${what(parts, 'een open taak')}.${by(parts)}`],
    },
    PROGRAMME_RISK: {
      subject: 'Een risico in uw programma',
      lines: (parts) => [
        `Dit loopt al langer: ${what(parts, 'een open taak')}.${by(parts)}`,
        'Wilt u bekijken wat er nodig is? Het is als risico vastgelegd.',
      ],
    },
    REASSIGNMENT: {
      subject: 'Voorstel om werk over te dragen',
      lines: (parts) => [`Wilt u overwegen dit over te dragen: ${what(parts, 'een open taak')}?${by(parts)}`],
    },
    COACH_SEES: {
      subject: 'Een deelnemer kan misschien hulp gebruiken',
      lines: (parts) => [
        `Bij een deelnemer staat nog open: ${what(parts, 'een taak')}.${by(parts)}`,
        'Misschien helpt het om even te vragen hoe het gaat.',
      ],
    },
    PARTICIPANT_HEADS_UP: {
      subject: 'Binnenkort op uw lijst',
      lines: (parts) => [`Ter informatie, binnenkort: ${what(parts, 'een onderdeel van uw plan')}.${by(parts)}`],
    },
    PARTICIPANT_DUE: {
      subject: 'Op uw lijst',
      lines: (parts) => [`Op uw lijst staat: ${what(parts, 'een onderdeel van uw plan')}.${by(parts)}`],
    },
    PARTICIPANT_OFFER: {
      subject: 'Kunnen we u ergens bij helpen?',
      lines: (parts) => [
        `Dit staat nog open: ${what(parts, 'een onderdeel van uw plan')}.`,
        'Heeft u er hulp bij nodig, of komt het nu niet uit? Laat het uw coach gerust weten.',
      ],
    },
    EMPLOYER_HEADS_UP: {
      subject: 'Binnenkort op uw lijst',
      lines: (parts) => [`Binnenkort vragen wij u om: ${what(parts, 'een bijdrage van u als werkgever')}.${by(parts)}`],
    },
    EMPLOYER_DUE: {
      subject: 'Op uw lijst',
      lines: (parts) => [`Op uw lijst staat: ${what(parts, 'een bijdrage van u als werkgever')}.${by(parts)}`],
    },
    EMPLOYER_OVERDUE: {
      subject: 'Staat nog open op uw lijst',
      lines: (parts) => [
        `Dit staat nog open: ${what(parts, 'een bijdrage van u als werkgever')}.${by(parts)}`,
        'Kunnen wij u ergens bij helpen?',
      ],
    },
    ACCOUNT_INVITATION: {
      subject: 'Uitnodiging voor Overstap',
      lines: () => [
        'U bent uitgenodigd voor Overstap. Met deze link kiest u uw naam en een wachtwoord.',
        'De link werkt één keer, binnen een week.',
      ],
    },
    NEW_PASSWORD: {
      subject: 'Een nieuw wachtwoord voor Overstap',
      lines: () => [
        'Met deze link kiest u een nieuw wachtwoord. De link werkt één keer, binnen een half uur.',
        'Hebt u er niet om gevraagd? Doe dan niets: uw wachtwoord blijft zoals het is.',
      ],
    },
    DIGEST: {
      subject: 'Uw overzicht van vandaag',
      lines: ({ count = 1 }) => [count === 1 ? 'Er is één bericht voor u:' : `Er zijn ${count} berichten voor u:`],
    },
  },
};
