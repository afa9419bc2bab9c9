import { alertKey, alertKinds, type Alert } from '../../kinds/alert.ts';
import type { Notification } from '../../notification/notification.ts';
import { sentenceWithin } from '../../notification/counting.ts';
import type { MessageContext } from '../../notification/digest.ts';
import { dingTalkMarkdown, escaped, type MarkdownRoom } from './dingtalk-markdown.ts';
import { oneLine, plainWords } from '../../notification/plain-text.ts';
import { readerOf } from '../../notification/reader.ts';
import { slackMessages } from '../slack/slack-messages.ts';
import { subjectOf } from '../../notification/subject.ts';
import type { Wording } from '../../notification/wording/wording.ts';

/** One message of DingTalk's group robot. */
export type DingTalkMessage = Readonly<{
  body: DingTalkBody;
  /** The keys of the alerts that it tells: in full, by id or in a count. */
  covers: readonly string[];
  /** What the reader sees, without markup. */
  plainText: string;
  /** What is sent if DingTalk refuses the text: ids, and no word of MMS. */
  shortBody: DingTalkBody;
}>;

/**
 * `title` is what the notification shows. Nobody is pinged: that takes an `at` that names somebody.
 */
export type DingTalkBody = Readonly<{
  msgtype: 'markdown';
  markdown: Readonly<{ title: string; text: string }>;
  at: Readonly<{ isAtAll: false }>;
}>;

/**
 * The documented limit of a message is 20,000 bytes; it is not said of what, so the whole request
 * stays below it.
 */
const mostBytes = 19_500;
const titleLimit = 120;

/**
 * The first is for texts as people and machines write them; the others make room, the last for what
 * is made to fill it.
 */
const rooms: readonly MarkdownRoom[] = [
  { log: Infinity, names: 200 },
  { log: 1600, names: 120 },
  { log: 800, names: 60 },
  { log: 400, names: 24 },
  { log: 150, names: 8 },
];

/**
 * The messages of one tick, five at most: far below the 20 a minute after which a robot is mute for
 * ten. Chat rooms are read alike, so what stands in a message, and what is left to the next one, is
 * decided once for Slack and for this.
 */
export function dingTalkMessages(
  briefing: Notification,
  context: Omit<MessageContext, 'mention'>,
): readonly DingTalkMessage[] {
  const here = { ...context, mention: undefined };
  const { say } = readerOf(here);
  return slackMessages(briefing, here).map(({ line, passages, covers, plainText }) => {
    const title = sentenceWithin(oneLine(plainWords(line)), titleLimit);
    const written = rooms.map((room) => () => bodyOf(title, dingTalkMarkdown(passages, room)));
    return {
      body: smallEnough(written),
      covers,
      plainText,
      shortBody: shortBodyOf(briefing.alerts, new Set(covers), say),
    };
  });
}

const bodyOf = (title: string, text: string): DingTalkBody => ({
  msgtype: 'markdown',
  markdown: { title, text },
  at: { isAtAll: false },
});

function smallEnough(written: readonly (() => DingTalkBody)[]): DingTalkBody {
  let body = bodyOf('', '');
  for (const write of written) {
    body = write();
    if (new TextEncoder().encode(JSON.stringify(body)).length <= mostBytes) break;
  }
  return body;
}

const mostIds = 100;

function shortBodyOf(
  alerts: readonly Alert[],
  covers: ReadonlySet<string>,
  { form, frame }: Wording,
): DingTalkBody {
  const told = alerts.filter((alert) => covers.has(alertKey(alert)));
  const kinds = alertKinds
    .map((kind) => ({
      kind,
      ids: told
        .filter((alert) => alert.kind === kind)
        .map((alert) => escaped(oneLine(subjectOf(alert)))),
    }))
    .filter(({ ids }) => ids.length > 0);
  const title = `MMS: ${kinds.map(({ kind, ids }) => `${form.number(ids.length)} ${frame.kinds[kind]}`).join(form.comma)}`;
  const lists = kinds.map(({ kind, ids }) => {
    const list = [ids.slice(0, mostIds).join(', ')];
    const more = ids.length - mostIds;
    return `**${frame.kinds[kind]}**${form.colon}${plainWords(more > 0 ? form.andMore(list, more) : list)}`;
  });
  return bodyOf(title, [`### ${title}`, ...lists, frame.textRefused].join('\n\n'));
}
