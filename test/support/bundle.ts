import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, '../../scripts/build.mjs');

/** Builds the function into this folder, as it is uploaded, and says which file to load. */
export async function buildInto(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [script, folder]);
  return join(folder, 'index.js');
}

/** A function of another mind in the place of ours; `handler` is its source. */
export async function writeBundle(folder: string, name: string, handler: string): Promise<string> {
  const file = join(folder, `${name}.js`);
  await writeFile(file, `exports.handler = ${handler};\n`);
  return file;
}
