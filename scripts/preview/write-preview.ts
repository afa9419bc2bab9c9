import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languages } from '../../functions/language.ts';
import { html, type Html } from '../../rehearsal/page/html.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';
import { pageOf } from './drawings.ts';
import { messagesOf, type Message, type View } from './messages.ts';
import { openCamera } from './pictures.ts';

/** Messages of a situation, its first look included: later ones look much the same. */
const mostMessages = 3;
/** Fewer where more would take long to play, and more where the last one is another one. */
const ownMost: Readonly<Record<string, number>> = { report: 6, healthy: 2 };
/** Every situation begins with a first look; that of this one is shown. */
const firstLook = 'first-look';

type Preview = Readonly<{
  folder: string;
  situations: Readonly<Record<string, Situation>>;
  browserFile: string | undefined;
  progress: (line: string) => void;
}>;

/**
 * Plays the situations and writes what is told in them, and how it looks in each channel and
 * language.
 */
export async function writePreview({
  folder,
  situations,
  browserFile,
  progress,
}: Preview): Promise<Readonly<{ files: number; pictures: number }>> {
  for (const language of languages) await mkdir(join(folder, language), { recursive: true });
  const camera = browserFile === undefined ? undefined : await openCamera(browserFile);
  const all = Object.entries(situations);
  const sections: Html[] = [];
  let [files, pictures, done] = [1, 0, 0];
  const finish = async (name: string, views: readonly View[]): Promise<void> => {
    for (const { path, html, sources } of views) {
      const written = Object.entries({ ...sources, [`${path}.html`]: html });
      for (const [file, text] of written) await writeFile(join(folder, file), text);
      await camera?.take(html, join(folder, `${path}.png`));
      files += written.length;
    }
    const taken = camera === undefined ? 0 : views.length;
    pictures += taken;
    done += 1;
    progress(`${done}/${all.length} ${name}: ${taken} pictures`);
  };
  try {
    let finished = Promise.resolve();
    for (const [name, situation] of all) {
      const most = ownMost[name] ?? mostMessages;
      const skipped = name === firstLook ? 0 : 1;
      const messages = await messagesOf(name, situation, { most, skipped });
      sections.push(sectionOf(name, situation.title, messages, camera !== undefined));
      // The browser draws it while the next one is played.
      finished = finished.then(() =>
        finish(
          name,
          messages.flatMap(({ views }) => views),
        ),
      );
    }
    await finished;
  } finally {
    await camera?.close();
  }
  const links = all.map(([name, { title }]) => html`<a href="#${name}">${title}</a> `);
  const title = 'What is told, and how it looks';
  const body = [html`<h1>${title}</h1>`, html`<nav>${links}</nav>`, sections];
  await writeFile(join(folder, 'index.html'), pageOf(title, indexStyle, body));
  return { files, pictures };
}

const indexStyle = `body { margin: 0 auto; padding: 0 16px 64px; font: 15px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif }
nav { column-width: 22rem; margin: 16px 0 }
nav a { display: block }
h2 { margin: 48px 0 8px; border-top: 1px solid #8888; padding-top: 16px }
h3 { margin: 24px 0 4px; font-size: 16px }
.views { display: flex; gap: 16px; overflow-x: auto; align-items: flex-start }
figure { flex: none; margin: 0 }
img { display: block; width: min(788px, 88vw); height: auto }
iframe { width: 390px; height: 640px; border: 1px solid #8888 }
figcaption { font-size: 13px }`;

/** In pictures, or as the pages that they are. */
function sectionOf(
  name: string,
  title: string,
  messages: readonly Message[],
  inPictures: boolean,
): Html {
  const figureOf = ({ name, path, sources }: View): Html => {
    const shown = inPictures
      ? html`<a href="${path}.html"><img src="${path}.png" loading="lazy" alt="${name}" /></a>`
      : html`<iframe src="${path}.html" loading="lazy" title="${name}"></iframe>`;
    const links = Object.keys(sources).map((file) => html` · <a href="${file}">${file}</a>`);
    return html`<figure>
      ${shown}
      <figcaption><a href="${path}.html">${name}</a>${links}</figcaption>
    </figure> `;
  };
  return html`<h2 id="${name}">${title}</h2>
    ${messages.map(
      ({ language, headline, views }) =>
        html`<h3 lang="${language}">${headline}</h3>
          <div class="views" lang="${language}">${views.map(figureOf)}</div> `,
    )} `;
}
