import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { Child } from './child.ts';
import type { Layout, Change } from './layouts.ts';
import type { Happened, Ready, Report } from './world-orders.ts';
import { answers } from './world-orders.ts';

const reply = z.union([z.object({ answer: z.unknown() }), z.object({ error: z.string() })]);

/** The world that runs in `world-host.ts`, as its parent gives it orders. */
export class WorldProcess {
  readonly ready: Ready;
  readonly #child: Child;

  private constructor(child: Child, ready: Ready) {
    this.#child = child;
    this.ready = ready;
  }

  static async open(layout: Layout, size: number, pageSizeCap?: number): Promise<WorldProcess> {
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const { child } = await Child.start(join(import.meta.dirname, 'world-host.ts'), [], {
      execArgv: ['--import', loader],
      env: {},
    });
    return new WorldProcess(
      child,
      answers.open.parse(await ask(child, { kind: 'open', layout, size, pageSizeCap })),
    );
  }

  async setLatency(ms: number): Promise<void> {
    await ask(this.#child, { kind: 'latency', ms });
  }

  async change(what: Change): Promise<Happened> {
    return answers.change.parse(await ask(this.#child, { kind: 'change', what }));
  }

  async keep(): Promise<void> {
    await ask(this.#child, { kind: 'keep' });
  }

  /** Gives the context of the next invocation. */
  async rewind(): Promise<object> {
    return answers.rewind.parse(await ask(this.#child, { kind: 'rewind' })).context;
  }

  async report(): Promise<Report> {
    return answers.report.parse(await ask(this.#child, { kind: 'report' }));
  }

  async close(): Promise<void> {
    await this.#child.close();
  }
}

async function ask(child: Child, order: object): Promise<unknown> {
  const given = reply.parse(await child.ask(order));
  if ('error' in given)
    throw new Error(`the world could not be told ${JSON.stringify(order)}: ${given.error}`);
  return given.answer;
}
