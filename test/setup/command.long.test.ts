import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../invoke/run-script.ts';
import { dotenvIn, folderWith, nowhere, said, setUp, webhook } from './a-folder.ts';
import { hasTerminal, keys } from './terminal.ts';

describe('npm run setup', () => {
  it('writes .env, prints the role and its commands, and ends with the doctor; no secret is shown', async () => {
    const folder = await folderWith({});
    const given = { ...nowhere, SLACK_WEBHOOK_URL: webhook };
    const { code, stdout, stderr } = await run('setup.ts', said, given, folder);
    expect(await dotenvIn(folder)).toMatchObject({
      MMS_REGION: 'cn-shanghai',
      MMS_WATCH: '2000015',
      STATE_URL: 'oss://my-bucket/finance',
      SLACK_WEBHOOK_URL: webhook,
      FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
    });
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    expect(stdout).toMatch(/^\.env written: MMS_WATCH, MMS_REGION, STATE_URL, SLACK_WEBHOOK_URL/);
    for (const command of ['CreateRole', 'CreatePolicy', 'AttachPolicyToRole'])
      expect(stdout).toMatch(new RegExp(`^aliyun ram ${command} .*mms-task-alerts`, 'm'));
    expect(stdout).toContain('acs:odps:cn-shanghai:1234567890123456:mmsdatasource/2000015');
    expect(stdout).toContain('"ram:PassRole"');
    expect(stdout).toMatch(/The doctor, before anything is deployed:\n\n\w+ +\w.*Next: mend/s);
    // The doctor found no keys.
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('aSecretPath');
  });

  it('writes another migration beside the first, and changes what is there with --overwrite', async () => {
    const first = "MMS_WATCH=7 # mine\nSTALL_AFTER='1h'\n";
    const folder = await folderWith({ '.env': first, '.env.finance': first });
    const given = { ...nowhere, SLACK_WEBHOOK_URL: webhook };
    await run('setup.ts', [...said, '--env', 'finance', '--overwrite'], given, folder);
    expect(await dotenvIn(folder, '.env.finance')).toMatchObject({
      MMS_WATCH: '2000015',
      STALL_AFTER: '1h',
      FC_DEPLOY_FUNCTION_NAME: 'mms-task-alerts-finance',
    });
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(first);
  });

  it.skipIf(!hasTerminal)(
    'asks by keyboard, says at once what is wrong, and hides secrets',
    async () => {
      const folder = await folderWith({});
      const terminal = setUp(folder);
      await terminal.whenShown('What to watch', `jobs/87${keys.enter}`);
      await terminal.whenShown('is not a target', '\u007F'.repeat('jobs/87'.length));
      await terminal.whenShown('What to watch', `2000015/jobs/87${keys.enter}`);
      await terminal.whenShown('Region of the migration', `cn-shanghai${keys.enter}`);
      await terminal.whenShown('Name of the function', keys.enter);
      await terminal.whenShown('OSS bucket', `my-bucket${keys.enter}`);
      await terminal.whenShown('Whom to alert', `${keys.space}${keys.enter}`);
      await terminal.whenShown('SLACK_WEBHOOK_URL', `${webhook}${keys.enter}`);
      await terminal.whenShown('Language', `${keys.down}${keys.enter}`);
      await terminal.whenShown('Time zone', keys.enter);
      await terminal.whenShown('Number of the', `1234567890123456${keys.enter}`);
      await terminal.whenShown('The keys that deploy', keys.enter);
      await terminal.whenShown('The doctor', '');
      expect(await terminal.ended()).toBe(1);
      expect(await dotenvIn(folder)).toMatchObject({
        MMS_REGION: 'cn-shanghai',
        MMS_WATCH: '2000015/jobs/87',
        STATE_URL: 'oss://my-bucket/mms-task-alerts',
        SLACK_WEBHOOK_URL: webhook,
        ALERT_LANGUAGE: 'zh',
        FC_DEPLOY_ROLE_ARN: 'acs:ram::1234567890123456:role/mms-task-alerts',
      });
      expect(terminal.shown).not.toContain('aSecretPath');
    },
  );
});
