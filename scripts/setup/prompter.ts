import type { Readable, Writable } from 'node:stream';
import {
  confirm,
  isCancel,
  log,
  multiselect,
  password,
  select,
  text,
  type CANCEL_SYMBOL,
} from '@clack/prompts';

/** Rejects with `Cancelled` for Ctrl-C. */
export type Prompter = Readonly<{
  text: (ask: string, options: TextOptions) => Promise<string>;
  one: (ask: string, choices: readonly string[], initial: string) => Promise<string>;
  some: (
    ask: string,
    choices: readonly string[],
    initial: readonly string[],
  ) => Promise<readonly string[]>;
  confirm: (ask: string) => Promise<boolean>;
}>;

type TextOptions = Readonly<{
  help: string | undefined;
  initial: string;
  /** Not shown while it is typed, and without `initial`. */
  secret: boolean;
  validate: (text: string) => string | undefined;
}>;

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export function createPrompter(streams: Readonly<{ input: Readable; output: Writable }>): Prompter {
  const answered = async <Value>(answer: Promise<Value | typeof CANCEL_SYMBOL>): Promise<Value> => {
    const value = await answer;
    if (isCancel(value)) throw new Cancelled('cancelled');
    return value;
  };
  const options = (choices: readonly string[]) => choices.map((value) => ({ value, label: value }));
  return {
    text: (message, { help, initial, secret, validate }) => {
      if (help !== undefined) log.message(help, streams);
      const asked = {
        ...streams,
        message,
        validate: (typed = '') => validate(typed.trim()),
      };
      return answered(secret ? password(asked) : text({ ...asked, initialValue: initial }));
    },
    one: (message, choices, initialValue) =>
      answered(select({ ...streams, message, options: options(choices), initialValue })),
    some: (message, choices, initialValues) =>
      answered(
        multiselect({
          ...streams,
          message,
          options: options(choices),
          initialValues: [...initialValues],
          required: true,
        }),
      ),
    confirm: (message) => answered(confirm({ ...streams, message, initialValue: false })),
  };
}
