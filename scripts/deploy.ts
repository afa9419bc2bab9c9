import { spawn } from 'node:child_process';
import { textOf, type Environment } from '../functions/settings/environment.ts';
import { runCommand, UsageError } from './command.ts';
import { trio } from './deployment/deployer.ts';
import { loadDotenv, namesInDotenv } from './deployment/load-dotenv.ts';
import { registryProblem, serverlessDevs } from './deployment/resolve.ts';
import { reviewDeployment } from './deployment/review.ts';

const usage = `usage: npm run deploy [-- [--env NAME] [flags of \`s deploy\`]]
  --env NAME  deploys with .env.NAME in place of .env
  -y          changes what is deployed without asking
  -a ALIAS    deploys with the keys of another alias of \`s config add\``;

/** An alias that only the environment of \`s deploy\` knows. */
const temporaryAlias = 'temporary_serverless_devs_key';

const { own, others } = split(process.argv.slice(2));

void runCommand(
  { usage, switches: ['dry-run', 'yes'], values: ['env'], operands: Number.POSITIVE_INFINITY },
  async ({ has, value, operands }) => {
    if (has('dry-run'))
      throw new UsageError(
        'deploy has no --dry-run: `npm run doctor` says what it would refuse, `npx s plan` what it would change',
      );
    const folder = process.cwd();
    const { problems: unread, found, file, expanded } = loadDotenv(folder, value('env'));
    if (unread.length > 0) throw new Error(unread.join('\n'));
    for (const name of expanded)
      console.error(`warning: ${name}: its $ in ${file} was expanded; for a $ write %24`);
    const { environment, access } = withToken(process.env, folder);
    const args = [...operands, ...others, ...access, ...(has('yes') ? ['-y'] : [])];
    const order = {
      folder,
      template: after(args, 't', 'template'),
      access: after(args, 'a', 'access'),
    };
    const review = await reviewDeployment(environment, order);
    const problems = [...review.problems, ...review.variables.problems];
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) {
      if (!found) console.error(`there is no ${file} here; \`npm run setup\` writes one`);
      console.error('nothing was built or deployed');
      return 1;
    }
    const unreachable = await registryProblem(environment);
    if (unreachable !== undefined) console.error(unreachable);
    const code = await runNode([serverlessDevs, 'deploy', ...args], environment);
    // A step that fails ends with another code.
    if (code === 1 && unreachable === undefined)
      console.error(
        'Serverless Devs stopped before its first step. What the template says was right, so it could not load ' +
          'its component fc3, most likely: check the network, and a proxy, between here and its registry',
      );
    return code;
  },
  own,
);

function split(args: readonly string[]): Readonly<{ own: string[]; others: string[] }> {
  const isOwn = (arg: string, index: number): boolean =>
    /^--(?:env(?:=|$)|dry-run$|help$)/.test(arg) ||
    args[index - 1] === '--env' ||
    (index === 0 && !arg.startsWith('-'));
  return { own: args.filter(isOwn), others: args.filter((arg, index) => !isOwn(arg, index)) };
}

function after(args: readonly string[], short: string, long: string): string | undefined {
  const at = args.findLastIndex((arg) => arg === `-${short}` || arg === `--${long}`);
  return at < 0 ? undefined : args[at + 1];
}

type WithToken = Readonly<{ environment: Environment; access: readonly string[] }>;

/**
 * Serverless Devs takes AccessKeyID from the environment, but no SecurityToken; from an alias it
 * takes both. So temporary keys become an alias, unless `.env` would bring them back.
 */
function withToken(environment: Environment, folder: string): WithToken {
  const [AccountID, AccessKeyID, AccessKeySecret] = trio.map((name) => textOf(environment, name));
  const SecurityToken = textOf(environment, 'SecurityToken');
  const named = namesInDotenv(folder);
  if (!AccountID || !AccessKeyID?.startsWith('STS') || !AccessKeySecret || !SecurityToken)
    return { environment, access: [] };
  if (trio.every((name) => named.includes(name))) return { environment, access: [] };
  const alias = JSON.stringify({ AccountID, AccessKeyID, AccessKeySecret, SecurityToken });
  const kept = Object.entries(environment).filter(([name]) => !trio.some((one) => one === name));
  return {
    environment: { ...Object.fromEntries(kept), [temporaryAlias]: alias },
    access: ['-a', temporaryAlias],
  };
}

/** Runs another program of Node in this terminal; its exit code, 1 where it was killed. */
const runNode = (args: readonly string[], env: Environment): Promise<number> =>
  new Promise((resolve, reject) => {
    spawn(process.execPath, args, { env, stdio: 'inherit' })
      .on('error', reject)
      .on('close', (code) => {
        resolve(code ?? 1);
      });
  });
