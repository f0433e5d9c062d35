import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}
export interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
}
export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** What was answered. */
export interface Said {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}
export const saidIn = async (answer: Response): Promise<Said> => ({
  status: answer.status,
  type: answer.headers.get('content-type') ?? '',
  text: await answer.text(),
});

/** A JSON pointer's part. */
const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const isParameter = (part: string): boolean => part.startsWith('{');

/** What the program says that it answers, to hold against what it does answer. */
export class Description {
  private readonly ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true, validateSchema: false }));
  private readonly patterns: readonly (readonly string[])[];
  private static readonly known = new Map<string, Description>();

  private constructor(readonly api: OpenApi) {
    this.ajv.addSchema(api, 'api');
    // What is spelled out goes before a parameter of the same place.
    this.patterns = Object.keys(api.paths)
      .map((path) => path.split('/'))
      .toSorted((a, b) => a.filter(isParameter).length - b.filter(isParameter).length);
  }

  /** Made once of each text. */
  static of(text: string): Description {
    const description = this.known.get(text) ?? new Description(JSON.parse(text) as OpenApi);
    this.known.set(text, description);
    return description;
  }

  /** Where a success in JSON is not as the description says; pages, which it leaves out, are not looked at. */
  unlikeAt(method: string, address: string, said: Said): readonly string[] {
    const pattern = this.patternOf(address);
    return pattern === undefined || !said.type.includes('json') ? [] : this.unlike(method, pattern, said);
  }

  /** Where a success of a route is not as the description says: its status, its type, or its body. */
  unlike(method: string, pattern: string, { status, type: typeSaid, text }: Said): readonly string[] {
    if (status < 200 || status > 299) return [];
    const operation = method.toLowerCase();
    const described = this.api.paths[pattern]?.[operation]?.responses?.[String(status)];
    if (!described) return ['is not described'];
    const [type = ''] = typeSaid.split(';');
    const { content } = described;
    if (!content) return text === '' ? [] : [`has a body (${type}) and none is described`];
    if (!content[type]) return [`is ${type}, and described are ${Object.keys(content).join(', ')}`];
    if (!type.endsWith('json')) return [];
    const place = ['paths', pattern, operation, 'responses', String(status), 'content', type, 'schema'];
    const check = this.ajv.getSchema(`api#/${place.map(escaped).join('/')}`);
    if (!check) throw new Error(`${method} ${pattern} has no schema`);
    if (check(JSON.parse(text))) return [];
    const errors = (check.errors ?? []).slice(0, 5);
    return errors.map(
      ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private patternOf(address: string): string | undefined {
    const parts = (address.split('?')[0] ?? '').split('/');
    return this.patterns
      .find(
        (pattern) =>
          pattern.length === parts.length && pattern.every((part, nth) => isParameter(part) || part === parts[nth]),
      )
      ?.join('/');
  }
}
