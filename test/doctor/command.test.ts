import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { World } from '../../rehearsal/world/world.ts';
import { run } from '../invoke/run-script.ts';

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
