import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { situations } from '../../rehearsal/simulation/situations.ts';
import { writePreview } from '../../scripts/preview/write-preview.ts';
import { browserFile } from '../page/browser.ts';

describe.skipIf(browserFile === undefined)('the pictures of a preview', () => {
  it('show light and dark beside each other, each a phone wide, and stand in the index', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'preview-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { verification } = situations;
    if (verification === undefined) throw new Error('the situation has another name');
    const { pictures } = await writePreview({
      folder,
      situations: { verification },
      browserFile,
      progress: () => undefined,
    });
    const index = await readFile(join(folder, 'index.html'), 'utf8');
    const taken: string[] = [];
    for (const language of ['en', 'zh']) {
      for (const file of await readdir(join(folder, language))) {
        if (!file.endsWith('.png')) continue;
        taken.push(file);
        const { width, height } = sizeOf(await readFile(join(folder, language, file)));
        expect(width).toBe(2 * 390 + 8);
        expect(height).toBeGreaterThan(200);
        expect(index).toContain(`<img src="${language}/${file}"`);
      }
    }
    expect(taken).toHaveLength(pictures);
    expect(new Set(taken.map((file) => file.split('.')[1]))).toEqual(
      new Set(['slack', 'dingtalk', 'feishu', 'mail']),
    );
  });
});

/** https://www.w3.org/TR/png-3/#11IHDR */
const sizeOf = (png: Buffer): Readonly<{ width: number; height: number }> => ({
  width: png.readUInt32BE(16),
  height: png.readUInt32BE(20),
});
