import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { root, typescript } from '../invoke/run-script.ts';

const run = promisify(execFile);

/** A folder with these files in it. */
async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dotenv-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const loaded = z.object({
  file: z.string(),
  found: z.boolean(),
  expanded: z.array(z.string()),
  problems: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});

/** What a process of its own has in its environment then. */
async function load(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  migration?: string,
): Promise<z.infer<typeof loaded>> {
  const source = join(root, 'scripts/deployment/load-dotenv.ts');
  const script = `import { loadDotenv } from ${JSON.stringify(source)};
    const loaded = loadDotenv('.', ${JSON.stringify(migration)});
    console.log(JSON.stringify({ ...loaded, environment: process.env }));`;
  await writeFile(join(folder, 'loads.ts'), script);
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...environment };
  const { stdout } = await run(process.execPath, [...typescript, 'loads.ts'], { cwd: folder, env });
  return z.parse(loaded, JSON.parse(stdout));
}

describe('.env', () => {
  it('means here what it means to Serverless Devs, its traps included', async () => {
    const dotenv = [
      'MMS_WATCH="2000015, 7" # a comment',
      "SMTP_URL='smtps://u:p%24a#b@host'",
      'SLACK_WEBHOOK_URL=https://host/a$MMS_WATCH/b',
      'export MAIL_FROM=a@b.cn',
      'MAIL_TO="${MAIL_FROM}, c@d.cn"',
      "STATE_URL='oss://b/a\\$MAIL_FROM'",
      'ALERT_ON=',
      'OSS_ENDPOINT=from-dotenv',
      'STALL_AFTER=${NOBODY:-15m}',
    ];
    const names = dotenv.map((line) => /(?:export )?(\w+)=/.exec(line)?.[1] ?? '');
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
    const folder = await folderWith({ '.env': dotenv.join('\n'), 's.yaml': yaml.join('\n') });
    await mkdir(join(folder, '.s/config'), { recursive: true });
    const checked = JSON.stringify({ lastUpdateCheck: Date.now() });
    await writeFile(join(folder, '.s/config/update-notifier.json'), checked);
    const env = { PATH: process.env.PATH ?? '', HOME: folder, OSS_ENDPOINT: 'from-environment' };
    const s = join(root, 'node_modules/@serverless-devs/s/bin/s');
    const [previewed, ours] = await Promise.all([
      run(process.execPath, [s, 'preview', '-o', 'json'], { cwd: folder, env }),
      load(folder, { OSS_ENDPOINT: 'from-environment' }),
    ]);
    const theirs = previewed.stdout.slice(previewed.stdout.indexOf('"environmentVariables"'));
    for (const name of names)
      expect(theirs, name).toContain(`"${name}": ${JSON.stringify(ours.environment[name] ?? '')}`);
    expect(ours.expanded).toEqual(['SLACK_WEBHOOK_URL', 'MAIL_TO', 'STATE_URL', 'STALL_AFTER']);
  });

  it('is not needed, and said where it is there but cannot be read', async () => {
    expect(await load(await folderWith({}))).toMatchObject({ found: false, problems: [] });
    const utf16 = await folderWith({ '.env': Buffer.from('\ufeffMMS_WATCH=2000015\n', 'utf16le') });
    expect(await load(utf16)).toMatchObject({
      found: true,
      problems: ['.env: is in UTF-16; save it as UTF-8'],
    });
    const blocked = await folderWith({});
    await mkdir(join(blocked, '.env'));
    expect(await load(blocked)).toMatchObject({ problems: ['.env: cannot be read (EISDIR)'] });
  });

  it.each([
    ['MMS_WATCH 7', 'line 1: expected NAME=value, or a # before it'],
    ['#\nA=1\r\n\r\nset B=2\r\n', 'line 4: expected NAME=value, or a # before it'],
    ['SMTP_URL="smtps://u:secret@h\nMAIL_TO=a@b.cn', 'SMTP_URL: its quote is not closed'],
    ['SMTP_URL="smtps://u:secret@h\nMAIL_TO="a@b.cn"', 'SMTP_URL: its quote is not closed'],
  ])('says which line of it was not meant so: %j', async (dotenv, expected) => {
    const { problems } = await load(await folderWith({ '.env': dotenv }));
    expect(problems).toEqual([`.env: ${expected}`]);
  });

  it('may hold whatever dotenv understands', async () => {
    const dotenv =
      '\ufeffexport A=1\nB: 2\nC="x\ny" # z\n  D = \'"Ops" <o@b.cn>\'\n\nE=a=b=\nF=\nA=2\n';
    const { problems, environment } = await load(await folderWith({ '.env': dotenv }));
    expect(problems).toEqual([]);
    expect(environment).toMatchObject({ A: '2', B: '2', C: 'x\ny', D: '"Ops" <o@b.cn>', F: '' });
  });

  it('gives way to that of another migration, of which it leaves nothing but the keys that deploy', async () => {
    const folder = await folderWith({
      '.env': 'MMS_WATCH=1\nSMTP_URL=smtps://h\nALERT_ON=failed\nAccessKeyID=key\n',
      '.env.finance': 'MMS_WATCH=2\nSLACK_WEBHOOK_URL=https://h/b\n',
    });
    const { file, environment } = await load(folder, { ALERT_ON: 'done' }, 'finance');
    expect(file).toBe('.env.finance');
    expect(environment).toMatchObject({
      MMS_WATCH: '2',
      SLACK_WEBHOOK_URL: 'https://h/b',
      SMTP_URL: '',
      ALERT_ON: 'done',
      AccessKeyID: 'key',
    });
    expect((await load(folder, {}, 'crm')).problems).toEqual([
      '.env.crm: not found; npm run setup -- --env crm writes it',
    ]);
  });
});
