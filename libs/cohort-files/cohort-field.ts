/** What a column of an HR export can be read as. */
export type CohortField =
  | 'externalId'
  | 'firstName'
  | 'namePrefix'
  | 'lastName'
  | 'email'
  | 'phone'
  | 'language'
  | 'function'
  | 'level'
  | 'hoursPerWeek'
  | 'grossMonthlyCents'
  | 'employedSince'
  | 'birthYear'
  | 'site'
  | 'notifiedOn'
  | 'redundantOn'
  | 'contractEndsOn'
  | 'wave';

interface FieldNames {
  /** How messages call it. */
  readonly label: string;
  readonly required?: true;
  /** Headers that mean this field, as `headerKey` writes them; from the samples and the usual AFAS, Visma and SAP exports. */
  readonly headers: string;
}

const FIELDS: Record<CohortField, FieldNames> = {
  externalId: {
    label: 'employee number',
    required: true,
    headers: `medewerkernr medewerkernummer medewerkerid medewerker mdwnr mdwnummer personeelsnr personeelsnummer persnr
      persnummer pernr werknemernr werknemernummer werknemersnummer werknemerid stamnr stamnummer externalid employeeid
      employeeno employeenr employeenumber empid empno personnelno personnelnumber personalnumber persno staffid
      staffnumber`,
  },
  firstName: {
    label: 'first name',
    required: true,
    headers: 'voornaam roepnaam firstname givenname forename preferredname knownas',
  },
  namePrefix: {
    label: 'name prefix',
    headers: 'tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels nameprefix surnameprefix infix',
  },
  lastName: {
    label: 'last name',
    required: true,
    headers: 'achternaam geslachtsnaam familienaam lastname surname familyname',
  },
  email: {
    label: 'mail address',
    required: true,
    headers: `email emailwerk emailadres emailadreswerk emailzakelijk werkemail zakelijkemail mail mailadres mailwerk
      emailprive emailadresprive priveemail emailaddress workemail businessemail privateemail personalemail`,
  },
  phone: {
    label: 'phone number',
    headers: `telefoon telefoonnummer telefoonnr telefoonwerk telefoonprive tel telnr telwerk telprive mobiel
      mobielnummer mobielwerk mobielprive mobieletelefoon gsm phone phonenumber telephone mobile mobilenumber
      mobilephone cellphone`,
  },
  language: {
    label: 'language',
    headers: `taal taalcode voertaal voorkeurstaal correspondentietaal communicatietaal language languagecode lang
      preferredlanguage`,
  },
  function: {
    label: 'function',
    headers: `functie functienaam functieomschrijving functiebenaming functietitel beroep positie function functionname
      job jobtitle jobname position`,
  },
  level: {
    label: 'level',
    headers: `schaal functieschaal salarisschaal loonschaal functieniveau niveau functiegroep functieklasse salarisgroep
      level grade jobgrade paygrade payscale payscalegroup`,
  },
  hoursPerWeek: {
    label: 'hours per week',
    headers: `urenpw urenperweek urenweek uren aantaluren aantalurenperweek contracturen contracturenperweek arbeidsduur
      arbeidsduurperweek werkuren wekelijksewerkuren hoursperweek hourspw hours weeklyhours contracthours workinghours`,
  },
  grossMonthlyCents: {
    label: 'gross monthly wage',
    headers: `brutomaandsalaris brutomaandloon brutosalaris brutoloon brutopermaand maandsalaris maandloon salaris
      salarispermaand basissalaris grossmonthly grossmonthlysalary grossmonthlywage monthlysalary monthlywage
      grosssalary salary wage`,
  },
  employedSince: {
    label: 'date of employment',
    headers: `datumindienst indienst indienstdatum indienstsinds datumindiensttreding indiensttreding
      begindatumdienstverband ingangsdatumdienstverband aanvangsdatumdienstverband employedsince hiredate dateofhire
      originalhiredate startdate employmentdate employmentstart employmentstartdate dateofjoining entrydate`,
  },
  birthYear: {
    label: 'birth year',
    headers: 'geboortejaar geboortedatum birthyear yearofbirth birthdate dateofbirth dob',
  },
  site: {
    label: 'site',
    headers: `vestiging vestigingsnaam locatie werklocatie standplaats kantoor site location worklocation office branch
      plant`,
  },
  notifiedOn: {
    label: 'notification date',
    required: true,
    headers: `datumaanzegging aanzegdatum aanzegging aangezegdop datumaangezegd aangezegd datummededeling notifiedon
      notificationdate noticedate datenotified notified`,
  },
  redundantOn: {
    label: 'redundancy date',
    required: true,
    headers: `boventalligper boventalligop boventallig datumboventallig datumboventalligheid boventalligheidsdatum
      ingangsdatumboventalligheid redundanton redundantfrom redundantper redundancydate dateofredundancy`,
  },
  contractEndsOn: {
    label: 'end of contract',
    required: true,
    headers: `datumuitdienst uitdienst uitdienstdatum uitdienstper datumuitdiensttreding uitdiensttreding
      einddatumdienstverband eindedienstverband datumeindedienstverband einddatumcontract eindecontract
      datumeindecontract contracteinddatum einddatum contractendson contractend contractenddate enddate
      terminationdate leavingdate leavedate exitdate employmentend employmentenddate`,
  },
  wave: { label: 'wave', headers: 'ronde golf tranche wave round' },
};

export const COHORT_FIELDS = Object.keys(FIELDS) as readonly CohortField[];
export const REQUIRED_FIELDS = COHORT_FIELDS.filter((field) => FIELDS[field].required);

export const labelOf = (field: CohortField): string => FIELDS[field].label;

/** Case, spaces, accents, dots, dashes and underscores do not distinguish headers: `E-mail werk` → `emailwerk`. */
export const headerKey = (header: string): string =>
  header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const FIELD_OF_HEADER = new Map<string, CohortField>(
  COHORT_FIELDS.flatMap((field) => FIELDS[field].headers.split(/\s+/).map((header) => [header, field] as const)),
);

/** The field that a header means by itself. */
export const fieldOfHeader = (header: string): CohortField | undefined => FIELD_OF_HEADER.get(headerKey(header));

const FIELD_OF_NAME = new Map<string, CohortField>(COHORT_FIELDS.map((field) => [headerKey(field), field]));

/** A field by its name in a mapping: `externalId`, `external_id`. */
export const fieldOfName = (name: string): CohortField | undefined => FIELD_OF_NAME.get(headerKey(name));

/** Citizen service numbers: an agency for plain outplacement has no ground to hold one. */
export const isCitizenNumberHeader = (header: string): boolean =>
  /(^|[^\p{L}])(bsn|ssn|insz)([^\p{L}]|$)|^bsn/iu.test(header) ||
  /burgerservicen|^sofie?(n|$)|citizenservicenumber|socialsecurityn|nationalid|rijksregistern/.test(headerKey(header));

/** A birth date is read for its year alone. */
export const isBirthDateHeader = (header: string): boolean => /datum|date|dob/.test(headerKey(header));
