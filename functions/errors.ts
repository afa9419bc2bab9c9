import type { ReadProblem } from './ports.ts';
import { plainTrouble, type Trouble } from './trouble.ts';

/** `problems` name every variable and what was expected, never a secret. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `${problems.length === 1 ? 'one problem' : `${problems.length} problems`} in the configuration: ${problems.join('; ')}`,
    );
    this.problems = problems;
  }
}

/** The event is none that the function takes. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
}

/** Why MMS did not answer a call, as far as that decides what is done instead. */
export type Refusal = 'not allowed' | 'unknown API' | 'page too large' | 'unreadable';

export type UnreadableOptions = ErrorOptions & Readonly<{ trouble?: Trouble; refusal?: Refusal }>;

/** Something of MMS could not be read within this tick; the next tick tries again. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly trouble: Trouble | undefined;
  readonly refusal: Refusal;
  constructor(message: string, options: UnreadableOptions = {}) {
    super(message, options);
    this.trouble = options.trouble;
    this.refusal = options.refusal ?? 'unreadable';
  }
}

export const refusalIn = (error: unknown): Refusal =>
  error instanceof UnreadableError ? error.refusal : 'unreadable';

export function problemIn(error: unknown): ReadProblem {
  const { message } = asError(error);
  const trouble = error instanceof UnreadableError ? error.trouble : undefined;
  return { message, trouble: trouble ?? plainTrouble(message) };
}

/** Of a channel's state. The message names the object and what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
