import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import * as z from 'zod/mini';
import type { ChannelType } from '../../functions/channels/channels.ts';
import { escapedHtml, html, Html, type Part } from '../../rehearsal/page/html.ts';
import { drawSlackMessage } from '../../rehearsal/page/slack-drawing.ts';
import { slackPayload } from '../../rehearsal/world/slack-server.ts';

/** `sent` is the JSON of a chat's messages, `time` is when, as the chat writes it. */
type Draw = (sent: string, time: string) => string;

export const pageOf = (title: string, style: string, body: Part): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          ${new Html(style)}
        </style>
      </head>
      <body class="ground">
        ${body}
      </body>
    </html> `.text;

const slackStyle = `.ground { margin: 0; background: light-dark(#fff, #1a1d21) }
${readFileSync(join(import.meta.dirname, '../../rehearsal/page/slack-drawing.css'), 'utf8')}`;

const drawSlack: Draw = (sent, time) =>
  pageOf(
    'Slack',
    slackStyle,
    z
      .array(slackPayload)
      .parse(JSON.parse(sent))
      .map(({ text, blocks }) => drawSlackMessage({ text, blocks, time })),
  );

/** Markdown as both chats show it: a line breaks where it breaks, and HTML is text. */
const markdown = new Marked({ breaks: true, async: false });
markdown.use({ renderer: { html: ({ text }) => escapedHtml(text) } });
const drawMarkdown = (text: string): Html => new Html(markdown.parse(text, { async: false }));

/** As far as DingTalk and Feishu look alike. */
const chatStyle = `.ground { margin: 0; padding: 8px; background: light-dark(#f2f2f6, #121314); font: 15px/1.5 system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; overflow-wrap: anywhere }
.message { margin: 4px 0; border-radius: 8px; overflow: hidden; background: light-dark(#fff, #292929); color: light-dark(#1f2329, #ebebeb) }
.message > * { margin: 0; padding: 8px 12px }
.red { background: light-dark(#fde2e2, #4c2222); color: light-dark(#ac2f28, #f89e9a) }
.orange { background: light-dark(#feead2, #4d310e); color: light-dark(#a04900, #f5bb76) }
.green { background: light-dark(#d9f5d6, #1f3d1c); color: light-dark(#237b19, #85d07a) }
.blue { background: light-dark(#e1eaff, #1e3160); color: light-dark(#245bdb, #94b5ff) }
h3 { margin: 0; font-size: 16px; line-height: 1.4 }
p { margin: 8px 0 }
a { color: light-dark(#1456f0, #75a4ff); text-decoration: none }
blockquote { margin: 8px 0; padding-left: 10px; border-left: 3px solid light-dark(#d3d5d9, #4a4d50) }
blockquote, .notation { color: light-dark(#646a73, #a6a6a6) }
.notation { font-size: 12px }
.plain { white-space: pre-wrap }
hr { border: 0; border-top: 1px solid light-dark(#dee0e3, #434343) }`;

const dingTalkMessages = z.array(z.object({ markdown: z.object({ text: z.string() }) }));

const drawDingTalk: Draw = (sent) =>
  pageOf(
    'DingTalk',
    chatStyle,
    dingTalkMessages
      .parse(JSON.parse(sent))
      .map(
        ({ markdown: { text } }) =>
          html`<article class="message"><div>${drawMarkdown(text)}</div></article>`,
      ),
  );

const cardElement = z.union([
  z.object({ tag: z.literal('markdown'), content: z.string(), text_size: z.optional(z.string()) }),
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
  pageOf(
    'Feishu',
    chatStyle,
    feishuMessages.parse(JSON.parse(sent)).map(
      ({ card: { header, body } }) =>
        html`<article class="message">
          <h3 class="${header.template}">${header.title.content}</h3>
          <div>${body.elements.map(drawCardElement)}</div>
        </article>`,
    ),
  );

/** A mail is a page already. */
export const drawings: Readonly<Record<Exclude<ChannelType, 'email'>, Draw>> = {
  slack: drawSlack,
  dingtalk: drawDingTalk,
  feishu: drawFeishu,
};
