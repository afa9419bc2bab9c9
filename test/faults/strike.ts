import type { AnyFault, Fault } from '../../rehearsal/world/fault.ts';
import type { World } from '../../rehearsal/world/world.ts';
import type { Breakage } from './breakages.ts';
import type { Call, ServerName } from './calls.ts';

/** What the fault has met so far. */
export type Strike = { times: number; killed: boolean };

type Broken = Readonly<{ call: Call; breakage: Breakage; timeoutSeconds: number }>;

/**
 * From now on the call breaks; everything else goes well, until the process has died: then nothing
 * reaches anybody.
 */
export function arm(
  world: World,
  { call, breakage: { how, allTick = false }, timeoutSeconds }: Broken,
  kill: () => void,
): Strike {
  const strike: Strike = { times: 0, killed: false };
  const meets = (server: ServerName, operation: string, attempt: number): boolean => {
    const met =
      server === call.server &&
      operation === call.operation &&
      (allTick ? attempt >= call.attempt : attempt === call.attempt);
    if (met) strike.times += 1;
    return met;
  };
  for (const name of ['mms', 'oss', 'slack'] as const) {
    world[name].fault = ({ operation, attempt }) => {
      if (strike.killed) return { kind: 'reset' };
      if (!meets(name, operation, attempt)) return undefined;
      if (how.kind !== 'dies') return forHttp(how, timeoutSeconds);
      strike.killed = true;
      kill();
      return { kind: 'reset', applied: how.applied };
    };
  }
  world.mail.fault = ({ operation, attempt }) => {
    if (strike.killed) return { kind: 'reset' };
    if (!meets('mail', operation, attempt)) return undefined;
    if (how.kind !== 'dies') return forMail(how);
    strike.killed = true;
    kill();
    return { kind: 'reset', applied: how.applied };
  };
  return strike;
}

/** All is well again. */
export async function heal(world: World): Promise<void> {
  for (const name of ['mms', 'oss', 'slack', 'mail'] as const) {
    world[name].fault = undefined;
    await world[name].start();
  }
}

function forHttp(how: Breakage['how'], timeoutSeconds: number): Fault {
  if (how.kind === 'dies') throw new Error(`${how.kind} is no fault of an HTTP server`);
  return how.kind === 'delay' ? { ...how, ms: Math.min(how.ms, timeoutSeconds * 1100) } : how;
}

function forMail(how: Breakage['how']): AnyFault {
  if (how.kind !== 'answer' && how.kind !== 'reset' && how.kind !== 'hang')
    throw new Error(`${how.kind} is no fault of a mail server`);
  return how;
}
