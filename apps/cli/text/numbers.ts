const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const DAYS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** What is not known or not defined. */
export const NOT_KNOWN = '–';

export const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? NOT_KNOWN : WHOLE.format(value);

/** A share of 1 as a percentage with one decimal: `63.4 %`. */
export const share = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? NOT_KNOWN
    : `${(Math.round(value * 1000) / 10).toFixed(1).replace('-0.0', '0.0')} %`;

/** Days, whole or with one decimal, without a unit. */
export const days = (value: number | null | undefined): string =>
  value === null || value === undefined ? NOT_KNOWN : DAYS.format(value);

/** `142 to 231`; nothing when neither limit is known. */
export function limits(
  lower: number | null | undefined,
  upper: number | null | undefined,
  written: (value: number | null | undefined) => string,
): string {
  const absent = (value: number | null | undefined): boolean => value === null || value === undefined;
  if (absent(lower) && absent(upper)) return '';
  return `${absent(lower) ? '…' : written(lower)} to ${absent(upper) ? '…' : written(upper)}`;
}
