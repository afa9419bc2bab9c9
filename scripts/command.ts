import { parseArgs } from 'node:util';
import type { Environment } from '../functions/settings/environment.ts';
import { didYouMean } from '../functions/settings/nearest.ts';

export type Command<Switch extends string, Value extends string> = Readonly<{
  usage: string;
  switches: readonly Switch[];
  values: readonly Value[];
  operands?: number;
  /** The exit code for unknown flags; by default 2. */
  misuse?: number;
}>;

export type Flags<Switch extends string, Value extends string> = Readonly<{
  has: (name: Switch) => boolean;
  value: (name: Value) => string | undefined;
  operands: readonly string[];
}>;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs `main` with the flags of this process and sets the exit code that it returns. */
export async function runCommand<Switch extends string, Value extends string>(
  command: Command<Switch, Value>,
  main: (flags: Flags<Switch, Value>) => Promise<number>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithReader);
  try {
    const flags = readFlags(command, args, process.env);
    if (flags === 'help') console.log(command.usage);
    else process.exitCode = await main(flags);
  } catch (error) {
    const isMisuse = error instanceof UsageError;
    console.error(error instanceof Error ? error.message : String(error));
    if (isMisuse) console.error(command.usage);
    process.exitCode = isMisuse ? (command.misuse ?? 2) : 1;
  }
}

/** Behind `| head`: as a program of the shell ends, by SIGPIPE. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(141);
}

/**
 * Also reads flags that npm took for its own: `npm run invoke --dry-run` passes nothing on, but
 * sets `npm_config_dry_run`. https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables
 *
 * @throws UsageError
 */
export function readFlags<Switch extends string, Value extends string>(
  { switches, values, operands = 0 }: Command<Switch, Value>,
  args: readonly string[],
  environment: Environment,
): Flags<Switch, Value> | 'help' {
  const known = [...switches, ...values, 'help'];
  const { values: given, positionals } = parse(known, values, args);
  if (given.help === true) return 'help';
  const byNpm = keptByNpm(known, environment);
  const cut = values.find((name) => byNpm.get(name) === 'true');
  if (cut !== undefined)
    throw new UsageError(`npm kept --${cut} to itself: put -- before the flags`);
  if (positionals.length > operands)
    throw new UsageError(`unexpected argument: ${positionals.join(' ')}`);
  return {
    has: (name) => given[name] === true || byNpm.has(name),
    value: (name) => {
      const text = given[name];
      return typeof text === 'string' ? text : byNpm.get(name);
    },
    operands: positionals,
  };
}

function parse(known: readonly string[], values: readonly string[], args: readonly string[]) {
  const options = known.map((name) => {
    const type = values.includes(name) ? ('string' as const) : ('boolean' as const);
    return [name, name === 'help' ? { type, short: 'h' } : { type }] as const;
  });
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(options),
      allowPositionals: true,
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [, unknown] = /Unknown option '--?([^']+)'/.exec(said) ?? [];
    const [problem = ''] =
      unknown === undefined
        ? said.split(/[\n.]/, 1)
        : [`unknown flag --${unknown}${flagMeant(unknown, known)}`];
    throw new UsageError(problem, { cause: error });
  }
}

/**
 * npm keeps any flag; one that is nearly one of ours was meant to be it.
 *
 * @throws UsageError
 */
function keptByNpm(known: readonly string[], environment: Environment): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [variable, text = ''] of Object.entries(environment)) {
    const [, written] = /^npm_config_([a-z_]+)$/.exec(variable) ?? [];
    if (written === undefined || text === '' || text === 'false') continue;
    const name = written.replaceAll('_', '-');
    const hint = flagMeant(name, known);
    if (known.includes(name)) kept.set(name, text);
    else if (hint !== '') throw new UsageError(`unknown flag --${name}${hint}`);
  }
  return kept;
}

/** Short names are too near to each other to guess at. */
const flagMeant = (name: string, known: readonly string[]): string =>
  didYouMean(
    name,
    known.filter((one) => one.length > 4).map((one) => `--${one}`),
  );
