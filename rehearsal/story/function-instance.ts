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
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted'), summary }),
  z.object({ kind: z.literal('rejected'), name: z.string(), message: z.string() }),
]);
const request = z.object({
  method: z.string(),
  port: z.number(),
  path: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
});
const invocation = z.object({
  outcome,
  wallMs: z.number(),
  cpuMs: z.number(),
  peakBytes: z.number(),
  requests: z.array(request),
});

export type Summary = z.infer<typeof summary>;
export type Outcome = z.infer<typeof outcome>;
export type MadeRequest = z.infer<typeof request>;
/** What came of an invocation, and what it took. */
export type Invocation = z.infer<typeof invocation>;

const keptLines = 500;

type Start = Readonly<{
  args: readonly string[];
  cwd: string;
  environment: Readonly<Record<string, string>>;
  execArgv?: readonly string[];
}>;

/**
 * A script in a process of its own, which sees nothing of our environment. It answers each message
 * with one of its own, and sends one more once it is loaded.
 */
export class Responder {
  readonly log: string[] = [];
  readonly #name: string;
  readonly #process: ChildProcess;

  protected constructor(
    name: string,
    script: string,
    { args, cwd, environment, execArgv = [] }: Start,
  ) {
    this.#name = name;
    this.#process = fork(script, [...args], {
      cwd,
      env: environment,
      execArgv: [...execArgv],
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

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** @throws Error when the process ends or the time is over before it answers */
  protected async ask(message: object, withinMs: number): Promise<unknown> {
    if (!this.#process.connected) throw this.#failure('ended before it was called');
    this.#process.send(message);
    return this.reply(withinMs, 'answer');
  }

  protected async reply(withinMs: number, task: string): Promise<unknown> {
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

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  #failure(what: string): Error {
    const lines = this.log.slice(-20);
    return new Error(
      `${this.#name} ${what}${lines.length > 0 ? `; its last output:\n${lines.join('\n')}` : ''}`,
    );
  }
}

type Limits = Readonly<{
  execArgv?: readonly string[];
  /** Called before anything is loaded. */
  confine?: (pid: number) => void;
}>;

/**
 * The deployed bundle, which stays warm between invocations as an instance of Function Compute
 * does. It can reach nothing but 127.0.0.1.
 */
export class FunctionInstance extends Responder {
  /** @throws Error when the bundle cannot be loaded */
  static async start(
    bundle: string,
    environment: Readonly<Record<string, string>>,
    { execArgv = [], confine }: Limits = {},
  ): Promise<FunctionInstance> {
    const instance = new FunctionInstance(
      'the function',
      join(import.meta.dirname, 'function-host.mjs'),
      { args: [bundle], cwd: dirname(bundle), environment, execArgv },
    );
    confine?.(instance.pid);
    try {
      await instance.reply(30_000, `load ${bundle}`);
      return instance;
    } catch (error) {
      await instance.close();
      throw error;
    }
  }

  /**
   * One invocation, as FC would make it, at a time that is ahead of this machine's by so many
   * milliseconds.
   *
   * @throws Error when the process ends or the time that the context grants is over
   */
  async measure(event: string, context: InvocationContext, clockAhead = 0): Promise<Invocation> {
    const given = invocation.safeParse(
      await this.ask({ event, context, clockAhead }, context.function.timeout * 1000),
    );
    if (given.success) return given.data;
    throw new Error('the function answered something that is no summary');
  }

  /** The same, where only the outcome counts. */
  async invoke(event: string, context: InvocationContext, clockAhead = 0): Promise<Outcome> {
    return (await this.measure(event, context, clockAhead)).outcome;
  }
}
