/** What a cell turned out to be: a typed value, or the rule that it breaks. */
export type Parsed<T> = { readonly value: T } | Broken;

export interface Broken {
  readonly rule: string;
  readonly message: string;
}

export const broken = (rule: string, message: string): Broken => ({ rule, message });
