import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';

const wherever = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium that this machine has; nothing is downloaded. */
export const findBrowser = (): string | undefined => wherever.find((file) => existsSync(file));

/** A browser that calls nobody but the page it is shown. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** CSS pixels: a phone's, for each of the two schemes. */
const width = 390;
const gap = 8;
const viewport = { width: 2 * width + gap, height: 1_300 };
/** A picture that would be taller is cut: nobody looks at all of a storm. */
const tallest = 2_000;

export type Camera = Readonly<{
  take: (html: string, file: string) => Promise<void>;
  close: () => Promise<void>;
}>;

/** Takes a page as a phone shows it, in the light and the dark scheme beside each other. */
export async function openCamera(browserFile: string): Promise<Camera> {
  const browser = await openBrowser(browserFile);
  const page = await browser.newPage({ viewport, offline: true, javaScriptEnabled: false });
  const session = await page.context().newCDPSession(page);
  return {
    take: async (html, file) => {
      await page.setContent(
        `<!DOCTYPE html><meta charset="utf-8"><body style="margin: 0; display: flex; gap: ${gap}px; background: #888">${phone(html, 'light')}${phone(html, 'dark')}`,
      );
      const whole = await page.evaluate<number>('document.body.clientHeight');
      const height = Math.min(whole, tallest);
      // Playwright's own screenshots take three times as long.
      const { data } = await session.send('Page.captureScreenshot', {
        optimizeForSpeed: true,
        captureBeyondViewport: height > viewport.height,
        clip: { x: 0, y: 0, width: viewport.width, height, scale: 1 },
      });
      await writeFile(file, Buffer.from(data, 'base64'));
    },
    close: () => browser.close(),
  };
}

/**
 * The page in a tree of its own, so that no style of one touches another. Its body becomes a plain
 * element, as in webmail.
 */
function phone(html: string, scheme: 'light' | 'dark'): string {
  const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style).join('');
  const [, attributes = '', body = ''] = /<body([^>]*)>([^]*)<\/body>/.exec(html) ?? [];
  const applies = scheme === 'dark' ? 'all' : 'not all';
  const own = styles.replace(/\(prefers-color-scheme:\s*dark\)/g, applies);
  return `<div style="color-scheme: ${scheme}; display: grid; width: ${width}px; overflow: hidden">
<template shadowrootmode="open"><style>${own}</style><div${attributes}>${body}</div></template></div>`;
}
