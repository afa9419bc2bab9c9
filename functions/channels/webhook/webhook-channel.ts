import { chatMessages, type ChatMedium, type ChatMessage } from '../../notification/chat.ts';
import type { Block, Line } from '../../notification/document.ts';
import type { Notification } from '../../notification/kind.ts';
import type { Channel, DeliveryResult } from '../../ports.ts';
import { deliveryGrace, requestTimeout } from '../../runtime/deadline.ts';
import { redactError } from '../../runtime/redact-error.ts';
import { createRedactor } from '../../runtime/redaction.ts';
import { backoff, retryUntil, type RetryDeps } from '../../runtime/retry.ts';
import type { Secret } from '../../settings/secret.ts';
import type { ChannelContext, ChannelFinding, ChannelService } from '../channel.ts';
import { failedDelivery, failedFinding, type Failure } from '../failure.ts';
import { unanswered, type Receiver, type WebhookAnswer, type WebhookReply } from './answer.ts';
import { postJson } from './post-json.ts';

/** How one chat writes messages, within its own limits. */
export type ChatForm = Readonly<{
  fits: ChatMedium['fits'];
  payload: (headline: Line, blocks: readonly Block[]) => object;
  /** What goes out where the service refuses the payload: plain text. */
  shortPayload: (message: ChatMessage) => object;
}>;

type WebhookParts = Readonly<{
  receiver: Receiver;
  secrets: readonly Secret[];
  form: ChatForm;
  /** Whom the chat calls, in its own markup. */
  mention?: string | undefined;
  /** The request that carries a payload, signed at that moment where the service wants it. */
  request: (payload: object, now: number) => Readonly<{ url: string; body: object }>;
  answer: (reply: WebhookReply) => WebhookAnswer;
  /** A payload that a living webhook refuses, so that nothing is posted, and what that shows. */
  probe: Readonly<{ payload: object; alive: string; unsure?: string }>;
}>;

/** A chat behind a webhook: what all of them do alike. */
export function webhookService(parts: WebhookParts): ChannelService {
  const { secrets, form, mention, probe, receiver } = parts;
  const { fits } = form;
  return {
    secrets,
    create: (name, context, deps): Channel => ({
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

/** What a chat would be sent, as JSON. */
export function payloadsOf(
  { fits, payload }: ChatForm,
  notification: Notification,
  { mention, ...context }: ChannelContext & Readonly<{ mention?: string }>,
): string {
  const messages = chatMessages(notification, context, context, { fits, mention });
  const payloads = messages.map(({ headline, blocks }) => payload(headline, blocks));
  return `${JSON.stringify(payloads, undefined, 2)}\n`;
}

/** One request, its answer without secrets of ours; never rejects. */
async function post(
  { receiver, secrets, request, answer }: WebhookParts,
  payload: object,
  until: number,
  { clock }: RetryDeps,
): Promise<WebhookAnswer> {
  const redact = createRedactor(secrets);
  try {
    const { url, body } = request(payload, clock());
    const reply = await postJson(url, body, requestTimeout(until, clock), clock);
    return answer({ ...reply, body: redact(reply.body) });
  } catch (error) {
    return { ...unanswered(error, receiver), cause: redactError(error, redact) };
  }
}

/** Carries an answer that another try may better. */
class Unsettled extends Error {
  readonly answer: Extract<WebhookAnswer, { kind: 'rate-limited' | 'retryable' }>;
  constructor(answer: Unsettled['answer']) {
    super(answer.why);
    this.answer = answer;
  }
}

/** More often no service is asked for one message in a tick, whatever it answers. */
const mostRequests = 6;

/** Never rejects, and is back before `until`. */
async function deliver(
  parts: WebhookParts,
  message: ChatMessage,
  until: number,
  deps: RetryDeps,
): Promise<DeliveryResult> {
  const { title } = parts.receiver;
  const by = until - deliveryGrace;
  let requests = 0;
  const settle = async (payload: object): Promise<WebhookAnswer> => {
    const attempt = async (): Promise<WebhookAnswer> => {
      requests += 1;
      const answer = await post(parts, payload, by, deps);
      if (answer.kind === 'rate-limited' || answer.kind === 'retryable')
        throw new Unsettled(answer);
      return answer;
    };
    const delayBefore = (error: Error, retry: number): number | undefined =>
      error instanceof Unsettled && requests < mostRequests
        ? delayAfter(error.answer, retry, deps.random)
        : undefined;
    try {
      return await retryUntil(attempt, { ...deps, until: by, delayBefore });
    } catch (error) {
      return error instanceof Unsettled ? error.answer : unanswered(error, parts.receiver);
    }
  };

  if (deps.clock() >= by)
    return { kind: 'failed', problem: 'no time was left to deliver in this tick' };
  const answer = await settle(parts.form.payload(message.headline, message.blocks));
  if (answer.kind !== 'bad payload' || requests >= mostRequests)
    return resultOf(answer, title, deps);
  // What it would refuse in every tick must not keep the channel from all that comes after.
  const short = resultOf(await settle(parts.form.shortPayload(message)), title, deps);
  const refusal = `${title} refused the layout of a message (${answer.why})`;
  return short.kind === 'accepted'
    ? { kind: 'accepted', problem: `${refusal}; it went out as plain text` }
    : { ...short, problem: `${refusal}, and as plain text: ${short.problem}` };
}

/** Milliseconds; `undefined` where another try in this tick is of no use. */
function delayAfter(
  answer: Unsettled['answer'],
  retry: number,
  random: () => number,
): number | undefined {
  if (answer.kind === 'retryable') return backoff(retry, { first: 500, most: 8_000 }, random);
  if (answer.rest === true) return undefined;
  return answer.retryAfterMs ?? 1_000 * 2 ** Math.min(retry, 5);
}

/** What a tick makes of the last answer. */
function resultOf(answer: WebhookAnswer, title: string, { clock }: RetryDeps): DeliveryResult {
  switch (answer.kind) {
    case 'accepted':
      return answer;
    case 'rate-limited':
      return {
        kind: 'wait',
        notBefore: clock() + (answer.retryAfterMs ?? 0),
        problem: `${answer.why}; the messages are queued for a later tick`,
      };
    case 'bad payload':
      return { kind: 'failed', problem: `${title} refused the message (${answer.why})` };
    case 'retryable':
    case 'unknown':
    case 'refused':
      return failedDelivery(answer);
    default:
      return answer satisfies never;
  }
}

const finding = (
  verdict: ChannelFinding['verdict'],
  found: string,
  ...hints: readonly string[]
): ChannelFinding => ({ verdict, found, hints });

/** What the refusal of a probe says of the webhook. */
function probed(
  answer: WebhookAnswer,
  { probe, receiver: { title, variable } }: WebhookParts,
): ChannelFinding {
  switch (answer.kind) {
    case 'bad payload':
      return finding('ok', `${probe.alive} (${answer.why})${probe.unsure ?? ''}`);
    case 'accepted':
      return finding(
        'warn',
        `it took a message that ${title} refuses`,
        `check that ${variable} is a webhook of ${title}`,
      );
    case 'rate-limited':
      return finding('warn', `the webhook lives, but ${answer.why}`, 'see what else posts to it');
    case 'retryable':
    case 'unknown':
    case 'refused':
      return failed(answer, variable);
    default:
      return answer satisfies never;
  }
}

function tested(answer: WebhookAnswer, { title, variable }: Receiver): ChannelFinding {
  switch (answer.kind) {
    case 'accepted':
      return finding('ok', `sent: look for it in the chat of ${variable}`);
    case 'bad payload':
      return finding('fail', `${title} refused the message (${answer.why})`, `check ${variable}`);
    case 'rate-limited':
      return finding('fail', answer.why, 'try again in a few minutes');
    case 'retryable':
    case 'unknown':
    case 'refused':
      return failed(answer, variable);
    default:
      return answer satisfies never;
  }
}

const failed = (failure: Failure, variable: string): ChannelFinding =>
  failedFinding(failure, `check ${variable} and the network`);
