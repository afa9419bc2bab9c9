import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlags, UsageError, type Command } from '../../scripts/command.ts';

const command: Command<'dry-run' | 'once' | 'send-test', 'endpoint' | 'port'> = {
  usage: 'usage',
  switches: ['dry-run', 'once', 'send-test'],
  values: ['endpoint', 'port'],
};

/** The flags that were given, as far as `command` knows them, or what is wrong with them. */
function read(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  operands = 0,
): unknown {
  try {
    const flags = readFlags({ ...command, operands }, args, environment);
    if (flags === 'help') return flags;
    const given = [
      ...command.switches.filter(flags.has),
      ...command.values.flatMap((name) => {
        const value = flags.value(name);
        return value === undefined ? [] : [`${name}=${value}`];
      }),
    ];
    return [...given, ...flags.operands];
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

describe('flags', () => {
  it('are read behind the command', () => {
    expect(read(['--dry-run', '--endpoint', 'http://x', '--port=80'], {})).toEqual([
      'dry-run',
      'endpoint=http://x',
      'port=80',
    ]);
    expect(read(['--help', '--dry-run'], {})).toBe('help');
    expect(read(['folder'], {}, 1)).toEqual(['folder']);
  });

  it.each([
    ['--dryrun', 'unknown flag --dryrun; did you mean --dry-run?'],
    ['--quick', 'unknown flag --quick'],
    ['folder', 'unexpected argument: folder'],
    ['--endpoint', expect.stringContaining("'--endpoint <value>' argument missing")],
  ])('that cannot be understood are said: %s', (arg, expected) => {
    expect(read([arg], {})).toEqual(expected);
  });
});

it('a flag that is equally near to two is not guessed', () => {
  const near = { ...command, switches: ['fresh-start', 'flesh-start'] } as const;
  expect(() => readFlags(near, ['--fiesh-start'], {})).toThrow(/^unknown flag --fiesh-start$/);
  expect(readFlags(near, [], { npm_config_fiesh_start: 'true' })).not.toBe('help');
});

describe('flags before which nobody put the -- that npm asks for', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flags-'));
    const show = 'node -p "JSON.stringify([process.argv.slice(1), process.env])" --';
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { show } }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What a script really gets from `npm run show` with these flags. */
  const byNpm = (flags: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH, HOME: folder };
      execFile(
        'npm',
        ['run', '-s', 'show', ...flags.split(' ')],
        { cwd: folder, env },
        (error, out) => {
          if (error !== null || !out.startsWith('[')) resolve(out);
          else {
            const [args, environment] = JSON.parse(out) as [string[], Record<string, string>];
            try {
              resolve(read(args, environment));
            } catch (failure) {
              reject(failure instanceof Error ? failure : new Error(String(failure)));
            }
          }
        },
      );
    });

  it.concurrent.each([
    ['-- --dry-run', ['dry-run']],
    ['--dry-run', ['dry-run']],
    ['--dry-run=false', []],
    ['--send-test --once', ['once', 'send-test']],
    ['--endpoint http://x', 'npm kept --endpoint to itself: put -- before the flags'],
    ['--endpoint=http://x --port=80 --dry-run', ['dry-run', 'endpoint=http://x', 'port=80']],
    ['--dryrun', 'unknown flag --dryrun; did you mean --dry-run?'],
    ['--yes --force --json --silent', []],
    // npm answers these itself, so nothing is run.
    ['--help', expect.stringContaining('npm run <command>')],
    ['--version', expect.stringMatching(/^\d+\.\d+\.\d+\n$/)],
  ])('npm run show %s', async (flags, expected) => {
    expect(await byNpm(flags)).toEqual(expected);
  });
});
