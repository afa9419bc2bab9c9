import * as z from 'zod/mini';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Trimmed. Blank counts as unset. */
export function textOf(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

export type Variable<Value = unknown> = Readonly<{
  /** `with X`: required where X is set, without effect where it is not. */
  required?: 'yes' | 'one channel at least' | `with ${string}`;
  /** What `npm run setup` asks for. */
  meaning?: string;
  fallback?: string;
  /** The same in words, where it is no text. */
  otherwise?: string;
  /** Not required, and without effect where that variable is unset. */
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
    const { required, only = required ?? '', fallback, meaning = '', schema } = variable;
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

/** For a text that somebody pasted with quotes around it. */
export const namingQuotes = (problem: string, text: string): string =>
  /^["'`“”„‘’«»「」]|["'`“”„‘’«»「」]$/.test(text)
    ? `${problem}; it is in quotes: remove them`
    : problem;

/** Says what is wrong with a text and what was expected, and nothing of a secret. */
export type Refuse = (problem: string) => void;

/** `understand` may refuse for several reasons. */
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

/** The character that somebody took for a comma. */
export const namesNotAComma = (text: string): string | undefined =>
  [
    '， (a full-width comma)',
    '、 (an enumeration comma)',
    '； (a full-width semicolon)',
    '; (a semicolon)',
  ].find((mark) => text.includes(mark.charAt(0)));

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

/** By its place where it is long or odd: somebody may have put a secret into the variable. */
export const nameEntry = (entry: string, index: number): string =>
  /^[\w.,/-]{1,40}$/.test(entry) ? `"${entry}"` : `entry ${index + 1}`;
