import { join } from 'node:path';
import { build } from 'esbuild';

export type Library = Readonly<{
  name: string;
  loadedBy: string;
  /**
   * The files of ours by which it comes in, where a bundle holds only what they use of it; else all
   * of it is held.
   */
  usedIn?: readonly string[];
}>;

/** What the function is made of besides itself, and what first needs it. */
export const libraries: readonly Library[] = [
  { name: 'zod/mini', loadedBy: 'the start', usedIn: ['invocation', 'state/alert-codec'] },
  { name: 'lossless-json', loadedBy: 'the start', usedIn: ['runtime/json'] },
  {
    name: 'fastest-levenshtein',
    loadedBy: 'the start',
    usedIn: ['configuration/foreign-variables'],
  },
  { name: 'p-limit', loadedBy: 'the start' },
  { name: 'ali-oss/lib/common/signUtils.js', loadedBy: 'a state in OSS' },
  { name: '@alicloud/openapi-util', loadedBy: 'the first call of MMS' },
  { name: '@slack/webhook', loadedBy: 'a message to Slack' },
  { name: 'nodemailer', loadedBy: 'a mail' },
];

/** Bundles one library alone, as the whole bundle holds it. Gives the file. */
export async function bundleOf(
  { name, usedIn }: Library,
  folder: string,
  root: string,
): Promise<string> {
  const outfile = join(folder, `${name.replace(/\W/g, '-')}.js`);
  const contents =
    usedIn?.map((file) => `export * from './functions/${file}.ts';`).join('\n') ??
    `module.exports = require('${name}');`;
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  return outfile;
}
