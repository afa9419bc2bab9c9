import { silenceDebugOutput } from './runtime/debug-output.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { InstanceCache } from './connect.ts';
import { poll } from './poll.ts';
import type { Summary } from './pipeline/summary.ts';

silenceDebugOutput(process);

const cache = new InstanceCache();

/**
 * What Function Compute calls with each tick of the timer: the handler `index.handler` of s.yaml.
 */
export const handler = (event: unknown, context: unknown): Promise<Summary> =>
  poll(event, context, {
    environment: process.env,
    clock: Date.now,
    random: Math.random,
    sleep,
    cache,
    write: (line) => {
      process.stdout.write(`${line}\n`);
    },
  });
