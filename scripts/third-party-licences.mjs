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
  const { name, version, license, licenses, author, homepage, repository } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const named =
    typeof license === 'string'
      ? license
      : (license?.type ?? licenses?.map(({ type }) => type).join(' or '));
  const file = (await readdir(folder)).find((entry) =>
    /^(licen[cs]e|copying)(\.|-|$)/i.test(entry),
  );
  if (named === undefined && file === undefined)
    throw new Error(`${name} ${version} brings no licence and names none`);
  const by = typeof author === 'string' ? author : author?.name;
  const from = homepage ?? (typeof repository === 'string' ? repository : repository?.url);
  const head = [
    `${name} ${version}`,
    named && `Licence: ${named}`,
    by && `By: ${by}`,
    from && `From: ${from}`,
  ]
    .filter(Boolean)
    .join('\n');
  return file === undefined
    ? head
    : `${head}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}`;
}
