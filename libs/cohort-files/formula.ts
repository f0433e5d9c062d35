/**
 * A text cell for a CSV or XLSX export that no spreadsheet takes for a formula: text that begins with = + - @, their full-width forms,
 * a tab or a line break gets an apostrophe in front (OWASP, "CSV Injection"). Give it text only: a number cell needs no guard.
 */
export const neutralise = (cell: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell);
