import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import * as z from 'zod/mini';
import type { ChannelType } from '../../functions/channels/channels.ts';
import { escapedHtml, html, Html, type Part } from '../../rehearsal/page/html.ts';
import { drawSlackMessage } from '../../rehearsal/page/slack-drawing.ts';
import { slackPayload } from '../../rehearsal/world/slack-server.ts';

/** `sent` is the JSON of a chat's messages, `time` is when, as the chat writes it. */
export type Draw = (sent: string, time: string) => string;

const slackStyle = readFileSync(
  join(import.meta.dirname, '../../rehearsal/page/slack-drawing.css'),
  'utf8',
);

function page(chat: string, style: string, messages: Part): string {
  const whole = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${chat}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body class="ground">
        ${messages}
      </body>
    </html> `;
  return whole.text;
}

const drawSlack: Draw = (sent, time) =>
  page(
    'Slack',
    `.ground { margin: 0; background: #fff }
@media (prefers-color-scheme: dark) { .ground { background: #1a1d21 } }
${slackStyle}`,
    z
      .array(slackPayload)
      .parse(JSON.parse(sent))
      .map(({ text, blocks }) => drawSlackMessage({ text, blocks, time })),
  );

/** Markdown as both chats show it: a line breaks where it breaks, and HTML is text. */
const markdown = new Marked({ breaks: true, async: false });
markdown.use({ renderer: { html: ({ text }) => escapedHtml(text) } });
const drawMarkdown = (text: string): Html => new Html(markdown.parse(text, { async: false }));

const chatFonts = `font: 15px/1.5 system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif`;

const dingTalkMessages = z.array(
  z.object({ markdown: z.object({ title: z.string(), text: z.string() }) }),
);

const drawDingTalk: Draw = (sent) =>
  page(
    'DingTalk',
    `.ground { margin: 0; padding: 8px; background: #f2f2f6; ${chatFonts}; overflow-wrap: anywhere }
.message { margin: 4px 0; padding: 10px 14px; border-radius: 8px; background: #fff; color: #171a1d }
h3 { margin: 0 0 8px; font-size: 17px; line-height: 1.4 }
p { margin: 8px 0 }
a { color: #007fff; text-decoration: none }
blockquote { margin: 8px 0; padding-left: 10px; border-left: 3px solid #d3d5d9; color: #747677 }
@media (prefers-color-scheme: dark) {
  .ground { background: #121314 }
  .message { background: #232527; color: #e2e4e6 }
  a { color: #4da5ff }
  blockquote { border-color: #4a4d50; color: #9da0a3 }
}`,
    dingTalkMessages
      .parse(JSON.parse(sent))
      .map(
        ({ markdown: { text } }) => html`<article class="message">${drawMarkdown(text)}</article>`,
      ),
  );

const cardElement = z.union([
  z.object({
    tag: z.literal('markdown'),
    content: z.string(),
    text_size: z.optional(z.string()),
  }),
  z.object({ tag: z.literal('div'), text: z.object({ content: z.string() }) }),
  z.object({ tag: z.literal('hr') }),
]);

const feishuMessages = z.array(
  z.object({
    card: z.object({
      header: z.object({ title: z.object({ content: z.string() }), template: z.string() }),
      body: z.object({ elements: z.array(cardElement) }),
    }),
  }),
);

function drawCardElement(element: z.infer<typeof cardElement>): Html {
  switch (element.tag) {
    case 'markdown':
      return html`<div class="${element.text_size ?? 'normal'}">
        ${drawMarkdown(element.content)}
      </div>`;
    case 'div':
      return html`<div class="plain">${element.text.content}</div>`;
    case 'hr':
      return html`<hr />`;
    default:
      return element satisfies never;
  }
}

const drawFeishu: Draw = (sent) =>
  page(
    'Feishu',
    `.ground { margin: 0; padding: 8px; background: #fff; ${chatFonts}; overflow-wrap: anywhere }
.message { margin: 4px 0; border: 1px solid #dee0e3; border-radius: 8px; overflow: hidden; background: #fff; color: #1f2329 }
h3 { margin: 0; padding: 10px 12px; font-size: 16px; line-height: 1.4 }
.red { background: #fde2e2; color: #ac2f28 }
.orange { background: #feead2; color: #a04900 }
.green { background: #d9f5d6; color: #237b19 }
.blue { background: #e1eaff; color: #245bdb }
.body { padding: 4px 12px 10px }
.body > div { margin: 8px 0 }
p { margin: 0 }
a { color: #1456f0; text-decoration: none }
.notation { color: #646a73; font-size: 12px }
.plain { white-space: pre-wrap }
hr { border: 0; border-top: 1px solid #dee0e3 }
@media (prefers-color-scheme: dark) {
  .ground { background: #1a1a1a }
  .message { background: #292929; border-color: #3b3c3d; color: #ebebeb }
  .red { background: #4c2222; color: #f89e9a }
  .orange { background: #4d310e; color: #f5bb76 }
  .green { background: #1f3d1c; color: #85d07a }
  .blue { background: #1e3160; color: #94b5ff }
  a { color: #75a4ff }
  .notation { color: #a6a6a6 }
  hr { border-color: #434343 }
}`,
    feishuMessages.parse(JSON.parse(sent)).map(
      ({ card }) =>
        html`<article class="message">
          <h3 class="${card.header.template}">${card.header.title.content}</h3>
          <div class="body">${card.body.elements.map(drawCardElement)}</div>
        </article>`,
    ),
  );

/** A mail is a page already. */
export const drawings: Readonly<Record<Exclude<ChannelType, 'email'>, Draw>> = {
  slack: drawSlack,
  dingtalk: drawDingTalk,
  feishu: drawFeishu,
};
