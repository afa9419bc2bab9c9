import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { situations } from '../../rehearsal/simulation/situations.ts';
import { judge } from '../../rehearsal/world/slack-server.ts';
import { drawings } from '../../scripts/preview/drawings.ts';
import { writePreview } from '../../scripts/preview/write-preview.ts';

const { names, verification, blind } = situations;
if (!names || !verification || !blind) throw new Error('the situations have other names');

describe('the preview without a browser', () => {
  let folder: string;
  const progress: string[] = [];
  let written: Readonly<{ files: number; pictures: number }>;
  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preview-'));
    written = await writePreview({
      folder,
      situations: { names, verification, blind },
      browserFile: undefined,
      progress: (line) => progress.push(line),
    });
    return () => rm(folder, { recursive: true });
  });

  it('writes what each channel would be sent, and how it looks, in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const message = `${language}/verification-1`;
      const sent: unknown = JSON.parse(await read(`${message}.slack.json`));
      expect(sent).toHaveLength(1);
      for (const payload of Array.isArray(sent) ? sent : [])
        expect(judge(payload)).toHaveProperty('blocks');
      expect(await read(`${message}.slack.html`)).toContain('class="slack-header"');
      expect(await read(`${message}.dingtalk.html`)).toContain('<h3>🔴 ');
      expect(await read(`${message}.feishu.html`)).toContain('<h3 class="red">');
      expect(await read(`${message}.mail.html`)).toMatch(/^<!DOCTYPE html>/);
      expect(await read(`${message}.mail.txt`)).toMatch(/^Subject: \S/);
    }
  });

  it('shows Slack alone where a mail beside it makes a difference, and only there', async () => {
    const files = await readdir(join(folder, 'en'));
    expect(files).toContain('blind-2.slack-alone.html');
    expect(files).not.toContain('blind-1.slack-alone.html');
  });

  it('shows every page in its index, and takes no pictures', async () => {
    const index = await read('index.html');
    const pages: string[] = [];
    for (const language of ['en', 'zh']) {
      const files = await readdir(join(folder, language));
      expect(files.filter((file) => file.endsWith('.png'))).toEqual([]);
      pages.push(
        ...files.filter((file) => file.endsWith('.html')).map((file) => `${language}/${file}`),
      );
    }
    expect(pages.length).toBeGreaterThan(30);
    for (const page of pages) expect(index).toContain(`<iframe src="${page}"`);
    expect(written.pictures).toBe(0);
  });

  it('says how far it is', () => {
    expect(progress.map((line) => line.split(' ')[0])).toEqual(['1/3', '2/3', '3/3']);
  });
});

describe('a drawing', () => {
  const drawn = (chat: keyof typeof drawings, payload: unknown): string =>
    drawings[chat](JSON.stringify([payload]), '14:03');

  it.each<[chat: keyof typeof drawings, payload: unknown]>([
    [
      'dingtalk',
      {
        markdown: {
          title: 'x',
          text: '### a\\*b\\* &lt;i&gt;  \n> **two** [lines](https://a.example)',
        },
      },
    ],
    [
      'feishu',
      {
        card: {
          header: { title: { content: 'a*b* <i>' }, template: 'red' },
          body: {
            elements: [
              {
                tag: 'markdown',
                content: 'a&#42;b&#42; &#60;i&#62;\n**two** [lines](https://a.example)',
              },
              { tag: 'div', text: { content: '<b>**as it stands**</b>' } },
              { tag: 'hr' },
            ],
          },
        },
      },
    ],
  ])('of %s shows marks as the chat does, and escaped ones as text', (name, payload) => {
    const html = drawn(name, payload);
    expect(html).toContain('<strong>two</strong> <a href="https://a.example">lines</a>');
    expect(html).not.toContain('<i>');
    expect(html).not.toContain('<em>');
  });

  it('runs no HTML that stands in a message', () => {
    const html = drawn('dingtalk', { markdown: { title: '', text: 'a <img src=x> b' } });
    expect(html).toContain('a &lt;img src=x&gt; b');
  });
});
