import { createHeartbeat } from '../../functions/runtime/heartbeat.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Secret } from '../../functions/settings/secret.ts';
import { fail, ok, skip, type Finding } from './finding.ts';

/** Whoever is asked takes it for a good tick, so it is asked only where tests may be sent. */
export async function checkHeartbeat(
  url: Secret,
  sendTest: boolean,
  until: number,
  patience: RetryDeps,
): Promise<Finding> {
  if (!sendTest)
    return skip('heartbeat', 'it would be taken for a good tick; --send-test sends one');
  const reason = await createHeartbeat(url, patience).beat('good', until);
  if (reason === undefined) return ok('heartbeat', 'heard, as a good tick would be');
  return fail(
    'heartbeat',
    reason.replace(/: check HEARTBEAT_URL$/, ''),
    "check HEARTBEAT_URL and this machine's network",
  );
}
