import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { languages } from '../functions/notification/language.ts';
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

type Order = Readonly<{ folder: string; readme: boolean }>;

/** `undefined` for arguments that nobody knows. */
function orderIn(args: string[]): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { readme: { type: 'boolean' } },
      allowPositionals: true,
    });
    return positionals.length > 1
      ? undefined
      : { folder: resolve(positionals[0] ?? 'preview'), readme: values.readme ?? false };
  } catch {
    return undefined;
  }
}

/** Gives the exit code: 2 for arguments that nobody knows. */
async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  const { folder, readme } = order;
  let pictures = 0;
  for (const language of languages) {
    const context = {
      now,
      region: 'cn-shanghai',
      language,
      timeZone: zones[language],
      mention: '<!here>',
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

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
