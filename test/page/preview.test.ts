import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { alertKinds } from '../../functions/kinds/alert.ts';
import { judge } from '../../rehearsal/world/slack-server.ts';
import { now } from '../../scripts/preview/sample-alerts.ts';
import { situations } from '../../scripts/preview/situations.ts';
import { writePreview } from '../../scripts/preview/write-preview.ts';
import { browserFile } from './browser.ts';

const context = {
  now,
  region: 'cn-shanghai',
  language: 'en',
  timeZone: 'UTC',
} as const;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

describe('the preview', () => {
  it('has a situation for each kind of alert', () => {
    for (const kind of alertKinds) {
      if (kind === 'job-stopped' || kind === 'source') continue;
      expect(
        situations[`kind-${kind}`]?.alerts.map((alert) => alert.kind),
        kind,
      ).toContain(kind);
    }
  });

  it('writes each situation as it is sent and as it looks, without a browser too', async () => {
    const { files, pictures } = await writePreview(folder, situations, context, undefined);
    const written = await readdir(folder);
    expect({ files, pictures }).toEqual({ files: written.length, pictures: 0 });
    const overview = await read('index.html');
    for (const name of Object.keys(situations)) {
      const sent: unknown = JSON.parse(await read(`${name}.slack.json`));
      for (const payload of Array.isArray(sent) ? sent : [])
        expect(judge(payload)).toHaveProperty('blocks');
      expect(await read(`${name}.slack.html`)).toContain('class="slack-header"');
      expect(await read(`${name}.dingtalk.md`)).toMatch(/^### /);
      expect(await read(`${name}.feishu.json`)).toContain('"msg_type": "interactive"');
      expect(await read(`${name}.mail.html`)).toMatch(/^<!DOCTYPE html>/);
      expect(await read(`${name}.mail.txt`)).toMatch(/^Subject: \S/);
      expect(overview).toContain(`href="${name}.slack.html"`);
    }
    expect(written).toContain('a-storm.mms-alerts.csv');
    expect(written.filter((file) => file.endsWith('.png'))).toEqual([]);
  });

  it.skipIf(browserFile === undefined)(
    'takes pictures, light and dark, of a mail as a phone shows it too',
    { timeout: 60_000 },
    async () => {
      const { pictures } = await writePreview(
        folder,
        Object.fromEntries(Object.entries(situations).filter(([name]) => name === 'kind-failed')),
        context,
        browserFile,
      );
      const taken = (await readdir(folder)).filter((file) => file.endsWith('.png')).sort();
      expect(taken).toEqual([
        'kind-failed.mail.dark.png',
        'kind-failed.mail.light.png',
        'kind-failed.mail.phone.dark.png',
        'kind-failed.mail.phone.light.png',
        'kind-failed.slack.dark.png',
        'kind-failed.slack.light.png',
      ]);
      expect(pictures).toBe(taken.length);
      const sizes = await Promise.all(
        taken.map(async (file) => sizeOf(await readFile(join(folder, file)))),
      );
      expect(sizes.map(({ width }) => width)).toEqual([760, 760, 390, 390, 760, 760]);
      for (const { height } of sizes) expect(height).toBeGreaterThan(200);
    },
  );
});

/** https://www.w3.org/TR/png-3/#11IHDR */
const sizeOf = (png: Buffer): Readonly<{ width: number; height: number }> => ({
  width: png.readUInt32BE(16),
  height: png.readUInt32BE(20),
});
