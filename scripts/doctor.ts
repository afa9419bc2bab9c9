import { parseArgs } from 'node:util';
import { sleep } from '../functions/runtime/sleep.ts';
import { diagnose } from './doctor/diagnose.ts';
import { printPolicies } from './doctor/print-policies.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';

const usage = `usage: npm run doctor [-- [--send-test] [--policy]]
  --send-test  sends one message, marked as a test, to each channel
  --policy     checks nothing; prints the two policies that the function's role needs, filled in`;

/** Gives the exit code. */
async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 1;
  }
  if (order.help) {
    console.log(usage);
    return 0;
  }
  const expanded = loadDotenv(process.cwd());
  if (order.policy) {
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
    { environment: process.env, expanded, sendTest: order.sendTest, patienceMs: 15_000, patience },
    (line) => {
      console.log(line);
    },
  );
  return wellness ? 0 : 1;
}

type Order = Readonly<{ sendTest: boolean; policy: boolean; help: boolean }>;

/** `undefined` for arguments that nobody knows. */
function orderIn(args: string[]): Order | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'send-test': { type: 'boolean' },
        policy: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return {
      sendTest: values['send-test'] ?? false,
      policy: values.policy ?? false,
      help: values.help ?? false,
    };
  } catch {
    return undefined;
  }
}

// A library may keep a socket a little longer, which nobody should wait for.
void main(process.argv.slice(2)).then((code) => {
  process.exit(code);
});
