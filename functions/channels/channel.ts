import type { Language } from '../language.ts';

import type { Audience, Notification } from '../notification/kind.ts';
import type { Channel, DeliveryResult } from '../ports.ts';
import { backoff, deliveryGrace, type RetryDeps } from '../runtime/retry.ts';
import {
  readVariables,
  textOf,
  type Environment,
  type Reading,
  type Remarks,
  type Variables,
} from '../settings/environment.ts';
import type { Secret } from '../settings/secret.ts';
import type { Trouble } from '../trouble.ts';

/** For the doctor. */
export type ChannelFinding = Readonly<{
  verdict: 'ok' | 'warn' | 'fail';
  found: string;
  hints: readonly string[];
}>;

export type ChannelService = Readonly<{
  secrets: readonly Secret[];
  /** `name` is that of its state too. */
  create(name: string, audience: Audience, deps: RetryDeps): Channel;
  /** Whether the service works; sends nothing. */
  probe(until: number, deps: RetryDeps): Promise<ChannelFinding>;
  sendTest(text: string, until: number, deps: RetryDeps): Promise<ChannelFinding>;
}>;

type ChannelKind = Readonly<{
  /** The subject of a sentence. */
  title: Readonly<Record<Language, string>>;
  /** Other channels may point to it for ids. */
  listsEveryId: boolean;
}>;

export type ConfiguredChannel = ChannelKind & ChannelService & Readonly<{ name: string }>;

export type ChannelDefinition = ChannelKind &
  Readonly<{
    variables: Variables;
    /** `undefined` where it is not wanted or has a problem. */
    read(environment: Environment): Remarks & Readonly<{ service: ChannelService | undefined }>;
    /** What it would send, as files by the ends of their names. */
    preview(notification: Notification, audience: Audience): Readonly<Record<string, string>>;
  }>;

export function defineChannel<V extends Variables>({
  variables,
  serve,
  ...kind
}: ChannelKind &
  Readonly<{
    variables: V;
    /** Called with complete values. */
    serve: (values: Reading<V>['values']) => ChannelService | undefined;
    preview: ChannelDefinition['preview'];
  }>): ChannelDefinition {
  return {
    ...kind,
    variables,
    read: (environment) => {
      const { values, problems, warnings } = readVariables(variables, environment);
      const asked = textOf(environment, keyVariable(variables)) !== undefined;
      const service = asked && problems.length === 0 ? serve(values) : undefined;
      return { service, problems, warnings };
    },
  };
}

export const keyVariable = (variables: Variables): string =>
  Object.keys(variables).find((name) => variables[name]?.required === 'one channel at least') ?? '';

export type Failure = Readonly<{
  kind:
    | 'retryable'
    | 'rate-limited'
    /** Rate-limited, and better left alone until the next tick. */
    | 'muted'
    /** It may have been accepted. What broke is sent again, since twice is better than late. */
    | 'broken'
    /** It may have been accepted, and the answer may still be on its way. */
    | 'unknown'
    /** Another try at once would change nothing. */
    | 'refused';
  why: string;
  hint?: string | undefined;
  retryAfterMs?: number | undefined;
  /** Of what is refused: no message will be accepted until somebody changes something. */
  permanent?: Trouble | undefined;
  cause?: unknown;
}>;

export type Answer = Extract<DeliveryResult, { kind: 'accepted' }> | Failure;

const mostTries = 6;

/** Milliseconds: less would only cut the next request off. */
const leastForRequest = 1_000;

/**
 * Sends until it is accepted or another try in this tick is of no use. `send` never rejects and
 * answers before `by`; so this is back before `until`.
 */
export async function deliverUntil(
  until: number,
  { clock, sleep, random }: RetryDeps,
  send: (by: number) => Promise<Answer>,
): Promise<DeliveryResult> {
  const by = until - deliveryGrace;
  if (clock() >= by) return { kind: 'failed', problem: 'no time was left to deliver in this tick' };
  for (let retry = 0; ; retry += 1) {
    const answer = await send(by);
    if (answer.kind === 'accepted') return answer;
    const delay = delayAfter(answer, retry, random);
    const isTooLong = delay !== undefined && clock() + delay + leastForRequest > by;
    if (delay === undefined || isTooLong || retry === mostTries - 1) {
      const isLeftAlone = ['rate-limited', 'muted'].includes(answer.kind);
      const { why, retryAfterMs } = answer;
      return isLeftAlone || (isTooLong && retryAfterMs !== undefined)
        ? {
            kind: 'wait',
            notBefore: clock() + (retryAfterMs ?? 0),
            problem: `${why}; the messages are queued for a later tick`,
          }
        : failedDelivery(answer);
    }
    if (delay > 0) await sleep(delay);
  }
}

/** Milliseconds; `undefined` where another try in this tick is of no use. */
function delayAfter(
  { kind, retryAfterMs }: Failure,
  retry: number,
  random: () => number,
): number | undefined {
  switch (kind) {
    case 'rate-limited':
      return retryAfterMs ?? 1_000 * 2 ** retry;
    case 'retryable':
    case 'broken':
      return retryAfterMs ?? backoff(retry, { first: 500, most: 8_000 }, random);
    case 'muted':
    case 'unknown':
    case 'refused':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function failedDelivery({ kind, why, hint, permanent, cause }: Failure): DeliveryResult {
  const mayHaveArrived = kind === 'broken' || kind === 'unknown';
  const next = mayHaveArrived
    ? 'the message may have arrived, and the next tick sends it again'
    : hint;
  const problem = next === undefined ? why : `${why}; ${next}`;
  const failed = { kind: 'failed', problem, cause } as const;
  if (kind !== 'refused') return failed;
  return permanent === undefined
    ? { ...failed, refused: 'once' }
    : { ...failed, refused: 'for good', trouble: permanent };
}

export const finding = (
  verdict: ChannelFinding['verdict'],
  found: string,
  ...hints: readonly string[]
): ChannelFinding => ({ verdict, found, hints });

export const failedFinding = ({ why, hint }: Failure, otherwise: string): ChannelFinding =>
  finding('fail', why, hint ?? otherwise);
