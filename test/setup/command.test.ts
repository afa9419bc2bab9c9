import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../invoke/run-script.ts';
import { dotenvIn, folderWith, said, setUp, webhook } from './a-folder.ts';
import { hasTerminal, keys } from './terminal.ts';

describe('npm run setup', () => {
  it('says without a terminal which answers are missing, and writes nothing', async () => {
    const folder = await folderWith({});
    const { code, stdout, stderr } = await run('setup.ts', ['--region', 'cn-shanghai'], {}, folder);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^\.env was not written\..*--watch .*--bucket .*--account .*--help/s);
    await expect(dotenvIn(folder)).rejects.toThrow('ENOENT');
  });

  it('changes nothing that .env sets without --overwrite', async () => {
    const folder = await folderWith({ '.env': 'MMS_WATCH=7 # mine\n' });
    const { code, stderr } = await run('setup.ts', said, { SLACK_WEBHOOK_URL: webhook }, folder);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('MMS_WATCH is set already, to 7; --overwrite replaces it by 2000015'),
    ]);
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe('MMS_WATCH=7 # mine\n');
  });

  it('says how to do without it', async () => {
    const { code, stdout } = await run('setup.ts', ['--help'], {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: npm run setup.*Without it: copy \.env\.example to \.env/s);
  });

  it.skipIf(!hasTerminal)('leaves everything as it was after Ctrl-C', async () => {
    const folder = await folderWith({});
    const terminal = setUp(folder);
    await terminal.whenShown('What to watch', `2000015${keys.enter}`);
    await terminal.whenShown('Region of the migration', keys.ctrlC);
    expect(await terminal.ended()).toBe(130);
    await expect(dotenvIn(folder)).rejects.toThrow('ENOENT');
  });
});
