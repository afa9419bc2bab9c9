import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { languages } from '../functions/language.ts';
import { runCommand } from './command.ts';
import { findBrowser } from './preview/browser.ts';
import { now } from './preview/sample-alerts.ts';
import { situations } from './preview/situations.ts';
import { writePreview } from './preview/write-preview.ts';

const usage = `usage: npm run preview [-- [--readme] [FOLDER]]
  FOLDER    where the files go; preview without it
  --readme  takes the README's pictures from it, too`;

const noBrowser =
  'no pictures: no Chromium was found (on Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji)';

/** The README's pictures, and the previews that they are. */
const inReadme = {
  'slack.png': 'en/failures-and-good-news.slack.light.png',
  'mail.png': 'en/failures-and-good-news.mail.light.png',
} as const;

const zones = { en: 'UTC', zh: 'Asia/Shanghai' } as const;

async function writeAll(folder: string, readme: boolean): Promise<number> {
  let pictures = 0;
  for (const language of languages) {
    const context = {
      now,
      region: 'cn-shanghai',
      language,
      timeZone: zones[language],
    };
    const written = await writePreview(join(folder, language), situations, context, findBrowser());
    pictures += written.pictures;
    console.log(`${written.files} files in ${join(folder, language)}; index.html leads to them`);
  }
  console.log(pictures > 0 ? `${pictures} pictures (.png) beside them` : noBrowser);
  if (readme && pictures > 0) {
    const shown = join(import.meta.dirname, '../docs/pictures');
    await mkdir(shown, { recursive: true });
    for (const [name, preview] of Object.entries(inReadme))
      await copyFile(join(folder, preview), join(shown, name));
    console.log(`the README's in ${shown}`);
  }
  return 0;
}

void runCommand(
  { usage, switches: ['readme'], values: [], operands: 1 },
  ({ has, operands: [folder = 'preview'] }) => writeAll(resolve(folder), has('readme')),
);
