/**
 * What became of the text of one variable. Problems and warnings are read after the variable's name
 * and a colon; they say what was expected and never hold the value of a secret.
 */
export type Parsed<Value> = Accepted<Value> | Refused;

type Accepted<Value> = Readonly<{ kind: 'accepted'; value: Value; warnings: readonly string[] }>;
type Refused = Readonly<{ kind: 'refused'; problems: readonly string[] }>;

export const accepted = <Value>(
  value: Value,
  warnings: readonly string[] = [],
): Accepted<Value> => ({
  kind: 'accepted',
  value,
  warnings,
});

export const refused = (...problems: readonly string[]): Refused => ({ kind: 'refused', problems });

/**
 * An entry of a list as a problem may name it. Somebody may have put a webhook or a password into
 * the wrong variable, so what is long, or looks like a URL, or holds anything unexpected, is named
 * by its place alone.
 */
export const nameEntry = (entry: string, index: number): string =>
  /^[\w.,/-]{1,40}$/.test(entry) ? `"${entry}"` : `entry ${index + 1}`;
