import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { config, parse } from 'dotenv';
import { expand } from 'dotenv-expand';
import { UsageError } from '../command.ts';

export type LoadedDotenv = Readonly<{
  /** `.env`, or `.env.finance` for the migration `finance`. */
  file: string;
  found: boolean;
  expanded: readonly string[];
  problems: readonly string[];
}>;

/** @throws UsageError for a name that no file can have */
export function dotenvFile(migration: string | undefined): string {
  if (migration === undefined) return '.env';
  if (!/^\w[\w.-]*$/.test(migration) || migration === 'example')
    throw new UsageError(`--env ${migration}: expected a name such as finance, for .env.finance`);
  return `.env.${migration}`;
}

/** What `.env` says of these holds for every migration. */
const deployersKeys = ['AccountID', 'AccessKeyID', 'AccessKeySecret', 'SecurityToken'];

/**
 * Adds `.env` to `process.env`, where the environment comes first, as Serverless Devs does it: with
 * the same versions of the same packages, and twice. So a `$` is expanded even where it was
 * escaped.
 *
 * For a migration `.env.<migration>` is read instead. Serverless Devs will still read `.env`, so
 * what only that sets is set to nothing.
 */
export function loadDotenv(folder: string, migration?: string): LoadedDotenv {
  const file = dotenvFile(migration);
  const path = join(folder, file);
  const { texts, problems, found } = textsIn(path, file);
  const written = { ...texts, ...process.env };
  for (let times = 0; times < 2; times += 1) expand(config({ path }));
  const expanded = Object.keys(texts).filter((name) => process.env[name] !== written[name]);
  if (migration !== undefined) {
    if (!found) problems.push(`${file}: not found; npm run setup -- --env ${migration} writes it`);
    for (const [name, text] of Object.entries(textsIn(join(folder, '.env'), '.env').texts))
      process.env[name] ??= deployersKeys.includes(name) ? text : '';
  }
  return { file, found, expanded, problems };
}

/** Also those that it sets to nothing. */
export const namesInDotenv = (folder: string): readonly string[] =>
  Object.keys(textsIn(join(folder, '.env'), '.env').texts);

function textsIn(path: string, file: string) {
  let texts: Readonly<Record<string, string>> = {};
  let problems: readonly string[] = [];
  try {
    const bytes = readFileSync(path);
    if (bytes.includes(0)) problems = ['is in UTF-16; save it as UTF-8'];
    else {
      texts = parse(bytes);
      problems = misreadings(bytes.toString(), texts);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return { texts, found: false, problems: [] };
    problems = [`cannot be read (${code})`];
  }
  return { texts, found: true, problems: problems.map((problem) => `${file}: ${problem}`) };
}

/** What dotenv takes for something else than was meant, or passes over in silence. */
function misreadings(dotenv: string, texts: Readonly<Record<string, string>>): readonly string[] {
  const open = Object.keys(texts).filter((name) =>
    /^(["'`])(?!.*\1)|\n(?:export )?[A-Z_]+=/s.test(texts[name] ?? ''),
  );
  if (open.length > 0) return open.map((name) => `${name}: its quote is not closed`);
  const lines = dotenv.split('\n');
  const isPassedOver = (line: string, index: number): boolean =>
    !/^\s*(?:#|$)/.test(line) &&
    Object.keys(parse(line)).length === 0 &&
    // The line may be one of several within quotes.
    isDeepStrictEqual(parse(lines.with(index, '').join('\n')), texts);
  return lines.flatMap((line, index) =>
    isPassedOver(line, index) ? `line ${index + 1}: expected NAME=value, or a # before it` : [],
  );
}
