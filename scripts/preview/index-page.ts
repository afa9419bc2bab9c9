import { html, Html } from '../../rehearsal/page/html.ts';
import type { Told, View } from './told.ts';

export type Entry = Readonly<{ name: string; title: string; told: readonly Told[] }>;

const style = new Html(`
:root { color-scheme: light dark }
body { margin: 0 auto; padding: 0 16px 64px; font: 15px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif }
nav { column-width: 22rem; margin: 16px 0 }
nav a { display: block }
h2 { margin: 48px 0 8px; border-top: 1px solid #8888; padding-top: 16px }
h3 { margin: 24px 0 4px; font-size: 16px }
.views { display: flex; gap: 16px; overflow-x: auto; align-items: flex-start }
figure { flex: none; margin: 0 }
img { display: block; width: min(788px, 88vw); height: auto }
iframe { width: 390px; height: 640px; border: 1px solid #8888 }
figcaption { font-size: 13px }`);

/** In pictures, or as the pages that they are. */
export const indexOf = (entries: readonly Entry[], inPictures: boolean): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>mms-task-alerts: what is told, and how it looks</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>What is told, and how it looks</h1>
        <nav>${entries.map(({ name, title }) => html`<a href="#${name}">${title}</a> `)}</nav>
        ${entries.map((entry) => sectionOf(entry, inPictures))}
      </body>
    </html> `.text;

const sectionOf = ({ name, title, told }: Entry, inPictures: boolean): Html =>
  html`<h2 id="${name}">${title}</h2>
    ${told.map(
      ({ language, headline, views }) =>
        html`<h3 lang="${language}">${headline}</h3>
          <div class="views" lang="${language}">
            ${views.map((view) => figureOf(view, inPictures))}
          </div> `,
    )} `;

function figureOf({ name, page, picture, sources }: View, inPictures: boolean): Html {
  const shown = inPictures
    ? html`<a href="${page}"><img src="${picture}" loading="lazy" alt="${name}" /></a>`
    : html`<iframe src="${page}" loading="lazy" title="${name}"></iframe>`;
  const links = Object.keys(sources).map((file) => html` · <a href="${file}">${file}</a>`);
  return html`<figure>
    ${shown}
    <figcaption><a href="${page}">${name}</a>${links}</figcaption>
  </figure> `;
}
