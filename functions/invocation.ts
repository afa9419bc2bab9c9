import * as z from 'zod/mini';
import { isRecord, textIn } from './runtime/json.ts';
import { credentialsIn, credentialsOf, type Credentials } from './settings/credentials.ts';
import type { Environment } from './settings/environment.ts';
import { ConfigurationError, InvocationError } from './errors.ts';

/** What Function Compute says of one invocation, as far as it concerns us. */
export type Invocation = Readonly<{
  credentials: Credentials;
  timeoutMs: number;
  region: string | undefined;
  requestId: string | undefined;
  functionName: string | undefined;
}>;

const order = z.union([z.strictObject({}), z.strictObject({ dryRun: z.literal(true) })]);

/** The platform may add fields, but a `dryRun` beside them would go unheard: it is refused. */
const timerEvent = z.looseObject({
  triggerTime: z.string(),
  triggerName: z.string(),
  payload: z.nullish(z.string()),
  dryRun: z.optional(z.undefined()),
});

const expected =
  'expected a timer event {"triggerTime","triggerName","payload"}, {"dryRun":true}, {} or nothing; ' +
  'the payload may be empty or {"dryRun":true}';

/**
 * `triggerTime` is not read: a late event carries an old one.
 *
 * @throws InvocationError for anything else than the contract names; it does not repeat the event
 */
export function parseEvent(event: unknown): Readonly<{ dryRun: boolean }> {
  const value = parseJson(textOfEvent(event), 'the event');
  const timer = timerEvent.safeParse(value);
  const what = timer.success ? "the timer's payload" : 'the event';
  const parsed = order.safeParse(timer.success ? parseJson(timer.data.payload ?? '', what) : value);
  if (!parsed.success)
    throw new InvocationError(`${what} is JSON, but nothing that this function takes; ${expected}`);
  return { dryRun: 'dryRun' in parsed.data };
}

function textOfEvent(event: unknown): string {
  if (typeof event === 'string') return event;
  if (event instanceof Uint8Array)
    return Buffer.from(event.buffer, event.byteOffset, event.byteLength).toString();
  throw new InvocationError(`the event is neither bytes nor text; ${expected}`);
}

/** Nothing at all reads as `{}`. */
function parseJson(text: string, what: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text.trim());
  } catch {
    throw new InvocationError(`${what} is not JSON; ${expected}`);
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value) ? value : {};

/** What `s.yaml` asks for, for a platform that does not say. */
const usualTimeoutSeconds = 50;

/**
 * A warm instance gets new credentials with each context.
 *
 * @throws ConfigurationError when neither it nor the environment holds credentials
 */
export function parseContext(context: unknown, environment: Environment): Invocation {
  const { requestId, region, function: own, credentials: given } = fieldsOf(context);
  const { name, timeout } = fieldsOf(own);
  const { accessKeyId, accessKeySecret, securityToken } = fieldsOf(given);
  const credentials =
    credentialsOf(textIn(accessKeyId), textIn(accessKeySecret), textIn(securityToken)) ??
    credentialsIn(environment);
  if (credentials === undefined) {
    throw new ConfigurationError([
      'no credentials: expected a role on the function (role in s.yaml), ' +
        'or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    ]);
  }
  return {
    credentials,
    timeoutMs: 1000 * (Number(timeout) > 0 ? Number(timeout) : usualTimeoutSeconds),
    region: textIn(region) || undefined,
    requestId: textIn(requestId) || undefined,
    functionName: textIn(name) || undefined,
  };
}
