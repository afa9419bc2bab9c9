import type { Secret } from '../../settings/secret.ts';
import type { Language } from '../../notification/language.ts';
import { slackMessages, type SlackMessage } from './slack-messages.ts';
import type { Channel, Delivery } from '../../ports.ts';
import { createRedactor } from '../../runtime/redaction.ts';
import { deliveryGrace } from '../../runtime/deadline.ts';
import { redactDelivery } from '../redact-delivery.ts';
import type { RetryDeps } from '../../runtime/retry.ts';
import { slack } from './slack-answer.ts';
import { createSlackPost } from './slack-post.ts';
import { deliveryOf, postUntil } from '../webhook/webhook-delivery.ts';

export type SlackChannelOptions = RetryDeps &
  Readonly<{
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

/** Slack through an incoming webhook. */
export function createSlackChannel({
  webhookUrl,
  region,
  mailAlso,
  language,
  timeZone,
  mention,
  ...patience
}: SlackChannelOptions): Channel {
  const post = createSlackPost(webhookUrl);
  const redact = createRedactor([webhookUrl]);
  const deliver = async (message: SlackMessage, until: number): Promise<Delivery> => {
    const by = until - deliveryGrace;
    const { text, blocks, shortText } = message;
    const answer = await postUntil(
      (timeout) => post({ text, blocks: [...blocks], ...quiet }, timeout),
      by,
      slack,
      patience,
    );
    if (answer.kind !== 'payload') return deliveryOf(answer, slack, patience);
    const plain = await postUntil(
      (timeout) => post({ text: shortText, ...quiet }, timeout),
      by,
      slack,
      patience,
    );
    if (plain.kind === 'ok')
      return {
        kind: 'accepted',
        problem: `Slack refused the layout of a message (${answer.why}); it went out as plain text`,
      };
    const second = deliveryOf(plain, slack, patience);
    return second.kind === 'accepted'
      ? second
      : {
          ...second,
          problem: `Slack refused the layout of a message (${answer.why}), and as plain text: ${second.problem}`,
        };
  };
  return {
    name: 'slack',
    compose: (briefing, now) =>
      Promise.resolve(
        slackMessages(briefing, { now, region, mailAlso, language, timeZone, mention }).map(
          (message) => ({
            covers: message.covers,
            plainText: message.plainText,
            deliver: async (until) => redactDelivery(await deliver(message, until), redact),
          }),
        ),
      ),
  };
}
