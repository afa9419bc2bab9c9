import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licences of every package in the bundle. `inputs` are its files as esbuild names them.
 *
 * @throws Error where a package has none
 */
export async function thirdPartyLicences(root, inputs) {
  const packages = new Set(
    inputs.flatMap(
      (input) => /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
    ),
  );
  const texts = await Promise.all(
    [...packages].sort().map((folder) => licenceOf(join(root, folder))),
  );
  return `${texts.join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}

async function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find((entry) =>
    /^(licen[cs]e|copying)(\.|-|$)/i.test(entry),
  );
  if (license === undefined && file === undefined)
    throw new Error(`${name} ${version} brings no licence and names none`);
  const by = typeof author === 'string' ? author : author?.name;
  const head = [`${name} ${version}`, `Licence: ${license ?? 'see below'}`, by && `By: ${by}`];
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return `${head.filter(Boolean).join('\n')}\n\n${text.trim()}`.trim();
}
