import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { World } from '../../rehearsal/world/world.ts';
import { root, run } from '../invoke/run-script.ts';

async function folderWith(dotenv: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '.env'), dotenv);
  await copyFile(join(root, 's.yaml'), join(folder, 's.yaml'));
  // Serverless Devs looks for a newer version of itself unless it believes that it just has.
  await mkdir(join(folder, '.s/config'), { recursive: true });
  const checked = JSON.stringify({ lastUpdateCheck: Date.now() });
  await writeFile(join(folder, '.s/config/update-notifier.json'), checked);
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
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
      AccountID: '1234567890123456',
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

  it('says of a .env that is in UTF-16, or of none, that it could not be read', async () => {
    const folder = await folderWith('');
    await writeFile(join(folder, '.env'), Buffer.from('\ufeffMMS_WATCH=1\n', 'utf16le'));
    const { code, stdout } = await run('doctor.ts', [], {}, folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}\.env +is in UTF-16; save it as UTF-8$/m);
    expect(stdout).toMatch(/^skip {2}configuration +\.env comes first$/m);
    expect(await run('doctor.ts', ['--policy'], {}, folder)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '.env: is in UTF-16; save it as UTF-8\n',
    });
  });

  it('shows how it is called to who calls it otherwise', async () => {
    expect(await run('doctor.ts', ['--send'], {})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('usage: npm run doctor') as string,
    });
  });
});
