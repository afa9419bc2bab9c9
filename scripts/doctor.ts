import { runCommand } from './command.ts';
import { policiesInWords, rolePolicy } from './deployment/policies.ts';
import { examineFolder } from './doctor/examine.ts';
import { loadDotenv } from './deployment/load-dotenv.ts';

const usage = `usage: npm run doctor [-- [--send-test] [--policy] [--env NAME]]
  --send-test  sends one message, marked as a test, to each channel
  --policy     checks nothing; prints the two policies that the function's role needs, filled in
  --env NAME   reads .env.NAME in place of .env

It asks the services with the keys that it finds first: AccessKeyID and AccessKeySecret (with
SecurityToken) of the environment or .env, then the alias of \`s config add\` that deploys, then
ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.`;

function printPolicies(): void {
  const policies = policiesInWords(rolePolicy(process.env));
  console.log(policies);
  const blanks = [
    ['<account>', '<account>: set AccountID or FC_DEPLOY_ROLE_ARN'],
    ['<source>', '<source>: set MMS_WATCH'],
    ['<bucket>', '<bucket> and <prefix>: set STATE_URL'],
  ] as const;
  for (const [blank, advice] of blanks)
    if (policies.includes(blank)) console.error(`not known yet: ${advice}`);
}

// A library may keep a socket open, which nobody should wait for.
void runCommand(
  { usage, switches: ['send-test', 'policy'], values: ['env'], misuse: 1 },
  async ({ has, value }) => {
    const folder = process.cwd();
    const dotenv = loadDotenv(folder, value('env'));
    if (!has('policy')) return examineFolder(folder, dotenv, has('send-test'));
    if (dotenv.problems.length > 0) throw new Error(dotenv.problems.join('\n'));
    printPolicies();
    return 0;
  },
).finally(() => {
  process.exit();
});
