import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../../functions/runtime/json.ts';
import type { Props } from './review.ts';

/**
 * The properties of each resource, by its name, as `s deploy` would send them. Needs no network.
 */
export async function previewed(
  template: string | undefined,
  folder: string,
): Promise<ReadonlyMap<string, Props>> {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('@serverless-devs/s/package.json')),
    'bin/s',
  );
  const args = [cli, 'preview', '-o', 'json', ...(template === undefined ? [] : ['-t', template])];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 10_000_000 }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${template ?? 's.yaml'} cannot be resolved: ${reasonIn(stdout)}`));
    });
  });
  const parsed: unknown = JSON.parse(output.slice(output.indexOf('{\n')));
  return propsOf(isRecord(parsed) ? parsed.resources : undefined, (resource) => resource.props);
}

/** Of what is an object; `from` finds them in a resource. */
export function propsOf(
  resources: unknown,
  from: (resource: Props) => unknown,
): ReadonlyMap<string, Props> {
  const found = new Map<string, Props>();
  for (const [name, resource] of Object.entries(isRecord(resources) ? resources : {})) {
    const props = isRecord(resource) ? from(resource) : undefined;
    if (isRecord(props)) found.set(name, props);
  }
  return found;
}

/**
 * Serverless Devs says on its output what went wrong, and then repeats lines of the file, which may
 * hold anything.
 */
const reasonIn = (output: string): string =>
  (/^\w*Error: (.*)$/m.exec(output) ?? /Error Message:\s*(.*)/.exec(output))?.[1] ??
  'run `npx s preview` to see why';
