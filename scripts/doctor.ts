import { sleep } from '../functions/runtime/sleep.ts';
import { runCommand, type Flags } from './command.ts';
import { reviewDeployment } from './deployment/review.ts';
import { diagnose } from './doctor/examine.ts';
import { printPolicies } from './doctor/print-policies.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';

const usage = `usage: npm run doctor [-- [--send-test] [--policy] [--env NAME]]
  --send-test  sends one message, marked as a test, to each channel
  --policy     checks nothing; prints the two policies that the function's role needs, filled in
  --env NAME   reads .env.NAME in place of .env

It asks the services with the keys that it finds first: AccessKeyID and AccessKeySecret (with
SecurityToken) of the environment or .env, then the alias of \`s config add\` that deploys, then
ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.`;

/** Gives the exit code. */
async function main({ has, value }: Flags<'send-test' | 'policy', 'env'>): Promise<number> {
  const folder = process.cwd();
  const dotenv = loadDotenv(folder, value('env'));
  const print = (line: string): void => {
    console.log(line);
  };
  const note = (line: string): void => {
    console.error(line);
  };
  if (has('policy')) {
    for (const problem of dotenv.problems) note(problem);
    printPolicies(process.env, print, note);
    return 0;
  }
  const isWell = await diagnose(
    {
      environment: process.env,
      dotenv,
      review: await reviewDeployment(process.env, { folder }),
      sendTest: has('send-test'),
      timeoutMs: 15_000,
      deps: { clock: Date.now, sleep, random: Math.random },
    },
    print,
  );
  return isWell ? 0 : 1;
}

// A library may keep a socket a little longer, which nobody should wait for.
void runCommand(
  { usage, switches: ['send-test', 'policy'], values: ['env'], misuse: 1 },
  main,
).finally(() => {
  process.exit();
});
