import { resolve } from 'node:path';
import { situations } from '../rehearsal/simulation/situations.ts';
import { runCommand } from './command.ts';
import { findBrowser } from './preview/pictures.ts';
import { writePreview } from './preview/write-preview.ts';

const usage = `usage: npm run preview [-- FOLDER]
  FOLDER  where the files go; preview without it`;

const noBrowser =
  'No pictures, since there is no Chromium here (on Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji).';

void runCommand(
  { usage, switches: [], values: [], operands: 1 },
  async ({ operands: [given = 'preview'] }) => {
    const folder = resolve(given);
    const browserFile = findBrowser();
    const progress = (line: string): void => {
      console.log(line);
    };
    const { files, pictures } = await writePreview({ folder, situations, browserFile, progress });
    console.log(`${files} files and ${pictures} pictures; open ${folder}/index.html`);
    if (browserFile === undefined) console.log(noBrowser);
    return 0;
  },
);
