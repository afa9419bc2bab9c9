import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { html, Html } from '../../rehearsal/page/html.ts';
import { drawSlackMessage } from '../../rehearsal/page/slack-drawing.ts';

const style = readFileSync(
  join(import.meta.dirname, '../../rehearsal/page/slack-drawing.css'),
  'utf8',
);

const ground = `:root { color-scheme: light dark } body { margin: 0; padding: 8px 0; background: #fff }
@media (prefers-color-scheme: dark) { body { background: #1a1d21 } }`;

const slackMessages = z.array(z.object({ text: z.string(), blocks: z.array(z.unknown()) }));

/** The messages of one tick, of which `sent` is the JSON, as Slack shows them. */
export const slackPage = (title: string, sent: string, time: string): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(`${ground}\n${style}`)}
        </style>
      </head>
      <body>
        ${slackMessages.parse(JSON.parse(sent)).map(({ text, blocks }) => html`${drawSlackMessage({ text, blocks, time })} `)}
      </body>
    </html> `.text;

/** All previews on one page: what a lock screen shows, and the way to the files. */
export const overview = (
  entries: readonly Readonly<{ name: string; lockScreen: string; files: readonly string[] }>[],
): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>mms-task-alerts: previews</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            max-width: 60rem;
            margin: 2rem auto;
            padding: 0 1rem;
            font:
              15px/1.5 system-ui,
              sans-serif;
          }
          li {
            margin: 0 0 1rem;
          }
        </style>
      </head>
      <body>
        <h1>What is told, and how it looks</h1>
        <ul>
          ${entries.map(({ name, lockScreen, files }) => html`<li><b>${name}</b><br />${lockScreen}<br />${files.map((file) => html`<a href="${file}">${file}</a> `)}</li> `)}
        </ul>
      </body>
    </html> `.text;
