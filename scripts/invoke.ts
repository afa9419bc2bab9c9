import { parseArgs } from 'node:util';
import { sleep } from '../functions/runtime/sleep.ts';
import { redactorOf } from '../functions/runtime/redact-credentials.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';
import { callOf } from './invoke/call-of.ts';
import { invokeFunction } from './invoke/invoke-function.ts';
import { tell } from './invoke/tell.ts';

const usage = `usage: npm run invoke [-- [--dry-run] [--endpoint URL]]
  --dry-run       the function reads and decides, but sends and saves nothing
  --endpoint URL  asks this server in place of Function Compute's own`;

/** While a tick runs the function takes no other invocation; a tick is over within a minute. */
const patienceMs = 75_000;

/** Gives the exit code. */
async function main(args: string[]): Promise<number> {
  const order = orderIn(args);
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  loadDotenv(process.cwd());
  const call = callOf(process.env, order.endpoint);
  if (call.kind === 'unclear') {
    for (const problem of call.problems) console.error(problem);
    return 1;
  }
  const patience = { clock: Date.now, sleep, random: Math.random };
  const event = order.dryRun ? '{"dryRun":true}' : '{}';
  const outcome = await invokeFunction(call.called, event, Date.now() + patienceMs, patience);
  const redact = redactorOf(call.called.credentials);
  return tell(
    outcome,
    (line) => {
      console.log(redact(line));
    },
    (line) => {
      console.error(redact(line));
    },
  );
}

type Order = Readonly<{ dryRun: boolean; endpoint: string | undefined }>;

/** `undefined` for arguments that nobody knows. */
function orderIn(args: string[]): Order | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { 'dry-run': { type: 'boolean' }, endpoint: { type: 'string' } },
    });
    return { dryRun: values['dry-run'] ?? false, endpoint: values.endpoint };
  } catch {
    return undefined;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
