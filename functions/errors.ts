import type { Trouble } from './notification/trouble.ts';

/**
 * The environment cannot be used as it is; `problems` names every variable and what was expected,
 * never a secret.
 */
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

/** Something of MMS could not be read within this tick; the next tick tries again. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  /** The same for a message. */
  readonly trouble: Trouble | undefined;
  constructor(message: string, options: ErrorOptions & Readonly<{ trouble?: Trouble }> = {}) {
    super(message, options);
    this.trouble = options.trouble;
  }
}

/**
 * A channel's state could not be read or saved. `name` of the object and what to do stand in the
 * message.
 */
export class StateError extends Error {
  override readonly name = 'StateError';
}
