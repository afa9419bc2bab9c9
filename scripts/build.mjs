// Writes what is uploaded, by default into a clean `dist`. `index.js` holds everything, libraries
// that are loaded late included.
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lateLibraries } from './late-libraries.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const usage = `usage: npm run build [-- FOLDER]
  FOLDER  where the bundle goes; dist without it`;
// Which file cannot be written says enough, without a stack; what is not read any more needs no word.
process.on('uncaughtException', (error) => {
  if (error.code === 'EPIPE') process.exit();
  fail(error.syscall ? `${error.message}; check who may write there` : error.stack);
});
const [given, ...others] = process.argv.slice(2);
if (given === '--help' || given === '-h') {
  console.log(usage);
  process.exit();
}
if (others.length > 0 || given?.startsWith('-')) fail(`expected one folder at most\n${usage}`);
const folder = resolve(given ?? join(root, 'dist'));
const limit = 1_500_000;

const packageFile = join(folder, 'package.json');
const ownPackage = '{"type":"commonjs"}\n';

// A folder that somebody named may hold files that are not ours to delete, or to write over.
if (given === undefined) await rm(folder, { recursive: true, force: true });
const foundPackage = await readFile(packageFile, 'utf8').catch(() => ownPackage);
if (given === '' || foundPackage !== ownPackage)
  fail(
    `expected an empty folder, or one that a build was written to, not ${folder}: nothing was written`,
  );
await mkdir(folder, { recursive: true });
const options = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  // Names are not shortened: stack traces stay readable, errors are recognised by class, and the
  // bundle loads faster. With short names esbuild wraps library modules in arrow functions, which
  // V8 parses in full.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none', // Whole licences stand beside the bundle.
  logLevel: 'warning',
};
const lateInputs = [];
const built = await build({
  ...options,
  entryPoints: ['functions/poll-task-logs.ts'],
  outfile: join(folder, 'index.js'),
  bundle: true,
  format: 'cjs',
  plugins: [lateLibraries(options, lateInputs)],
  metafile: true,
}).catch(() => undefined);
if (built === undefined) fail('the bundle could not be built, for the reasons above');
// Whatever package.json stands above the folder, its `index.js` is CommonJS.
await writeFile(packageFile, ownPackage);

await writeFile(
  join(folder, 'THIRD-PARTY-LICENCES.txt'),
  await thirdPartyLicences([...Object.keys(built.metafile.inputs), ...lateInputs]),
);

const outside = Object.values(built.metafile.outputs)
  .flatMap(({ imports }) => imports)
  .filter(({ path, external }) => external && !isBuiltin(path));
if (outside.length > 0)
  fail(`the bundle needs ${outside.map(({ path }) => path).join(', ')}, which is not uploaded`);

const { size } = await stat(join(folder, 'index.js'));
if (size > limit) fail(`the bundle has ${size} bytes; ${limit} are allowed`);
console.log(`${join(folder, 'index.js')}: ${Math.round(size / 1000)} kB`);

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(1);
}

/**
 * The licences of every package in the bundle. `inputs` are its files as esbuild names them.
 *
 * @throws Error where a package has none
 */
async function thirdPartyLicences(inputs) {
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
