import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { environmentOf, type BusyNight } from './busy-night.ts';
import type { Invocable, Outcome } from './invocation.ts';

/** The bundle in a process of its own, for one invocation; killed, it is gone at once. */
export class BundleInstance implements Invocable {
  readonly #bundle: string;
  #running: FunctionInstance | undefined;

  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  kill(): void {
    void this.#running?.close();
  }

  async invoke(night: BusyNight, timeoutSeconds: number): Promise<Outcome> {
    const { world } = night;
    const began = performance.now();
    const running = await FunctionInstance.start(this.#bundle, environmentOf(night));
    this.#running = running;
    try {
      const outcome = await running.invoke('{}', world.context(timeoutSeconds));
      const rejection = outcome.kind === 'rejected' ? outcome.message : undefined;
      return {
        rejection,
        problems: [],
        durationMs: performance.now() - began,
        said: [rejection ?? '', ...running.log].join('\n'),
      };
    } catch (error) {
      return {
        rejection: String(error),
        problems: [],
        durationMs: performance.now() - began,
        said: running.log.join('\n'),
      };
    } finally {
      await running.close();
    }
  }
}
