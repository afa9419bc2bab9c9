import type { IncomingWebhookSendArguments } from '@slack/webhook';
import type { Secret } from '../configuration/secret.ts';
import type { Language } from '../core/language.ts';
import { slackMessages, type SlackMessage } from '../message/slack-messages.ts';
import type { Channel, Delivery } from '../ports.ts';
import { createRedactor } from '../redaction.ts';
import { deliveryGrace, requestTimeout } from './deadline.ts';
import { redactDelivery } from './redact-delivery.ts';
import { backoff, retryUntil, type Patience } from './retry.ts';
import { noAnswerFrom, type SlackAnswer } from './slack-answer.ts';
import { createSlackPost, type SlackPost } from './slack-post.ts';

export type SlackChannelOptions = Patience & Readonly<{
  webhookUrl: Secret;
  /** For links to the console. */
  region: string | undefined;
  /** The mail is told the same, so a message may point there. */
  mailAlso: boolean;
  language: Language;
  /** IANA name, for times of ours. */
  timeZone: string;
  /** Whom to call, once a cause and once an escalation. */
  mention: string | undefined;
}>;

const quiet = { unfurl_links: false, unfurl_media: false } as const;
const retries = 5;

/** Slack through an incoming webhook. */
export function createSlackChannel({ webhookUrl, region, mailAlso, language, timeZone, mention, ...patience }: SlackChannelOptions): Channel {
  const post = createSlackPost(webhookUrl);
  const redact = createRedactor([webhookUrl]);
  const deliver = async (message: SlackMessage, until: number): Promise<Delivery> => {
    const by = until - deliveryGrace;
    const { text, blocks, shortText } = message;
    const answer = await send(post, { text, blocks: [...blocks], ...quiet }, by, patience);
    if (answer.kind !== 'payload') return deliveryOf(answer, patience);
    const plain = await send(post, { text: shortText, ...quiet }, by, patience);
    if (plain.kind === 'ok') return { kind: 'accepted', problem: `Slack refused the layout of a message (${answer.why}); it went out as plain text` };
    const second = deliveryOf(plain, patience);
    return second.kind === 'accepted' ? second : { ...second, problem: `Slack refused the layout of a message (${answer.why}), and as plain text: ${second.problem}` };
  };
  return {
    name: 'slack',
    compose: (briefing, now) => Promise.resolve(slackMessages(briefing, { now, region, mailAlso, language, timeZone, mention }).map((message) => ({
      covers: message.covers,
      plainText: message.plainText,
      deliver: async (until) => redactDelivery(await deliver(message, until), redact),
    }))),
  };
}

/** Carries an answer that another try may better. */
class Unsettled extends Error {
  readonly answer: Extract<SlackAnswer, { kind: 'wait' | 'again' }>;
  constructor(answer: Extract<SlackAnswer, { kind: 'wait' | 'again' }>) {
    super(answer.kind);
    this.answer = answer;
  }
}

async function send(post: SlackPost, message: IncomingWebhookSendArguments, until: number, patience: Patience): Promise<SlackAnswer> {
  const { clock, random } = patience;
  if (clock() >= until) return { kind: 'refused', why: 'no time was left to deliver in this tick' };
  const attempt = async (): Promise<SlackAnswer> => {
    const answer = await post(message, requestTimeout(until, clock));
    if (answer.kind === 'wait' || answer.kind === 'again') throw new Unsettled(answer);
    return answer;
  };
  const delayBefore = (error: Error, retry: number): number | undefined => {
    if (!(error instanceof Unsettled)) return undefined;
    if (error.answer.kind === 'wait') return error.answer.ms ?? 1_000 * 2 ** Math.min(retry, 5);
    return retry < retries ? backoff(retry, { first: 500, most: 8_000 }, random) : undefined;
  };
  try {
    return await retryUntil(attempt, { ...patience, until, delayBefore });
  } catch (error) {
    return error instanceof Unsettled ? error.answer : noAnswerFrom(error);
  }
}

function deliveryOf(answer: SlackAnswer, { clock }: Patience): Delivery {
  switch (answer.kind) {
    case 'ok': return { kind: 'accepted' };
    case 'wait': {
      const ms = answer.ms ?? 1_000;
      return { kind: 'wait', notBefore: clock() + ms, problem: `Slack asks to wait ${Math.ceil(ms / 1_000)} s, longer than this tick lasts; a later one tells it` };
    }
    case 'payload': return { kind: 'failed', problem: `Slack refused the message (${answer.why})` };
    case 'again':
    case 'lost': return { kind: 'failed', problem: `Slack was not told: ${answer.why}`, cause: answer.cause };
    case 'refused': {
      const lost = answer.gone === true ? { lost: true } : {};
      return { kind: 'failed', problem: `Slack was not told: ${answer.why}`, cause: answer.cause, ...lost };
    }
    default: return answer satisfies never;
  }
}
