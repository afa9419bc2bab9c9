import { sleep } from '../functions/runtime/sleep.ts';
import { runCommand, type Flags } from './command.ts';
import { diagnose } from './doctor/diagnose.ts';
import { printPolicies } from './doctor/print-policies.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';

const usage = `usage: npm run doctor [-- [--send-test] [--policy] [--env NAME]]
  --send-test  sends one message, marked as a test, to each channel
  --policy     checks nothing; prints the two policies that the function's role needs, filled in
  --env NAME   reads .env.NAME in place of .env`;

/** Gives the exit code. */
async function main({ has, value }: Flags<'send-test' | 'policy', 'env'>): Promise<number> {
  const { expanded } = loadDotenv(process.cwd(), value('env'));
  if (has('policy')) {
    printPolicies(
      process.env,
      (line) => {
        console.log(line);
      },
      (line) => {
        console.error(line);
      },
    );
    return 0;
  }
  const patience = { clock: Date.now, sleep, random: Math.random };
  const wellness = await diagnose(
    {
      environment: process.env,
      expanded,
      sendTest: has('send-test'),
      patienceMs: 15_000,
      patience,
    },
    (line) => {
      console.log(line);
    },
  );
  return wellness ? 0 : 1;
}

// A library may keep a socket a little longer, which nobody should wait for.
void runCommand(
  { usage, switches: ['send-test', 'policy'], values: ['env'], misuse: 1 },
  main,
).finally(() => {
  process.exit();
});
