import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { World } from '../../rehearsal/world/world.ts';
import { root, run } from '../invoke/run-script.ts';

async function folderWith(dotenv: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '.env'), dotenv);
  return folder;
}

describe('npm run doctor', () => {
  it('reads .env beside the environment, which comes first, and ends with 1 where something failed', async () => {
    const world = await World.start();
    onTestFinished(() => world.close());
    world.migration.addTask(
      world.migration.addJob(world.migration.addSource('2000015', 'finance_dw'), 'nightly'),
      'orders',
    );
    const { accessKeyId, accessKeySecret, securityToken = '' } = world.context().credentials;
    const variables = {
      ...world.environment(),
      AccessKeyID: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
      MMS_WATCH: '77',
    };
    const folder = await folderWith(
      Object.entries(variables)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(''),
    );
    const [well, ill] = [
      await run('doctor.ts', [], { MMS_WATCH: '2000015' }, folder),
      await run('doctor.ts', [], {}, folder),
    ];
    expect([well.code, well.stderr], well.stdout).toEqual([0, '']);
    expect(well.stdout).toMatch(/^ok {4}source 2000015 /m);
    expect([ill.code, ill.stderr]).toEqual([1, '']);
    expect(ill.stdout).toMatch(/^fail {2}source 77 /m);
    const [, check = ''] = /^(ok {4}configuration +)/m.exec(well.stdout) ?? [];
    const columns = well.stdout
      .split('\n')
      .filter((line) => /^(?:ok|warn|skip|fail)/.test(line))
      .map((line) => line.slice(check.length - 2, check.length));
    expect(new Set(columns)).toEqual(new Set(['  ']));
    expect([world.slack.messages, world.mail.mails]).toEqual([[], []]);
    expect(well.stdout).not.toContain(accessKeySecret);
  });

  it('shows how it is called to who calls it otherwise', async () => {
    expect(await run('doctor.ts', ['--send'], {})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('usage: npm run doctor') as string,
    });
  });
});

it('.env means here what it means to Serverless Devs, its traps included', async () => {
  const names = [
    'MMS_WATCH',
    'STATE_URL',
    'SLACK_WEBHOOK_URL',
    'SMTP_URL',
    'MAIL_FROM',
    'MAIL_TO',
    'ALERT_ON',
    'OSS_ENDPOINT',
    'DONE_EVERY',
  ];
  const folder = await folderWith(
    [
      'MMS_WATCH="2000015, 7" # a comment',
      "SMTP_URL='smtps://u:p%24a#b@host'",
      'SLACK_WEBHOOK_URL=https://host/a$MMS_WATCH/b',
      'export MAIL_FROM=a@b.cn',
      'MAIL_TO="${MAIL_FROM}, c@d.cn"',
      "STATE_URL='oss://b/a\\$MAIL_FROM'",
      'ALERT_ON=',
      'OSS_ENDPOINT=from-dotenv',
      'DONE_EVERY=${NOBODY:-15m}',
      '',
    ].join('\n'),
  );
  const yaml = [
    'edition: 3.0.0',
    'name: x',
    'resources:',
    '  x:',
    '    component: fc3',
    '    props:',
    '      environmentVariables:',
    ...names.map((name) => `        ${name}: \${env('${name}', '')}`),
  ];
  await writeFile(join(folder, 's.yaml'), yaml.join('\n'));
  await mkdir(join(folder, '.s/config'), { recursive: true });
  await writeFile(
    join(folder, '.s/config/update-notifier.json'),
    JSON.stringify({ lastUpdateCheck: Date.now() }),
  );
  const env = { PATH: process.env.PATH ?? '', HOME: folder, OSS_ENDPOINT: 'from-environment' };
  const cli = join(root, 'node_modules/@serverless-devs/s/bin/s');
  const previewed = await promisify(execFile)(process.execPath, [cli, 'preview', '-o', 'json'], {
    cwd: folder,
    env,
  });
  const script = `import { loadDotenv } from ${JSON.stringify(join(root, 'scripts/deployment/load-dotenv.ts'))};
    const expanded = loadDotenv('.'); console.log(JSON.stringify({ expanded, ...process.env }));`;
  await writeFile(join(folder, 'shows.ts'), script);
  const loaded = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), 'shows.ts'],
    { cwd: folder, env },
  );
  const ours = z.parse(z.record(z.string(), z.unknown()), JSON.parse(loaded.stdout));
  const theirs = previewed.stdout.slice(previewed.stdout.indexOf('"environmentVariables"'));
  for (const name of names)
    expect(theirs, name).toContain(`"${name}": ${JSON.stringify(ours[name] ?? '')}`);
  expect(ours.expanded).toEqual(['SLACK_WEBHOOK_URL', 'MAIL_TO', 'STATE_URL', 'DONE_EVERY']);
});
