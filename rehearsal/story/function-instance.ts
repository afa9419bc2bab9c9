import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { InvocationContext } from '../world/world.ts';

/** What the function answers, as far as its contract says. */
const summary = z.looseObject({
  tasks: z.number(),
  logsRead: z.number(),
  alerts: z.record(z.string(), z.number()),
  delivered: z.record(z.string(), z.number()),
  problems: z.array(z.object({ where: z.string(), message: z.string() })),
});
const answer = z.union([
  z.object({ summary }),
  z.object({ error: z.object({ name: z.string(), message: z.string() }) }),
]);

export type Summary = z.infer<typeof summary>;
export type Outcome =
  | Readonly<{ kind: 'accepted'; summary: Summary }>
  | Readonly<{ kind: 'rejected'; name: string; message: string }>;

/** How many lines of the function's log are kept. */
const keptLines = 500;

/**
 * The deployed bundle in a process of its own, which stays warm between invocations as an instance
 * of Function Compute does. Of the caller's environment it sees nothing, and it can reach nothing
 * but 127.0.0.1.
 */
export class FunctionInstance {
  /** What the function logged, a line each, the newest last. */
  readonly log: string[] = [];
  readonly #process: ChildProcess;

  private constructor(bundle: string, environment: Readonly<Record<string, string>>) {
    this.#process = fork(join(import.meta.dirname, 'function-host.mjs'), [bundle], {
      cwd: dirname(bundle),
      env: environment,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // That it is gone is seen by its exit; what could not be sent to it any more says nothing else.
    this.#process.on('error', ({ message }) => {
      this.log.push(message);
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        this.log.push(line);
        if (this.log.length > keptLines) this.log.shift();
      });
    }
  }

  /** @throws Error when the bundle cannot be loaded */
  static async start(
    bundle: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<FunctionInstance> {
    const instance = new FunctionInstance(bundle, environment);
    try {
      await instance.#reply(10_000, `load ${bundle}`);
      return instance;
    } catch (error) {
      await instance.close();
      throw error;
    }
  }

  /**
   * One invocation, as FC would make it, at a time that is ahead of this machine's by so many
   * milliseconds.
   * @throws Error when the process ends or the time that the context grants is over
   */
  async invoke(event: string, context: InvocationContext, clockAhead = 0): Promise<Outcome> {
    if (!this.#process.connected) throw this.#failure('ended before it was called');
    this.#process.send({ event, context, clockAhead });
    const given = answer.safeParse(await this.#reply(context.function.timeout * 1000, 'answer'));
    if (!given.success) throw new Error('the function answered something that is no summary');
    return 'summary' in given.data
      ? { kind: 'accepted', summary: given.data.summary }
      : { kind: 'rejected', ...given.data.error };
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** The next message of the process, unless it ends or the time is over before. */
  async #reply(withinMs: number, task: string): Promise<unknown> {
    const end = new AbortController();
    const { signal } = end;
    try {
      return await Promise.race([
        once(this.#process, 'message', { signal }).then(([message]: unknown[]) => message),
        // Not `exit`, which comes before the last of the output is read.
        once(this.#process, 'close', { signal }).then(() => {
          throw this.#failure(`ended before it could ${task}`);
        }),
        sleep(withinMs, undefined, { signal }).then(() => {
          throw this.#failure(`did not ${task} within ${withinMs / 1000} s`);
        }),
      ]);
    } finally {
      end.abort();
    }
  }

  #failure(what: string): Error {
    const lines = this.log.slice(-20);
    return new Error(
      `the function ${what}${lines.length > 0 ? `; its last output:\n${lines.join('\n')}` : ''}`,
    );
  }
}
