import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';

/** A process that answers each message with one of its own. Of our environment it sees nothing. */
export class Child {
  readonly #name: string;
  readonly #process: ChildProcess;
  #output = '';

  private constructor(file: string, args: readonly string[], options: ForkOptions) {
    this.#name = basename(file);
    this.#process = fork(file, [...args], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...options,
    });
    this.#process.on('error', (error) => {
      this.#output += `${error.message}\n`;
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-2_000);
      });
  }

  /** `first` is what it says when it is ready. */
  static async start(
    file: string,
    args: readonly string[],
    options: ForkOptions,
  ): Promise<Readonly<{ child: Child; first: unknown }>> {
    const child = new Child(file, args, options);
    return { child, first: await child.#answer() };
  }

  async ask(message: object): Promise<unknown> {
    const answer = this.#answer();
    this.#process.send(message);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  async #answer(): Promise<unknown> {
    const end = new AbortController();
    try {
      return await Promise.race([
        once(this.#process, 'message', { signal: end.signal }).then(
          ([message]: unknown[]) => message,
        ),
        once(this.#process, 'exit', { signal: end.signal }).then(() => {
          throw new Error(`${this.#name} ended before it answered: ${this.#output}`);
        }),
      ]);
    } finally {
      end.abort();
    }
  }
}
