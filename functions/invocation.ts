import * as z from 'zod/mini';
import { credentialsIn, credentialsOf, type Credentials } from './settings/credentials.ts';
import type { Environment } from './settings/environment.ts';
import { ConfigurationError, InvocationError } from './errors.ts';

/** What Function Compute says of one invocation, as far as it concerns us. */
export type Invocation = Readonly<{
  credentials: Credentials;
  /** How long the platform lets this invocation run. */
  timeoutMs: number;
  region: string | undefined;
  requestId: string | undefined;
  functionName: string | undefined;
}>;

const order = z.union([z.strictObject({}), z.strictObject({ dryRun: z.literal(true) })]);

/**
 * The platform may add fields. A `dryRun` beside them would go unheard and send real messages, so
 * it is refused.
 */
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
 * What the event asks for. `triggerTime` is not read: a late event carries an old one. Throws an
 * `InvocationError` for anything else than the contract names; it does not repeat the event.
 */
export function parseEvent(event: unknown): Readonly<{ dryRun: boolean }> {
  const value = parseJson(textOfEvent(event), 'the event');
  const timer = timerEvent.safeParse(value);
  return timer.success
    ? parseOrder(parseJson(timer.data.payload ?? '', "the timer's payload"), "the timer's payload")
    : parseOrder(value, 'the event');
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

function parseOrder(value: unknown, what: string): Readonly<{ dryRun: boolean }> {
  const parsed = order.safeParse(value);
  if (!parsed.success)
    throw new InvocationError(`${what} is JSON, but nothing that this function takes; ${expected}`);
  return { dryRun: 'dryRun' in parsed.data };
}

/** `undefined` for whatever says nothing. */
const text = z.catch(
  z.optional(
    z.pipe(
      z.string(),
      z.transform((given) => given.trim() || undefined),
    ),
  ),
  undefined,
);
const fcContext = z.catch(
  z.looseObject({
    requestId: text,
    region: text,
    function: z.catch(
      z.looseObject({ name: text, timeout: z.catch(z.optional(z.coerce.number()), undefined) }),
      {},
    ),
    credentials: z.catch(
      z.looseObject({ accessKeyId: text, accessKeySecret: text, securityToken: text }),
      {},
    ),
  }),
  { function: {}, credentials: {} },
);

/** What `s.yaml` asks for, for a platform that does not say. */
const usualTimeoutSeconds = 50;

/**
 * The context of this very invocation: a warm instance gets new credentials with each.
 * Throws a `ConfigurationError` when neither it nor the environment holds credentials.
 */
export function parseContext(context: unknown, environment: Environment): Invocation {
  const { requestId, region, function: own, credentials: given } = fcContext.parse(context);
  const credentials =
    credentialsOf(given.accessKeyId, given.accessKeySecret, given.securityToken) ??
    credentialsIn(environment);
  if (credentials === undefined) {
    throw new ConfigurationError([
      'no credentials: expected a role on the function (role in s.yaml), ' +
        'or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    ]);
  }
  const seconds = own.timeout !== undefined && own.timeout > 0 ? own.timeout : usualTimeoutSeconds;
  const timeoutMs = seconds * 1000;
  return { credentials, timeoutMs, region, requestId, functionName: own.name };
}
