import { setTimeout as sleep } from 'node:timers/promises';
import { InstanceCache } from '../../functions/connect.ts';
import { poll } from '../../functions/poll.ts';
import { environmentOf, type BusyNight } from './busy-night.ts';

/** What became of one invocation; `summary` holds the problems that did not reject. */
export type Outcome = Readonly<{
  /** Its message where it rejected. */
  rejection: string | undefined;
  problems: readonly string[];
  durationMs: number;
  /** All that it returned, threw or logged. */
  said: string;
}>;

/** Something that can be invoked, and killed while it runs. */
export interface Invocable {
  invoke(night: BusyNight, timeoutSeconds: number): Promise<Outcome>;
  kill(): void;
}

/**
 * The real handler in this process, with a memory of its own for each instance. It goes on when
 * killed, but in vain.
 */
export class Instance implements Invocable {
  readonly #cache = new InstanceCache();

  kill(): void {
    /* Nothing that it does from here on reaches anybody: its world sees to that. */
  }

  async invoke(night: BusyNight, timeoutSeconds: number): Promise<Outcome> {
    const { world, clock } = night;
    const lines: string[] = [];
    const began = performance.now();
    const machine = {
      environment: environmentOf(night),
      clock: clock.now,
      random: () => 0.5,
      sleep,
      cache: this.#cache,
      write: (line: string) => {
        lines.push(line);
      },
    };
    const event = Buffer.from(
      JSON.stringify({ triggerTime: '2026-11-22T18:00:00Z', triggerName: 'tick', payload: '' }),
    );
    const ended = (
      rejection: string | undefined,
      problems: readonly string[],
      said: string,
    ): Outcome => ({
      rejection,
      problems,
      durationMs: performance.now() - began,
      said: [said, ...lines].join('\n'),
    });
    try {
      const summary = await poll(event, world.context(timeoutSeconds), machine);
      return ended(
        undefined,
        summary.problems.map(({ where, message }) => `${where}: ${message}`),
        JSON.stringify(summary),
      );
    } catch (error) {
      return ended(
        error instanceof Error ? error.message : 'something that is no error',
        [],
        everythingIn(error),
      );
    }
  }
}

const everythingIn = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [
    error.stack ?? error.message,
    ...[error.cause, ...parts].filter((part) => part !== undefined).map(everythingIn),
  ].join('\n');
};
