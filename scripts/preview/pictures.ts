import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';

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

type Shot = Readonly<{ html: string; picture: string }>;

/** Beside each other in one picture. */
const schemes = ['light', 'dark'] as const;
/** CSS pixels of one of them: a phone's. */
const width = 390;
const gap = 8;
const viewport = { width: schemes.length * (width + gap) - gap, height: 1_300 } as const;
/** CSS pixels. A picture that is taller is cut: nobody looks at all of a storm. */
const tallest = 2_000;

/**
 * Takes pictures in one browser. Pages stand on a sheet together, which is loaded once: loading a
 * page for each picture would take most of the time.
 */
export class Studio {
  readonly #browser: Browser;
  readonly #idle: Camera[] = [];
  /** Of two cores, one plays the situations meanwhile. */
  readonly #turns = pLimit(2);

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(browserFile: string): Promise<Studio> {
    return new Studio(await openBrowser(browserFile));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  take(shots: readonly Shot[]): Promise<void> {
    return this.#turns(async () => {
      const camera = this.#idle.pop() ?? (await cameraOf(this.#browser));
      await camera.page.setContent(sheetOf(shots));
      for (const [index, { picture }] of shots.entries())
        await writeFile(picture, await pictureOf(camera, index));
      this.#idle.push(camera);
    });
  }
}

type Camera = Readonly<{ page: Page; session: CDPSession }>;

async function cameraOf(browser: Browser): Promise<Camera> {
  const page = await browser.newPage({ viewport, offline: true, javaScriptEnabled: false });
  return { page, session: await page.context().newCDPSession(page) };
}

/** Shows this one alone, at the top of the page; gives its size. */
const showAlone = (index: number): string => `(() => {
  const shots = [...document.body.children];
  shots.forEach((shot, other) => shot.toggleAttribute('hidden', other !== ${index}));
  return { width: shots[${index}].clientWidth, height: shots[${index}].clientHeight };
})()`;

async function pictureOf({ page, session }: Camera, index: number): Promise<Buffer> {
  const size = await page.evaluate<Readonly<{ width: number; height: number }>>(showAlone(index));
  // Playwright's own screenshots take three times as long.
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: size.height > viewport.height,
    clip: { x: 0, y: 0, ...size, scale: 1 },
  });
  return Buffer.from(data, 'base64');
}

function sheetOf(shots: readonly Shot[]): string {
  const rows = shots.map(({ html }) => {
    const views = schemes.map(
      (scheme) =>
        `<div class="view" style="color-scheme: ${scheme}">${shadowOf(html, scheme)}</div>`,
    );
    return `<div class="shot" hidden>${views.join('')}</div>`;
  });
  return `<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #888 }
.shot:not([hidden]) { display: flex; gap: ${gap}px; width: max-content; max-height: ${tallest}px; overflow: hidden }
.view { display: grid; width: ${width}px; overflow: hidden }
</style>${rows.join('')}`;
}

/**
 * The page in a tree of its own, so that no style of one touches another. Its body becomes a plain
 * element, as in webmail.
 */
function shadowOf(html: string, scheme: (typeof schemes)[number]): string {
  const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style).join('');
  const [, attributes = '', body = ''] = /<body([^>]*)>([^]*)<\/body>/.exec(html) ?? [];
  const applies = scheme === 'dark' ? 'all' : 'not all';
  const own = styles.replace(/\(prefers-color-scheme:\s*dark\)/g, applies);
  return `<template shadowrootmode="open"><style>${own}</style><div${attributes}>${body}</div></template>`;
}
