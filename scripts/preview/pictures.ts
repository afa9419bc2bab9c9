import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';

const schemes = ['light', 'dark'] as const;

/** A picture of a page. */
export type Shot = Readonly<{
  page: string;
  picture: string;
  width: number;
  scheme: (typeof schemes)[number];
}>;

/** Pixels: a window beside another one, and a phone. */
const desktop = 760;
const phone = 390;

export const slackShots = (name: string): readonly Shot[] =>
  schemes.map((scheme) => ({
    page: `${name}.slack.html`,
    picture: `${name}.slack.${scheme}.png`,
    width: desktop,
    scheme,
  }));

export const mailShots = (name: string): readonly Shot[] =>
  schemes.flatMap((scheme) => [
    { page: `${name}.mail.html`, picture: `${name}.mail.${scheme}.png`, width: desktop, scheme },
    {
      page: `${name}.mail.html`,
      picture: `${name}.mail.phone.${scheme}.png`,
      width: phone,
      scheme,
    },
  ]);

/** A picture that is longer is cut: nobody looks at all of a storm. */
const tallest = 4000;

export async function takePictures(
  folder: string,
  shots: readonly Shot[],
  browserFile: string,
): Promise<void> {
  const browser = await openBrowser(browserFile);
  try {
    const page = await browser.newPage({ javaScriptEnabled: false });
    for (const shot of shots) await take(page, folder, shot);
  } finally {
    await browser.close();
  }
}

async function take(
  page: Page,
  folder: string,
  { page: file, picture, width, scheme }: Shot,
): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 100 });
  await page.goto(pathToFileURL(join(folder, file)).href);
  const whole = await page.locator('body').boundingBox();
  await page.setViewportSize({
    width,
    height: Math.min(tallest, Math.ceil(whole?.height ?? tallest)),
  });
  await page.screenshot({ path: join(folder, picture) });
}
