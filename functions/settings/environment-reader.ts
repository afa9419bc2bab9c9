import type { Parsed } from './parsed.ts';
import { meaningOfVariable, type VariableName } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The text of a variable without the white space around it; blank counts as unset, as Serverless
 * Devs has it too.
 */
export function textOf(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

/**
 * Reads one variable after the other and gathers what is wrong with them, so that everything is
 * said at once.
 */
export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly warnings: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  isSet(name: VariableName): boolean {
    return textOf(this.#environment, name) !== undefined;
  }

  /** `undefined` when the variable is unset or its text was refused. */
  read<Value>(name: VariableName, parse: (text: string) => Parsed<Value>): Value | undefined {
    const text = textOf(this.#environment, name);
    if (text === undefined) return undefined;
    const parsed = parse(text);
    if (parsed.kind === 'refused') {
      for (const problem of parsed.problems) this.problem(name, problem);
      return undefined;
    }
    for (const warning of parsed.warnings) this.warning(name, warning);
    return parsed.value;
  }

  require<Value>(name: VariableName, parse: (text: string) => Parsed<Value>): Value | undefined {
    if (!this.isSet(name)) this.problem(name, `required, but not set (${meaningOfVariable(name)})`);
    return this.read(name, parse);
  }

  problem(name: VariableName, text: string): void {
    this.problems.push(`${name}: ${text}`);
  }

  warning(name: VariableName, text: string): void {
    this.warnings.push(`${name}: ${text}`);
  }
}
