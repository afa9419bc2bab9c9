import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { Child } from './child.ts';

const loaded = z.object({ loadMs: z.number(), peakBytes: z.number() });
const took = { wallMs: z.number(), cpuMs: z.number(), bytes: z.number(), peakBytes: z.number() };
const summary = z.object({
  tasks: z.number(),
  logsRead: z.number(),
  alerts: z.record(z.string(), z.number()),
  delivered: z.record(z.string(), z.number()),
  problems: z.array(z.object({ where: z.string(), message: z.string() })),
});
const invoked = z.union([z.object({ ...took, summary }), z.object({ ...took, error: z.string() })]);

/** What one invocation took, as its own process saw it. */
export type Invoked = Readonly<{
  wallMs: number;
  cpuMs: number;
  bytes: number;
  peakBytes: number;
  summary: z.infer<typeof summary>;
}>;

export type Deployed = Readonly<{
  /** The file that is deployed. */
  bundle: string;
  /**
   * What the function may use in all; a machine with more to give would let garbage lie for longer.
   */
  memoryMb: number;
}>;

/** The bundle in a process of its own, which stays warm between invocations. */
export class FunctionProcess {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  /** The process gets the heap that Node gives itself where there is so much memory: half of it. */
  static async start(
    { bundle, memoryMb }: Deployed,
    environment: Readonly<Record<string, string>>,
  ): Promise<FunctionProcess> {
    const { child, first } = await Child.start(
      join(import.meta.dirname, 'function-host.mjs'),
      [bundle],
      {
        cwd: dirname(bundle),
        env: environment,
        execArgv: [`--max-old-space-size=${memoryMb / 2}`],
      },
    );
    loaded.parse(first);
    return new FunctionProcess(child);
  }

  /**
   * One tick of the timer, `minutesAhead` of now by the function's clock. @throws Error when it did
   * not go as it should
   */
  async tick(context: object, minutesAhead: number): Promise<Invoked> {
    const given = invoked.parse(await this.#child.ask({ event: '{}', context, minutesAhead }));
    if ('error' in given)
      throw new Error(`the function rejected a tick that should go well: ${given.error}`);
    const [problem] = given.summary.problems;
    if (problem !== undefined)
      throw new Error(
        `the function had a problem in a tick that should go well: ${problem.where}: ${problem.message}`,
      );
    return given;
  }

  async close(): Promise<void> {
    await this.#child.close();
  }
}
