/** Why a command was not carried out. The edge turns it into a problem document. */
export type RefusalKind =
  /** The value of a field breaks a rule. */
  | 'invalid'
  /** What the command is sent to does not exist, or is not the caller's. What a field names and is not there is `invalid`. */
  | 'notFound'
  /** The aggregate is in a state in which this cannot be done. */
  | 'conflict'
  /** The caller may not do this here. */
  | 'forbidden';

/** A typed "no": a stable code for programs, a message that tells a person what to do next. No personal data in either. */
export class Refusal {
  constructor(
    readonly kind: RefusalKind,
    /** Kebab case, stable: `trajectory-not-started`. */
    readonly code: string,
    readonly message: string,
    readonly field?: string,
  ) {}
}

export const invalid = (field: string, code: string, message: string): Refusal =>
  new Refusal('invalid', code, message, field);
export const conflict = (code: string, message: string): Refusal => new Refusal('conflict', code, message);
export const notFound = (code: string, message: string): Refusal => new Refusal('notFound', code, message);

export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

/** Closes an exhaustive switch: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
