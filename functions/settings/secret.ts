import { inspect } from 'node:util';

/**
 * A value that will not print: neither a template, nor JSON, nor a dump of an object that holds it
 * shows more than
 * `[secret]`. Only `reveal()` gives it away, and only where it goes on the wire.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
