import { spawnSync } from 'node:child_process';
import { textOf, type Environment } from '../functions/settings/environment.ts';
import { runCommand, UsageError } from './command.ts';
import { trio } from './deployment/deployer.ts';
import { loadDotenv, namesInDotenv } from './deployment/load-dotenv.ts';
import { serverlessDevs } from './deployment/resolve.ts';
import { reviewDeployment } from './deployment/review.ts';

const usage = `usage: npm run deploy [-- [--env NAME] [flags of \`s deploy\`]]
  --env NAME  deploys with .env.NAME in place of .env
  -y          changes what is deployed without asking
  -a ALIAS    deploys with the keys of another alias of \`s config add\``;

/** An alias that only the environment of \`s deploy\` knows. */
const temporaryAlias = 'temporary_serverless_devs_key';

const { own, others } = split(process.argv.slice(2));

void runCommand(
  { usage, switches: ['dry-run', 'yes'], values: ['env'] },
  async ({ has, value }) => {
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
    const args = [...others, ...access, ...(has('yes') ? ['-y'] : [])];
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
    const { status } = spawnSync(process.execPath, [serverlessDevs, 'deploy', ...args], {
      env: environment,
      stdio: 'inherit',
    });
    // A step that fails ends with another code.
    if (status === 1)
      console.error(
        'Serverless Devs stopped before its first step. What the template says was right, so it could not load ' +
          'its component fc3, most likely: check the network, and a proxy, between here and its registry',
      );
    return status ?? 1;
  },
  own,
);

function split(args: readonly string[]): Readonly<{ own: string[]; others: string[] }> {
  const isOwn = (arg: string, index: number): boolean =>
    /^--(?:env(?:=|$)|dry-run$|help$)/.test(arg) || args[index - 1] === '--env';
  return { own: args.filter(isOwn), others: args.filter((arg, index) => !isOwn(arg, index)) };
}

function after(args: readonly string[], short: string, long: string): string | undefined {
  const at = args.findLastIndex((arg) => arg === `-${short}` || arg === `--${long}`);
  return at < 0 ? undefined : args[at + 1];
}

/**
 * Serverless Devs takes AccessKeyID from the environment, but no SecurityToken; from an alias it
 * takes both. So temporary keys become an alias, unless `.env` would bring them back.
 */
function withToken(
  environment: Environment,
  folder: string,
): Readonly<{ environment: Environment; access: readonly string[] }> {
  const [AccountID, AccessKeyID, AccessKeySecret, SecurityToken] = [...trio, 'SecurityToken'].map(
    (name) => textOf(environment, name),
  );
  const isTemporary = AccessKeyID?.startsWith('STS') && AccountID && AccessKeySecret;
  const named = namesInDotenv(folder);
  if (!isTemporary || !SecurityToken || trio.every((name) => named.includes(name)))
    return { environment, access: [] };
  const alias = JSON.stringify({ AccountID, AccessKeyID, AccessKeySecret, SecurityToken });
  const unset = Object.fromEntries(trio.map((name) => [name, undefined]));
  return {
    environment: { ...environment, ...unset, [temporaryAlias]: alias },
    access: ['-a', temporaryAlias],
  };
}
