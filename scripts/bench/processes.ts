import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { InvocationContext } from '../../rehearsal/world/world.ts';
import type { Quota } from './quota.ts';

const time = { wallMs: z.number(), cpuMs: z.number() };
const summary = z.object({
  alerts: z.record(z.string(), z.number()),
  problems: z.array(z.object({ where: z.string(), message: z.string() })),
});
const recorded = z.object({
  method: z.string(),
  port: z.number(),
  path: z.string(),
  /** Of MMS. */
  action: z.optional(z.string()),
  etag: z.optional(z.string()),
  /** Of the body. */
  bytes: z.number(),
});
const tick = z.object({
  ...time,
  peakBytes: z.number(),
  requests: z.array(recorded),
  summary: z.optional(summary),
  error: z.optional(z.string()),
});
const floor = z.object({ ...time, error: z.optional(z.string()) });

/** A request that the function made. */
export type RecordedRequest = z.infer<typeof recorded>;
/** A request as it goes out: the bare client is not charged for its signature. */
export type SignedRequest = Readonly<{
  method: string;
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

/** One invocation, as its own process saw it. */
export type Tick = z.infer<typeof tick>;

/** A process that answers each message with one of its own. Of our environment it sees nothing. */
class Host {
  readonly #name: string;
  readonly #process: ChildProcess;
  #output = '';

  constructor(
    name: string,
    args: readonly string[],
    options: Readonly<{ cwd: string; env: Readonly<Record<string, string>>; execArgv: string[] }>,
  ) {
    this.#name = name;
    const file = join(import.meta.dirname, name);
    this.#process = fork(file, [...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], ...options });
    this.#process.on('error', (error) => {
      this.#output += error.message;
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-2_000);
      });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  protected async ask(message: object): Promise<unknown> {
    const answer = this.answer();
    this.#process.send(message);
    return answer;
  }

  /** @throws Error where the process ends instead */
  async answer(): Promise<unknown> {
    const end = new AbortController();
    const ended = once(this.#process, 'exit', { signal: end.signal }).then(() => {
      throw new Error(`${this.#name} ended before it answered: ${this.#output}`);
    });
    const answered = once(this.#process, 'message', { signal: end.signal });
    try {
      const messages: readonly unknown[] = await Promise.race([answered, ended]);
      return messages[0];
    } finally {
      end.abort();
      await Promise.allSettled([answered, ended]);
    }
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}

/** The bundle in a process of its own, which stays warm between invocations. */
export class FunctionProcess extends Host {
  /** With the heap that Node gives itself where there is so much memory: half of it. */
  static async start(
    { bundle, memoryMb }: Readonly<{ bundle: string; memoryMb: number }>,
    env: Readonly<Record<string, string>>,
    quota?: Quota,
  ): Promise<FunctionProcess> {
    const execArgv = [`--max-old-space-size=${memoryMb / 2}`];
    const options = { cwd: dirname(bundle), env, execArgv };
    const started = new FunctionProcess('function-host.mjs', [bundle], options);
    quota?.add(started.pid);
    await started.answer();
    return started;
  }

  /**
   * One tick of the timer, `minutesAhead` of now by the function's clock. `undefined` where it had
   * to be killed, because its time or its memory was used up.
   */
  async tick(context: InvocationContext, minutesAhead: number): Promise<Tick | undefined> {
    const timeout = new AbortController();
    const timer = setTimeout(() => {
      timeout.abort();
      void this.close();
    }, context.function.timeout * 1_000);
    try {
      return z.parse(tick, await this.ask({ event: '{}', context, minutesAhead }));
    } catch (error) {
      if (timeout.signal.aborted || String(error).includes('heap out of memory')) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** As many requests as the function keeps in flight. */
const atATime = 16;

/** The bare client of `floor-host.mjs`. */
export class Floor extends Host {
  readonly #ready: Promise<unknown>;

  constructor() {
    super('floor-host.mjs', [], { cwd: '/', env: {}, execArgv: [] });
    this.#ready = this.answer();
  }

  /** @throws Error when an answer is no good */
  async time(
    requests: readonly SignedRequest[],
  ): Promise<Readonly<{ wallMs: number; cpuMs: number }>> {
    await this.#ready;
    const taken = z.parse(floor, await this.ask({ requests, atATime }));
    if (taken.error !== undefined) throw new Error(`the floor: ${taken.error}`);
    return taken;
  }
}
