import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { config, parse } from 'dotenv';
import { expand } from 'dotenv-expand';

/**
 * Adds what stands in `.env` of this folder to `process.env`, where the environment comes first,
 * just as Serverless Devs does it: with the same versions of the same packages, and twice over,
 * when it starts and when it has found s.yaml. So a `$` is expanded even where it was escaped, in
 * values of the environment too if `.env` names them.
 *
 * Gives the names whose text was changed by it: a password or a webhook that is sent otherwise than
 * it was written.
 */
export function loadDotenv(folder: string): readonly string[] {
  const path = join(folder, '.env');
  const written = { ...textsIn(path), ...process.env };
  for (let times = 0; times < 2; times += 1) expand(config({ path }));
  return Object.keys(textsIn(path)).filter((name) => process.env[name] !== written[name]);
}

function textsIn(path: string): Readonly<Record<string, string>> {
  try {
    return parse(readFileSync(path));
  } catch {
    return {};
  }
}
