/** Header and example of each column of the template. */
const COLUMNS: Record<'nl' | 'en', readonly (readonly [string, string])[]> = {
  nl: [
    ['Medewerkernr', '100001'],
    ['Voornaam', 'Sanne'],
    ['Achternaam', 'van der Meer'],
    ['E-mail', 'sanne.vandermeer@voorbeeld.example'],
    ['Telefoon', '06-12345678'],
    ['Taal', 'nl'],
    ['Functie', 'Monteur'],
    ['Schaal', 'B1'],
    ['Uren p/w', '36,00'],
    ['Bruto maandsalaris', '2.950,00'],
    ['Datum in dienst', '01-04-2015'],
    ['Geboortejaar', '1985'],
    ['Vestiging', 'Utrecht'],
    ['Datum aanzegging', '25-08-2026'],
    ['Boventallig per', '01-09-2026'],
    ['Datum uit dienst', '01-01-2027'],
    ['Ronde', '1'],
  ],
  en: [
    ['Employee number', '100001'],
    ['First name', 'Sanne'],
    ['Last name', 'van der Meer'],
    ['E-mail', 'sanne.vandermeer@voorbeeld.example'],
    ['Phone', '06-12345678'],
    ['Language', 'en'],
    ['Function', 'Mechanic'],
    ['Level', 'B1'],
    ['Hours per week', '36'],
    ['Gross monthly wage', '2950.00'],
    ['Employed since', '2015-04-01'],
    ['Birth year', '1985'],
    ['Site', 'Utrecht'],
    ['Notification date', '2026-08-25'],
    ['Redundancy date', '2026-09-01'],
    ['Contract end', '2027-01-01'],
    ['Wave', '1'],
  ],
};

/** An empty export to fill in: headers and one example row, with the mark and the delimiter that Excel in that language expects. */
export function cohortTemplate(language: 'nl' | 'en'): string {
  const delimiter = language === 'nl' ? ';' : ',';
  const columns = COLUMNS[language];
  const line = (at: 0 | 1): string => columns.map((column) => column[at]).join(delimiter);
  return `\ufeff${line(0)}\r\n${line(1)}\r\n`;
}
