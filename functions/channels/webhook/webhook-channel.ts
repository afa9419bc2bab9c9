import { chatMessages, type ChatMedium, type ChatMessage } from '../../notification/chat.ts';
import type { Block, Line } from '../../notification/document.ts';
import type { DeliveryResult } from '../../ports.ts';
import { adviceOnEndpoint, ask, isBreak, NoAnswer, retryAfterIn } from '../../runtime/http.ts';
import { createRedactor, redactError } from '../../runtime/redaction.ts';
import {
  backoff,
  deliveryGrace,
  requestTimeout,
  retryUntil,
  type RetryDeps,
} from '../../runtime/retry.ts';
import type { Secret } from '../../settings/secret.ts';
import {
  failedDelivery,
  failedFinding,
  type ChannelDefinition,
  type ChannelFinding,
  type ChannelService,
  type Failure,
} from '../channel.ts';
import type { Receiver, WebhookAnswer, WebhookReply } from './answer.ts';

export type ChatForm = Readonly<{
  fits: ChatMedium['fits'];
  payload: (headline: Line, blocks: readonly Block[]) => object;
  /** For when the service refuses the payload. */
  shortPayload: (message: ChatMessage) => object;
}>;

type WebhookParts = Readonly<{
  receiver: Receiver;
  secrets: readonly Secret[];
  form: ChatForm;
  /** Whom the chat calls, in its own markup. */
  mention?: string | undefined;
  request: (payload: object, now: number) => Readonly<{ url: string; body: object }>;
  answer: (reply: WebhookReply) => WebhookAnswer;
  /** `payload` is refused by a working webhook, so that nothing is posted. */
  probe: Readonly<{ payload: object; alive: string; unsure?: string }>;
}>;

export function webhookService(parts: WebhookParts): ChannelService {
  const { secrets, form, mention, probe, receiver } = parts;
  const { fits } = form;
  return {
    secrets,
    create: (name, context, deps) => ({
      name,
      compose: (notification) =>
        Promise.resolve(
          chatMessages(notification, context, context, { fits, mention }).map((message) => ({
            keys: message.keys,
            plainText: message.plainText,
            deliver: (until) => deliver(parts, message, until, deps),
          })),
        ),
    }),
    probe: async (until, deps) => probed(await post(parts, probe.payload, until, deps), parts),
    sendTest: async (text, until, deps) => {
      const title: Line = ['[test] mms-task-alerts'];
      const payload = form.payload(title, [
        { kind: 'title', tone: 'plain', text: title },
        { kind: 'lines', tone: 'plain', lines: [[text]] },
      ]);
      return tested(await post(parts, payload, until, deps), receiver);
    },
  };
}

export const previewJson =
  (file: string, { fits, payload }: ChatForm, mention?: string): ChannelDefinition['preview'] =>
  (notification, context) => {
    const sent = chatMessages(notification, context, context, { fits, mention });
    const payloads = sent.map(({ headline, blocks }) => payload(headline, blocks));
    return { [file]: `${JSON.stringify(payloads, undefined, 2)}\n` };
  };

/** Bytes of an answer. */
const mostBytes = 64 * 1024;

/** Never rejects. */
async function post(
  { receiver, secrets, request, answer }: WebhookParts,
  payload: object,
  until: number,
  { clock }: RetryDeps,
): Promise<WebhookAnswer> {
  const redact = createRedactor(secrets);
  try {
    const { url, body: content } = request(payload, clock());
    const { protocol, host, pathname, search } = new URL(url);
    const body = Buffer.from(JSON.stringify(content));
    const reply = await ask({
      method: 'POST',
      endpoint: { protocol: protocol === 'http:' ? 'http' : 'https', host },
      path: pathname + search,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(body.length),
        // A kept connection may have died while the instance was frozen, and nobody could tell
        // whether the message had arrived.
        connection: 'close',
      },
      body,
      timeoutMs: requestTimeout(until, clock),
      largest: mostBytes,
      cut: true,
    });
    return answer({
      status: reply.status,
      retryAfterMs: retryAfterIn(reply.headers, clock()),
      body: redact(reply.body.toString()),
    });
  } catch (error) {
    return { ...unanswered(error, receiver), cause: redactError(error, redact) };
  }
}

/**
 * A connection that broke is tried again, though it may have brought the message: twice is better
 * than late. After a timeout the answer may still be on its way.
 */
function unanswered(error: unknown, { title, variable }: Receiver): Failure {
  if (!(error instanceof NoAnswer) || error.code === 'timeout')
    return { kind: 'unknown', why: `no answer from ${title} in time`, cause: error };
  const { code } = error;
  const brokeInHandshake = String(error.cause).includes('before secure TLS connection');
  if (isBreak(error) && !brokeInHandshake)
    return { kind: 'broken', why: `the connection to ${title} broke`, cause: error };
  const reason = brokeInHandshake ? 'the TLS handshake broke off' : code || error.message;
  const isLasting = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL|EPROTO/.test(code);
  return {
    kind: isLasting ? 'refused' : 'retryable',
    why: `${title} could not be reached (${reason})`,
    hint: adviceOnEndpoint(error, variable)?.en ?? `check ${variable} and the network`,
    cause: error,
  };
}

class NotAccepted extends Error {
  readonly answer: WebhookAnswer;
  constructor(answer: WebhookAnswer) {
    super(answer.kind);
    this.answer = answer;
  }
}

const mostRequests = 6;

/** Milliseconds: less would only cut the next request off. */
const leastForRequest = 1_000;

/** Never rejects, and is back before `until`. */
async function deliver(
  parts: WebhookParts,
  message: ChatMessage,
  until: number,
  deps: RetryDeps,
): Promise<DeliveryResult> {
  const { title } = parts.receiver;
  const { clock, random } = deps;
  const by = until - deliveryGrace;
  const hasTimeAfter = (delay: number): boolean => clock() + delay + leastForRequest <= by;
  let requests = 0;
  const send = async (payload: object): Promise<WebhookAnswer> => {
    const attempt = async (): Promise<WebhookAnswer> => {
      requests += 1;
      const answer = await post(parts, payload, by, deps);
      if (answer.kind !== 'accepted') throw new NotAccepted(answer);
      return answer;
    };
    const delayBefore = (error: Error, retry: number): number | undefined => {
      if (!(error instanceof NotAccepted) || requests >= mostRequests) return undefined;
      const delay = delayAfter(error.answer, retry, random);
      return delay !== undefined && hasTimeAfter(delay) ? delay : undefined;
    };
    try {
      return await retryUntil(attempt, { ...deps, until: by, delayBefore });
    } catch (error) {
      return error instanceof NotAccepted ? error.answer : unanswered(error, parts.receiver);
    }
  };
  const wait = (why: string, ms = 0): DeliveryResult => ({
    kind: 'wait',
    notBefore: clock() + ms,
    problem: `${why}; the messages are queued for a later tick`,
  });
  const resultOf = (answer: WebhookAnswer): DeliveryResult => {
    if (answer.kind === 'accepted') return answer;
    if (answer.kind === 'bad payload') {
      const problem = `${title} refused the message (${answer.why})`;
      return { kind: 'failed', refused: 'once', problem };
    }
    if (answer.kind === 'rate-limited') return wait(answer.why, answer.retryAfterMs);
    const asked = answer.kind === 'retryable' ? answer.retryAfterMs : undefined;
    return asked === undefined || hasTimeAfter(asked)
      ? failedDelivery(answer)
      : wait(answer.why, asked);
  };

  if (clock() >= by) return { kind: 'failed', problem: 'no time was left to deliver in this tick' };
  const answer = await send(parts.form.payload(message.headline, message.blocks));
  if (answer.kind !== 'bad payload' || requests >= mostRequests) return resultOf(answer);
  // A message that is refused in every tick must not hold up everything after it.
  const short = resultOf(await send(parts.form.shortPayload(message)));
  const refusal = `${title} refused the layout of a message (${answer.why})`;
  return short.kind === 'accepted'
    ? { kind: 'accepted', problem: `${refusal}; it went out as plain text` }
    : { ...short, problem: `${refusal}, and as plain text: ${short.problem}` };
}

/** Milliseconds; `undefined` where another try in this tick is of no use. */
function delayAfter(
  answer: WebhookAnswer,
  retry: number,
  random: () => number,
): number | undefined {
  if (answer.kind === 'rate-limited') {
    if (answer.rest === true) return undefined;
    return answer.retryAfterMs ?? 1_000 * 2 ** Math.min(retry, 5);
  }
  if (answer.kind !== 'retryable' && answer.kind !== 'broken') return undefined;
  const asked = answer.kind === 'retryable' ? answer.retryAfterMs : undefined;
  return asked ?? backoff(retry, { first: 500, most: 8_000 }, random);
}

const finding = (
  verdict: ChannelFinding['verdict'],
  found: string,
  ...hints: readonly string[]
): ChannelFinding => ({ verdict, found, hints });

function probed(
  answer: WebhookAnswer,
  { probe, receiver: { title, variable } }: WebhookParts,
): ChannelFinding {
  if (answer.kind === 'bad payload')
    return finding('ok', `${probe.alive} (${answer.why})${probe.unsure ?? ''}`);
  if (answer.kind === 'accepted')
    return finding(
      'warn',
      `it took a message that ${title} refuses`,
      `check that ${variable} is a webhook of ${title}`,
    );
  if (answer.kind === 'rate-limited')
    return finding('warn', `the webhook lives, but ${answer.why}`, 'see what else posts to it');
  return failedFinding(answer, `check ${variable} and the network`);
}

function tested(answer: WebhookAnswer, { title, variable }: Receiver): ChannelFinding {
  if (answer.kind === 'accepted')
    return finding('ok', `sent: look for it in the chat of ${variable}`);
  if (answer.kind === 'bad payload')
    return finding('fail', `${title} refused the message (${answer.why})`, `check ${variable}`);
  if (answer.kind === 'rate-limited')
    return finding('fail', answer.why, 'try again in a few minutes');
  return failedFinding(answer, `check ${variable} and the network`);
}
