import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { animatedWebp, type Still } from './animated-webp.ts';
import { openBrowser } from './browser.ts';

const size = { width: 960, height: 640 } as const;
/** Ticks of the story: a first look, failures, their cause, a retry, and what comes of it. */
const ticks = 10;
const shownFor = 2_500;
/** Milliseconds until a tick has been drawn. */
const patience = 30_000;

/** The page of `npm start`, some ticks of its story, in one picture that moves. */
export async function movingPage(browserFile: string): Promise<Buffer> {
  // A group of its own, so that what npm starts ends with it.
  const rehearsal = spawn('npm', ['start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await openBrowser(browserFile);
  try {
    const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
    await page.goto(await addressIn(rehearsal.stdout));
    return animatedWebp(await stillsOf(page), size);
  } finally {
    await browser.close();
    if (rehearsal.pid !== undefined && rehearsal.exitCode === null) process.kill(-rehearsal.pid);
  }
}

/** What it prints is read on, or it would wait. */
const addressIn = (output: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const [address] = /http:\/\/\S+/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    lines.on('close', () => {
      reject(new Error('npm start ended before it told the address of its page'));
    });
  });

/** Paused, and then a tick at a time. */
async function stillsOf(page: Page): Promise<readonly Still[]> {
  const camera = await page.context().newCDPSession(page);
  const stills: Still[] = [];
  await page.keyboard.press('Space');
  while (stills.length < ticks) {
    const { data } = await camera.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
    stills.push({ webp: Buffer.from(data, 'base64'), milliseconds: shownFor });
    const latest = await page.locator('#latest').textContent();
    await page.keyboard.press('ArrowRight');
    await changed(page, latest);
  }
  return stills;
}

async function changed(page: Page, before: string | null): Promise<void> {
  for (let waited = 0; waited < patience; waited += 100) {
    await sleep(100);
    if ((await page.locator('#latest').textContent()) === before) continue;
    // What was told comes a moment after the tick.
    await sleep(1_500);
    return;
  }
  throw new Error(`the page of npm start showed no further tick within ${patience / 1_000} s`);
}
