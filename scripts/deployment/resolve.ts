import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { textOf, type Environment } from '../../functions/settings/environment.ts';

const credential = z.union([
  z.object({ error: z.string() }),
  z.object({
    AccountID: z._default(z.string(), ''),
    AccessKeyID: z._default(z.string(), ''),
    AccessKeySecret: z._default(z.string(), ''),
    SecurityToken: z.optional(z.string()),
  }),
]);

const resource = z.object({
  name: z.string(),
  access: z._default(z.string(), 'default'),
  props: z._default(z.record(z.string(), z.unknown()), {}),
  credential,
});

export type DeployCredential = z.infer<typeof credential>;
export type ResolvedResource = z.infer<typeof resource>;

/** @throws Error naming the first field that is missing */
export const parseResolved = (json: string): ResolvedResource => {
  const parsed = resource.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  throw new Error(`Serverless Devs gave no ${parsed.error.issues[0]?.path.join('.') ?? 'answer'}`);
};

export type ResolveOrder = Readonly<{
  folder: string;
  template?: string | undefined;
  access?: string | undefined;
}>;

export const serverlessDevs = join(
  dirname(createRequire(import.meta.url).resolve('@serverless-devs/s/package.json')),
  'bin/s',
);

/**
 * What `s deploy` would send, and with which keys. A component of ours replaces each resource's
 * own, so no network is needed.
 *
 * @throws Error saying why the template cannot be resolved
 */
export async function resolveTemplate(
  { folder, template = 's.yaml', access }: ResolveOrder,
  environment: Environment,
): Promise<readonly ResolvedResource[]> {
  const base = resolve(folder, template);
  const names = resourcesIn(await readFile(base, 'utf8'));
  prepareHome(environment);
  const temporary = await mkdtemp(join(tmpdir(), 'resolve-'));
  try {
    const path = join(temporary, 'resolve.yaml');
    const component = join(import.meta.dirname, '../../deploy/resolved.cjs');
    const resources = Object.fromEntries(names.map((name) => [name, { component }]));
    // JSON is YAML.
    const standIn = { edition: '3.0.0', name: 'resolve', extend: base, resources };
    await writeFile(path, JSON.stringify(standIn));
    const args = [serverlessDevs, 'resolve', '-t', path, ...(access ? ['-a', access] : [])];
    const { status, output } = spawnSync(process.execPath, args, {
      cwd: folder,
      env: environment,
      // The component of ours writes to the last of these.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    const [, said = '', errors = '', resolved = ''] = output.map((text) => text ?? '');
    if (status === null)
      throw new Error(`${template} cannot be resolved: no answer of Serverless Devs in a minute`);
    if (status !== 0) throw new Error(`${template} cannot be resolved: ${reasonIn(said + errors)}`);
    return resolved.split('\n').filter(Boolean).map(parseResolved);
  } finally {
    await rm(temporary, { recursive: true });
  }
}

/**
 * Serverless Devs hangs without a word where it cannot write its log.
 *
 * @throws Error naming the folder
 */
function prepareHome(environment: Environment): void {
  const home = textOf(environment, 'serverless_devs_config_home') ?? textOf(environment, 'HOME');
  const logs = join(home ?? homedir(), '.s/logs');
  try {
    mkdirSync(logs, { recursive: true });
    accessSync(logs, constants.W_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Error(
      `HOME: Serverless Devs cannot write its log to ${logs} (${code}); set HOME to a folder that it may write to`,
      { cause },
    );
  }
}

/** The keys two spaces below `resources:`. */
const resourcesIn = (yaml: string): readonly string[] =>
  (/^resources:.*\n((?:[ #].*\n|\s*\n)*)/m.exec(`${yaml}\n`)?.[1] ?? '').match(
    /(?<=^ {2})[\w-]+(?=:)/gm,
  ) ?? [];

/** Leaves out the lines of the file that Serverless Devs repeats: they may hold anything. */
const reasonIn = (output: string): string =>
  (/^\w*Error: (.*)$/m.exec(output) ?? /Error Message:\s*(.*)/.exec(output))?.[1] ??
  'run `npx s preview` to see why';
