import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Studio } from './pictures.ts';

const folderOfReadme = join(import.meta.dirname, '../../docs/pictures');

/** The README's pictures, and the pages that they show. */
const pictures = {
  'slack.png': 'en/one-failure-2.slack.html',
  'mail.png': 'en/one-failure-2.mail.html',
} as const;

/** Takes them from a preview; gives the folder in which they are. */
export async function takeReadmePictures(preview: string, browserFile: string): Promise<string> {
  await mkdir(folderOfReadme, { recursive: true });
  const shots = await Promise.all(
    Object.entries(pictures).map(async ([picture, page]) => ({
      html: await readFile(join(preview, page), 'utf8'),
      picture: join(folderOfReadme, picture),
    })),
  );
  const studio = await Studio.open(browserFile);
  try {
    await studio.take(shots, { width: 640, schemes: ['light'] });
  } finally {
    await studio.close();
  }
  return folderOfReadme;
}
