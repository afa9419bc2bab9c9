import { resolve } from 'node:path';
import { situations } from '../rehearsal/simulation/situations.ts';
import { runCommand } from './command.ts';
import { findBrowser } from './preview/browser.ts';
import { takeReadmePictures } from './preview/readme-pictures.ts';
import { writePreview } from './preview/write-preview.ts';

const usage = `usage: npm run preview [-- [--readme] [FOLDER]]
  FOLDER    where the files go; preview without it
  --readme  takes the README's pictures from it, too`;

const noBrowser =
  'No pictures, since there is no Chromium here (on Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji).';

async function preview(folder: string, readme: boolean): Promise<number> {
  const browserFile = findBrowser();
  const progress = (line: string): void => {
    console.log(line);
  };
  const { files, pictures } = await writePreview({ folder, situations, browserFile, progress });
  console.log(`${files} files and ${pictures} pictures; open ${folder}/index.html`);
  if (browserFile === undefined) console.log(noBrowser);
  else if (readme) console.log(`README: ${await takeReadmePictures(folder, browserFile)}`);
  return 0;
}

void runCommand(
  { usage, switches: ['readme'], values: [], operands: 1 },
  ({ has, operands: [folder = 'preview'] }) => preview(resolve(folder), has('readme')),
);
