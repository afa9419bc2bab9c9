import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const wherever = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
] as const;

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
