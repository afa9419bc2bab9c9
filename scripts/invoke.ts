import { setTimeout as sleep } from 'node:timers/promises';
import { createRedactor } from '../functions/runtime/redaction.ts';
import { secretsOf } from '../functions/settings/credentials.ts';
import { runCommand } from './command.ts';
import { findKeys } from './deployment/deployer.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';
import { calledIn, InvocationError, invokeFunction, previewsIn } from './invoke/invoke-function.ts';

const usage = `usage: npm run invoke [-- [--dry-run] [--env NAME] [--endpoint URL]]
  --dry-run       the function reads and decides, but sends and saves nothing
  --env NAME      the function of .env.NAME in place of .env
  --endpoint URL  asks this server in place of Function Compute's own`;

/** While a tick runs the function takes no other invocation; a tick is over within a minute. */
const waitMs = 75_000;

void runCommand(
  { usage, switches: ['dry-run'], values: ['env', 'endpoint'] },
  async ({ has, value }) => {
    const { problems } = loadDotenv(process.cwd(), value('env'));
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const keys = await findKeys(process.env, process.cwd());
    const called = calledIn(process.env, keys, value('endpoint'));
    const event = has('dry-run') ? '{"dryRun":true}' : '{}';
    const deps = { clock: Date.now, sleep, random: Math.random };
    const redact = createRedactor(secretsOf(called.credentials));
    try {
      const summary = await invokeFunction(called, event, Date.now() + waitMs, deps);
      console.log(redact(JSON.stringify(summary, undefined, 2)));
      for (const preview of previewsIn(summary)) console.error(redact(preview));
      return 0;
    } catch (error) {
      if (!(error instanceof InvocationError)) throw error;
      console.error(redact(error.message));
      return 1;
    }
  },
);
