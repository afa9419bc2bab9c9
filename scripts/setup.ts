import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { intro, outro } from '@clack/prompts';
import type { Environment } from '../functions/settings/environment.ts';
import { runCommand, type Flags } from './command.ts';
import { deployerIn } from './deployment/deployer.ts';
import { dotenvFile, loadDotenv } from './deployment/load-dotenv.ts';
import {
  deployerPolicy,
  policiesInWords,
  pretty,
  roleCommands,
  rolePolicy,
} from './deployment/policies.ts';
import { examineFolder } from './doctor/examine.ts';
import { textsIn, withTexts } from './setup/env-file.ts';
import { interview } from './setup/interview.ts';
import { Cancelled, createPrompter } from './setup/prompter.ts';
import { channels, keys } from './setup/questions.ts';

const answers = [
  ...'region watch bucket account function-name language time-zone'.split(' '),
  ...[...keys, ...channels.flatMap(({ questions }) => questions)].map(({ flag }) => flag),
];
const usage = `usage: npm run setup [-- [--overwrite] [--env NAME] [flags]]
Asks for what a deployment needs, writes .env, prints the role that the function needs and the
commands that make it, and ends with the doctor, whose exit code it has.

  --overwrite  flags replace what .env sets already; without it setup asks first, or refuses
  --env NAME   writes .env.NAME: another migration beside the first

Each answer can be a flag, and then it is not asked for. Without a terminal, whatever is missing is
listed and nothing is written. Give secrets by the environment rather than by a flag:
SMTP_URL=… npm run setup -- --region cn-shanghai …

  ${answers.map((flag) => `--${flag}`).join(', ')}

Without it: copy .env.example to .env and fill it in; \`npm run doctor -- --policy\` prints the role's
policies; make the role with them in the RAM console; \`npm run doctor\`; \`npm run deploy\`.`;

// A library may keep a socket open, which nobody should wait for.
void runCommand({ usage, switches: ['overwrite'], values: ['env', ...answers] }, main).finally(
  () => {
    process.exit();
  },
);

async function main({ has, value }: Flags<'overwrite', string>): Promise<number> {
  const folder = process.cwd();
  const migration = value('env');
  const file = dotenvFile(migration);
  const path = join(folder, file);
  const existing = existsSync(path) ? await readFile(path, 'utf8') : undefined;
  if (existing?.includes('\0') === true) throw new Error(`${file}: is in UTF-16; save it as UTF-8`);
  const byKeyboard = process.stdin.isTTY && process.stdout.isTTY;
  const streams = { input: process.stdin, output: process.stdout };
  if (byKeyboard) intro(`mms-task-alerts: ${existing === undefined ? 'a new' : 'the'} ${file}`);
  const known = textsIn(existing ?? '');
  // Do not ask for the account twice.
  const account = known.has('FC_DEPLOY_ROLE_ARN') ? undefined : process.env.AccountID;
  try {
    const { texts, problems } = await interview({
      flag: (name) => value(name) ?? (name === 'account' ? account : undefined),
      environment: process.env,
      existing: known,
      overwrite: has('overwrite'),
      migration,
      prompter: byKeyboard ? createPrompter(streams) : undefined,
    });
    if (problems.length > 0) {
      console.error(`${file} was not written. Missing or wrong:`);
      for (const problem of problems) console.error(`  ${problem}`);
      console.error('`npm run setup -- --help` lists the flags');
      return 1;
    }
    const base = existing ?? (await readFile(join(folder, '.env.example'), 'utf8'));
    if (texts.size > 0) await writeFile(path, withTexts(base, texts), { mode: 0o600 });
    const changed = [...texts.keys()].join(', ');
    const outcome = texts.size === 0 ? `${file} stays as it is` : `${file} written: ${changed}`;
    if (byKeyboard) outro(outcome);
    else console.log(outcome);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    console.error(`${file} was not written`);
    return 130;
  }
  const dotenv = loadDotenv(folder, migration);
  printRole(process.env);
  console.log('\nThe doctor, before anything is deployed:\n');
  const code = await examineFolder(folder, dotenv);
  const flag = migration === undefined ? '' : ` -- --env ${migration}`;
  const first =
    code === 0
      ? 'make the role if it is not there yet'
      : `mend what failed, npm run doctor${flag}, make the role`;
  console.log(`\nNext: ${first}, then npm run deploy${flag}`);
  return code;
}

function printRole(environment: Environment): void {
  const { region, account = '<account>', roleArn = '' } = deployerIn(environment);
  const policy = rolePolicy(environment);
  const roleName = roleArn.replace(/^.*\//, '');
  console.log(`
The function runs with the role ${roleName}.

${policiesInWords(policy)}

These commands make the role and bind the policy (or paste both into https://ram.console.aliyun.com):
${roleCommands(roleName, policy).join('\n')}

Whoever deploys needs the system policies AliyunFCFullAccess and AliyunLogFullAccess, or at least:
${pretty(deployerPolicy(roleArn, region, account))}`);
}
