import * as z from 'zod/mini';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Trimmed. Blank counts as unset, as it does for Serverless Devs. */
export function textOf(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

/** One variable: its row in the README's table, and how its text is read. */
export type Variable<Value = unknown> = Readonly<{
  /** `with X`: required where X is set, without effect where it is not. */
  required: 'yes' | 'no' | 'one channel at least' | `with ${string}`;
  /** Of those that are required somewhere: what `npm run setup` asks for. */
  meaning?: string;
  fallback?: string;
  /** What applies then, in words, where it is no text. */
  otherwise?: string;
  /** Not required, and without effect where this other variable is unset. */
  only?: `with ${string}`;
  secret?: boolean;
  /** Issues are read after the variable's name and a colon. None may repeat a secret. */
  schema: z.ZodMiniType<Value, string>;
  warnings?(value: Value): readonly string[];
}>;

export type Variables = Readonly<Record<string, Variable>>;

type ValueOf<V extends Variable> = V extends { fallback: string }
  ? z.output<V['schema']>
  : z.output<V['schema']> | undefined;

export type Remarks = Readonly<{ problems: readonly string[]; warnings: readonly string[] }>;

/** Values are complete where there is no problem. */
export type Reading<V extends Variables> = Remarks &
  Readonly<{ values: { readonly [Name in keyof V]: ValueOf<V[Name]> } }>;

export function readVariables<V extends Variables>(
  variables: V,
  environment: Environment,
): Reading<V> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const read = (name: string, variable: Variable): unknown => {
    const { required, only = required, fallback, meaning = '', schema } = variable;
    const text = textOf(environment, name);
    const partner = /^with (.*)$/.exec(only)?.[1];
    const partnerIsSet = partner !== undefined && textOf(environment, partner) !== undefined;
    if (text === undefined) {
      if (required === 'yes' || (required === only && partnerIsSet))
        problems.push(`${name}: required, but not set (${meaning})`);
      return fallback === undefined ? undefined : z.parse(schema, fallback);
    }
    if (partner !== undefined && !partnerIsSet) {
      warnings.push(`${name}: has no effect while ${partner} is not set`);
      return undefined;
    }
    const parsed = schema.safeParse(text);
    if (!parsed.success) {
      for (const { message } of parsed.error.issues)
        problems.push(`${name}: ${namingQuotes(message, text)}`);
      return undefined;
    }
    warnings.push(...(variable.warnings?.(parsed.data) ?? []).map((text) => `${name}: ${text}`));
    return parsed.data;
  };
  const values = Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, read(name, variable)]),
  );
  return { values: values as Reading<V>['values'], problems, warnings };
}

/** Adds to what is wrong with a text that somebody pasted it with quotes around it. */
export const namingQuotes = (problem: string, text: string): string =>
  /^["'`“”„‘’«»「」]|["'`“”„‘’«»「」]$/.test(text)
    ? `${problem}; it is in quotes: remove them`
    : problem;

/** Reports what is wrong with a text and what was expected, and nothing of a secret. */
export type Refuse = (problem: string) => void;

/** A schema that may report several problems; `undefined` where the text was refused. */
export const understood = <Value>(
  understand: (text: string, refuse: Refuse) => Value | undefined,
): z.ZodMiniType<Value, string> =>
  z.pipe(
    z.string(),
    z.transform((text, { issues }) => {
      const value = understand(text, (message) => {
        issues.push({ code: 'custom', message, input: '' });
      });
      return issues.length > 0 || value === undefined ? z.NEVER : value;
    }),
  );

export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodMiniType<Words[number], string> =>
  z.pipe(z.string(), z.enum(words, `expected ${words.join(' or ')}`));

const notCommas: ReadonlyMap<string, string> = new Map([
  ['，', 'a full-width comma'],
  ['、', 'an enumeration comma'],
  ['；', 'a full-width semicolon'],
  [';', 'a semicolon'],
]);

/** The character that somebody took for a comma: `， (a full-width comma)`. */
export const namesNotAComma = (text: string): string | undefined =>
  [...notCommas]
    .filter(([character]) => text.includes(character))
    .map(([character, name]) => `${character} (${name})`)[0];

export const listOf = <Value>(
  what: string,
  understand: (entry: string, refuse: Refuse) => Value | undefined,
): z.ZodMiniType<readonly Value[], string> =>
  understood((text, refuse) => {
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    if (entries.length === 0) refuse(`names no ${what}`);
    return entries.flatMap((entry, index) => {
      const mark = namesNotAComma(entry);
      if (mark !== undefined) {
        refuse(`entry ${index + 1} holds ${mark}; expected a comma`);
        return [];
      }
      const value = understand(entry, (problem) => {
        refuse(`${nameEntry(entry, index)} ${problem}`);
      });
      return value === undefined ? [] : [value];
    });
  });

/**
 * How a problem names an entry. Somebody may have put a secret into the wrong variable, so what is
 * long or holds anything unexpected is named by its place.
 */
export const nameEntry = (entry: string, index: number): string =>
  /^[\w.,/-]{1,40}$/.test(entry) ? `"${entry}"` : `entry ${index + 1}`;
