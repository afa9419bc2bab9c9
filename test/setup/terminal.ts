import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** Whether this machine has util-linux's `script`, which opens a pseudo terminal for a command. */
export const hasTerminal =
  process.platform === 'linux' &&
  spawnSync('script', ['--quiet', '--command', 'true', '/dev/null']).status === 0;

export const keys = { enter: '\r', down: '\u001B[B', space: ' ', ctrlC: '\u0003' } as const;

/** A command in a pseudo terminal, and what a person would do there. */
export class Terminal {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  #shown = '';
  #read = 0;

  constructor(
    command: readonly string[],
    options: Readonly<{ cwd: string; env: Readonly<Record<string, string>> }>,
  ) {
    // Without a size every line would be broken after its first character.
    const line = `stty cols 120 rows 40 && ${command.map((word) => `'${word}'`).join(' ')}`;
    this.#process = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      ...options,
      env: { ...options.env, TERM: 'xterm-256color' },
    });
    this.#closed = once(this.#process, 'close');
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text;
    });
  }

  /** Waits until the screen shows the text, after what was waited for before, and then types. */
  async whenShown(text: string, typed: string): Promise<void> {
    for (;;) {
      const at = this.shown.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        break;
      }
      if (this.#process.exitCode !== null)
        throw new Error(`it never showed ${text}: ${this.shown}`);
      await Promise.race([once(this.#process.stdout, 'data'), this.#closed]);
    }
    for (const key of typed === '' ? [] : typed.split(/(?<=\r|\u001B\[B)/)) {
      this.#process.stdin.write(key);
      // As with a person, what a key does is there before the next one comes.
      await once(this.#process.stdout, 'data');
    }
  }

  async ended(): Promise<number | null> {
    await this.#closed;
    return this.#process.exitCode;
  }

  /** All that was shown, without colours. */
  get shown(): string {
    return stripVTControlCharacters(this.#shown);
  }
}
