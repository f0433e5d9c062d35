/** Languages in which people in Dutch programmes ask to be addressed, by ISO 639-1 code, with the names exports give them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  nl: 'nld dut nederlands dutch vlaams flemish',
  en: 'eng engels english',
  de: 'deu ger duits german deutsch',
  fr: 'fra fre frans french francais',
  es: 'spa spaans spanish',
  it: 'ita italiaans italian',
  pt: 'por portugees portuguese',
  pl: 'pol pools polish',
  ro: 'ron rum roemeens romanian',
  bg: 'bul bulgaars bulgarian',
  hu: 'hun hongaars hungarian',
  cs: 'ces cze tsjechisch czech',
  sk: 'slk slo slowaaks slovak',
  lt: 'lit litouws lithuanian',
  lv: 'lav lets latvian',
  uk: 'ukr oekraiens ukrainian',
  ru: 'rus russisch russian',
  el: 'ell gre grieks greek',
  tr: 'tur turks turkish',
  ar: 'ara arabisch arabic',
  fa: 'fas per perzisch farsi persian',
  ti: 'tir tigrinya',
  so: 'som somalisch somali',
  zh: 'zho chi chinees chinese',
  hi: 'hin hindi',
  fy: 'fry fries frysk frisian',
};

const CODE_OF = new Map(
  Object.entries(LANGUAGES).flatMap(([code, names]) =>
    [code, ...names.split(' ')].map((name) => [name, code] as const),
  ),
);

/** `nl` for nl, NL, nl-NL, Nederlands, Dutch; undefined for what is no language of the list. */
export function languageCode(text: string): string | undefined {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return CODE_OF.get(plain) ?? CODE_OF.get(/^([a-z]{2})[-_][a-z]{2}$/.exec(plain)?.[1] ?? '');
}
