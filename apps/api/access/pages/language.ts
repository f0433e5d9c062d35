import { ACCOUNT_LANGUAGES, type AccountLanguage } from '@overstap/access';

const isLanguage = (text: unknown): text is AccountLanguage => ACCOUNT_LANGUAGES.some((each) => each === text);

/** In which language a visitor reads: as the page was asked for, as their account says, as the browser is set, else Dutch. */
export function languageOf(
  request: { readonly query?: unknown; readonly headers: { 'accept-language'?: string | undefined } },
  theirs?: string,
): AccountLanguage {
  const { lang } = (request.query ?? {}) as { readonly lang?: unknown };
  if (isLanguage(lang)) return lang;
  if (isLanguage(theirs)) return theirs;
  const preferred = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((each) => each.trim().slice(0, 2).toLowerCase());
  return preferred.find(isLanguage) ?? 'nl';
}
