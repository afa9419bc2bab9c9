import { sentenceWithin } from '../../notification/names.ts';
import { oneLine, plainLine, type Block, type Line } from '../../notification/document.ts';
import { withoutQuotes } from '../webhook/line.ts';
import type { ChatForm } from '../webhook/webhook-channel.ts';
import { dingTalkMarkdown } from './markup.ts';

/** `title` is what the notification shows. Nobody is pinged: that takes names in `at`. */
type DingTalkPayload = Readonly<{
  msgtype: 'markdown';
  markdown: Readonly<{ title: string; text: string }>;
  at: typeof nobody;
}>;

/** Plain text, where `@` pings nobody. */
type DingTalkText = Readonly<{
  msgtype: 'text';
  text: Readonly<{ content: string }>;
  at: typeof nobody;
}>;

const nobody = { isAtAll: false } as const;

/**
 * The documented limit is 20,000 bytes. Of what is not said, so it is kept for the whole request.
 */
const mostBytes = 19_500;
const titleLimit = 120;
/** Bytes for the number of a page in the title. */
const spare = 60;

const payload = (headline: Line, blocks: readonly Block[]): DingTalkPayload => ({
  msgtype: 'markdown',
  markdown: {
    title: sentenceWithin(oneLine(plainLine(headline)), titleLimit),
    text: dingTalkMarkdown(blocks),
  },
  at: nobody,
});

export const dingTalkForm = {
  fits: (headline: Line, blocks: readonly Block[]): boolean =>
    Buffer.byteLength(JSON.stringify(payload(headline, blocks))) + spare <= mostBytes,
  payload,
  // DingTalk refuses messages for their words too, so it holds none of MMS's.
  shortPayload: ({ short }): DingTalkText => ({
    msgtype: 'text',
    text: { content: withoutQuotes(short).join('\n') },
    at: nobody,
  }),
} satisfies ChatForm;
