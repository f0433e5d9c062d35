/** Exports to Windows-1252 write `?` for letters it lacks. */
export const hasLostLetters = (text: string): boolean => /\p{L}\?|\?\p{L}|\ufffd/u.test(text);

/** Whether a name with all its letters is the one that lost some of them: between what is left of it stands something, and nothing else differs. */
export function isWholeOf(whole: string, broken: string): boolean {
  if (!hasLostLetters(broken) || hasLostLetters(whole)) return false;
  const [first = '', ...more] = broken.split(/[?\ufffd]+/);
  const last = more.pop() ?? '';
  if (!whole.startsWith(first) || !whole.endsWith(last)) return false;
  let at = first.length;
  for (const part of more) {
    at = whole.indexOf(part, at + 1);
    if (at < 0) return false;
    at += part.length;
  }
  return at < whole.length - last.length;
}
