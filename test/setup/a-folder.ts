import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { onTestFinished } from 'vitest';
import { root, typescript } from '../invoke/run-script.ts';
import { Terminal } from './terminal.ts';

export const webhook = 'http://127.0.0.1:9/services/T0TEST/B0TEST/aSecretPathOfAWebhook';
/** Nobody is to be reached from here. */
export const nowhere = { MMS_ENDPOINT: 'http://127.0.0.1:9', OSS_ENDPOINT: 'http://127.0.0.1:9' };
export const said = [
  ...['--region', 'cn-shanghai', '--watch', '2000015'],
  ...['--bucket', 'my-bucket/finance', '--account', '1234567890123456'],
];

export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'setup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(root, '.env.example'), join(folder, '.env.example'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

export const dotenvIn = async (
  folder: string,
  file = '.env',
): Promise<Readonly<Record<string, string>>> => parse(await readFile(join(folder, file)));

/** `npm run setup` in a terminal. */
export function setUp(folder: string): Terminal {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...nowhere };
  const script = join(root, 'scripts/setup.ts');
  return new Terminal([process.execPath, ...typescript, script], { cwd: folder, env });
}
