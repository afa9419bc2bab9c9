import { chatMessages, type ChatMedium, type ChatMessage } from '../../notification/chat.ts';
import type { Block, Line } from '../../notification/document.ts';
import type { DeliveryResult } from '../../ports.ts';
import { adviceOnEndpoint, ask, isBreak, NoAnswer, retryAfterIn } from '../../runtime/http.ts';
import { createRedactor, redactError } from '../../runtime/redaction.ts';
import { requestTimeout, type RetryDeps } from '../../runtime/retry.ts';
import type { Secret } from '../../settings/secret.ts';
import {
  deliverUntil,
  failedFinding,
  finding,
  type ChannelDefinition,
  type ChannelFinding,
  type ChannelService,
  type Failure,
} from '../channel.ts';
import { answerOf, type Receiver, type WebhookAnswer } from './answer.ts';

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
  /** `payload` is refused by a working webhook, so that nothing is posted. */
  probe: Readonly<{ payload: object; alive: string; unsure?: string }>;
}>;

export function webhookService(parts: WebhookParts): ChannelService {
  const { secrets, form, mention, probe, receiver } = parts;
  const { fits } = form;
  return {
    secrets,
    create: (name, audience, deps) => ({
      name,
      compose: (notification) =>
        Promise.resolve(
          chatMessages(notification, audience, { fits, mention }).map((message) => ({
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
  (notification, audience) => {
    const sent = chatMessages(notification, audience, { fits, mention });
    const payloads = sent.map(({ headline, blocks }) => payload(headline, blocks));
    return { [file]: `${JSON.stringify(payloads, undefined, 2)}\n` };
  };

/** Never rejects. */
async function post(
  { receiver, secrets, request }: WebhookParts,
  payload: object,
  until: number,
  { clock }: RetryDeps,
): Promise<WebhookAnswer> {
  const redact = createRedactor(secrets);
  try {
    const { url, body: content } = request(payload, clock());
    const body = Buffer.from(JSON.stringify(content));
    const reply = await ask({
      method: 'POST',
      url: new URL(url),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(body.length),
        // A kept connection may have died while the instance was frozen, and nobody could tell
        // whether the message had arrived.
        connection: 'close',
      },
      body,
      timeoutMs: requestTimeout(until, clock),
    });
    return answerOf(receiver, {
      status: reply.status,
      retryAfterMs: retryAfterIn(reply.headers, clock()),
      body: redact(reply.body.toString()),
    });
  } catch (error) {
    return { ...unanswered(error, receiver), cause: redactError(error, redact) };
  }
}

function unanswered(error: unknown, { title, variable }: Receiver): Failure {
  if (!(error instanceof NoAnswer) || error.code === 'timeout')
    return { kind: 'unknown', why: `no answer from ${title} in time` };
  const { code } = error;
  const brokeInHandshake = String(error.cause).includes('before secure TLS connection');
  if (isBreak(error) && !brokeInHandshake)
    return { kind: 'broken', why: `the connection to ${title} broke` };
  const reason = brokeInHandshake ? 'the TLS handshake broke off' : code || error.message;
  const isLasting = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL|EPROTO/.test(code);
  return {
    kind: isLasting ? 'refused' : 'retryable',
    why: `${title} could not be reached (${reason})`,
    hint: adviceOnEndpoint(error, variable)?.en ?? `check ${variable} and the network`,
  };
}

/** What the service refuses for its layout goes out once more, as plain text. */
async function deliver(
  parts: WebhookParts,
  message: ChatMessage,
  until: number,
  deps: RetryDeps,
): Promise<DeliveryResult> {
  const { form, receiver } = parts;
  const refusals: string[] = [];
  const result = await deliverUntil(until, deps, async (by) => {
    const isPlain = refusals.length > 0;
    const payload = isPlain
      ? form.shortPayload(message)
      : form.payload(message.headline, message.blocks);
    const answer = await post(parts, payload, by, deps);
    if (answer.kind !== 'bad payload') return answer;
    refusals.push(answer.why);
    return isPlain
      ? { kind: 'refused', why: `${receiver.title} refused the message (${answer.why})` }
      : { kind: 'retryable', why: 'no time was left for it', retryAfterMs: 0 };
  });
  const [refusal] = refusals;
  if (refusal === undefined) return result;
  const said = `${receiver.title} refused the layout of a message (${refusal})`;
  return result.kind === 'accepted'
    ? { kind: 'accepted', problem: `${said}; it went out as plain text` }
    : { ...result, problem: `${said}, and as plain text: ${result.problem}` };
}

function probed(answer: WebhookAnswer, { probe, receiver }: WebhookParts): ChannelFinding {
  const { title, variable } = receiver;
  if (answer.kind === 'bad payload')
    return finding('ok', `${probe.alive} (${answer.why})${probe.unsure ?? ''}`);
  if (answer.kind === 'accepted') {
    const found = `it took a message that ${title} refuses`;
    return finding('warn', found, `check that ${variable} is a webhook of ${title}`);
  }
  return answer.kind === 'rate-limited' || answer.kind === 'muted'
    ? finding('warn', `the webhook lives, but ${answer.why}`, 'see what else posts to it')
    : failedFinding(answer, `check ${variable} and the network`);
}

function tested(answer: WebhookAnswer, { title, variable }: Receiver): ChannelFinding {
  if (answer.kind === 'accepted')
    return finding('ok', `sent: look for it in the chat of ${variable}`);
  if (answer.kind === 'bad payload')
    return finding('fail', `${title} refused the message (${answer.why})`, `check ${variable}`);
  return answer.kind === 'rate-limited' || answer.kind === 'muted'
    ? finding('fail', answer.why, 'try again in a few minutes')
    : failedFinding(answer, `check ${variable} and the network`);
}
