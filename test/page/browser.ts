import { findBrowser } from '../../scripts/preview/pictures.ts';

/**
 * The browser of this machine; where there is none, the tests that need one are left out, and say
 * so.
 */
export const browserFile = findBrowser();

if (browserFile === undefined)
  console.warn('no Chromium on this machine: the tests in a browser are left out');
