import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { loadDotenv } from './deployment/load-dotenv.ts';
import { previewed, propsOf } from './deployment/preview.ts';
import { review } from './deployment/review.ts';

const usage = `usage: tsx scripts/check-deployment.ts [-t FILE | --stdin]
  -t FILE   what \`s preview -t FILE\` shows; without it, what it shows of s.yaml
  --stdin   properties as JSON, {"<resource>":{…}}`;

/**
 * Says everything that would go wrong with a deployment, or be dropped in silence. Gives the exit
 * code.
 */
async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  const expanded = loadDotenv(process.cwd());
  const resources = order.stdin
    ? propsOf(JSON.parse(await text(process.stdin)), (props) => props)
    : await previewed(order.template, process.cwd());
  const problems: string[] = [];
  for (const [name, props] of resources) {
    const found = review(props, process.env);
    for (const warning of found.warnings) console.error(`${name}: warning: ${warning}`);
    problems.push(...found.problems.map((problem) => `${name}: ${problem}`));
  }
  for (const name of expanded)
    console.error(`warning: ${name}: its $ in .env was expanded; for a $ write %24`);
  for (const problem of problems) console.error(problem);
  if (resources.size === 0) console.error('there is no resource to deploy');
  if (problems.length > 0)
    console.error(
      `${problems.length === 1 ? 'one problem' : `${problems.length} problems`}; nothing was deployed`,
    );
  else console.log(`${[...resources.keys()].join(', ')}: can be deployed`);
  return problems.length > 0 || resources.size === 0 ? 1 : 0;
}

type Order = Readonly<{ template: string | undefined; stdin: boolean }>;

function orderIn(args: string[]): Order | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { template: { type: 'string', short: 't' }, stdin: { type: 'boolean' } },
    });
    return { template: values.template, stdin: values.stdin ?? false };
  } catch {
    return undefined;
  }
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
