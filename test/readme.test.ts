import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channels } from '../functions/channels/channels.ts';
import { smtpUrl } from '../functions/channels/email/settings.ts';
import { alertKinds } from '../functions/kinds/kinds.ts';
import { variables } from '../functions/settings/configuration.ts';
import { rolePolicy } from '../scripts/deployment/policies.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const scripts = namesIn('scripts');
const readmes = ['README.md', 'README.zh-CN.md'] as const;
const documents = [
  ...readmes,
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/setup.md',
  'deploy/README.md',
];

function namesIn(section: 'scripts' | 'dependencies' | 'devDependencies'): readonly string[] {
  const [, block = ''] = new RegExp(`"${section}": \\{([^}]*)\\}`).exec(read('package.json')) ?? [];
  return [...block.matchAll(/"([^"]+)":/g)].map(([, name]) => name ?? '');
}

/** The table whose head begins with this, as rows of cells without marks. */
function tableIn(text: string, head: RegExp): readonly (readonly string[])[] {
  const table = new RegExp(`^\\| ${head.source} \\|[^]*?\\n\\n`, 'm').exec(text)?.[0] ?? '';
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')));
}

/** What the tables say in Chinese. */
const english: readonly (readonly [RegExp, string])[] = [
  [/^是$/, 'yes'],
  [/^否$/, 'no'],
  [/^至少一个渠道$/, 'one channel at least'],
  [/^随 /, 'with '],
  [/^全部类型$/, 'every kind'],
  [/、/g, ', '],
];
const inEnglish = (cell = ''): string =>
  english.reduce((text, [chinese, word]) => text.replace(chinese, word), cell);

describe.each(readmes)('%s', (file) => {
  const text = read(file);

  it('lists every variable, in the order of the settings, with what is required and the default', () => {
    const rows = tableIn(text, /(?:name|变量)/);
    expect(rows.map(([name, ...rest]) => [name, ...rest.slice(0, 2).map(inEnglish)])).toEqual(
      variables.map(({ name, required, fallback }) => [name, required, fallback]),
    );
    expect(rows.filter(([, , , meaning = '']) => meaning === '')).toEqual([]);
  });

  it('lists every kind of alert once', () => {
    const kinds = tableIn(text, /(?:kind|类型)/).map(([kind]) => kind);
    expect(kinds.toSorted()).toEqual(alertKinds.toSorted());
  });

  it('names every command that people use, and none that does not exist', () => {
    const named = commandsIn(text);
    const ours = scripts.filter((name) => !['types', 'lint', 'format'].includes(name));
    expect(ours.filter((name) => !named.has(name))).toEqual([]);
  });

  it('names the state of every channel', () => {
    for (const channel of Object.keys(channels)) expect(text).toContain(`\`${channel}.json\``);
  });

  it('names every call that the role allows, and when it is made', () => {
    const calls = tableIn(text, /(?:call|调用)/).map(([call]) => call);
    const allowed = rolePolicy({})
      .Statement.flatMap(({ Action }) => Action)
      .map((action) => action.replace(/^.*:/, ''));
    const made = allowed.filter((action) => !['ListObjects', 'PostLogStoreLogs'].includes(action));
    expect(made.filter((action) => !calls.join(' ').includes(action))).toEqual([]);
  });

  it('names every variable of the deployment', () => {
    const named = new Set(read('s.yaml').match(/FC_DEPLOY_\w+/g));
    for (const name of named) expect(text).toContain(`\`${name}\``);
  });

  it('is short enough to be read', () => {
    // In Chinese two characters are about a word.
    const words = text.replace(/\p{Script=Han}{2}/gu, ' x ').split(/\s+/);
    expect(words.length).toBeLessThanOrEqual(file === 'README.md' ? 2_200 : 2_800);
  });
});

describe('the READMEs in both languages', () => {
  const [first, second] = readmes.map(read);

  it.each([
    // The first message is quoted as each language writes it.
    ['what is set as code', /`[^`\n]+`/g, /Now watching|开始监控/],
    ['addresses', /\]\([^)]+\)/g, /README|help\/en|help\.aliyun\.com|^\]\(#/],
    ['numbers', /\d[\d,]*\d\d|\d+ (?:US|MB)|\d+ ?%/g, /US/],
    ['levels of headings', /^#+(?= )/gm, /^$/],
  ])('have the same %s', (_, pattern, but) => {
    const found = [first, second].map((text = '') =>
      [...text.matchAll(pattern)]
        .map(([match]) => match.replace(/(?<=\d) (?=%)/, ''))
        .filter((match) => !but.test(match)),
    );
    expect(new Set(found[1])).toEqual(new Set(found[0]));
  });
});

it.each(['s.yaml', '.env.example'])('%s names every variable in the same order', (file) => {
  const named = [...read(file).matchAll(/^\s*([A-Z][A-Z_]+)[:=]/gm)]
    .map(([, name]) => name)
    .filter((name) => name?.startsWith('FC_DEPLOY_') === false);
  expect(named).toEqual(variables.map(({ name }) => name));
});

it('ARCHITECTURE.md names every dependency, and no file that is not there', () => {
  const text = read('ARCHITECTURE.md');
  for (const name of [...namesIn('dependencies'), ...namesIn('devDependencies')]) {
    expect(text).toContain(`\`${name}\``);
  }
  expect(missingPlaces(text)).toEqual([]);
});

describe.each(documents)('%s', (file) => {
  const text = read(file);

  it('names no command that does not exist', () => {
    expect([...commandsIn(text)].filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('points to what is there', () => {
    for (const [link, path = '', anchor] of text.matchAll(
      /\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g,
    )) {
      const target = join(root, dirname(file), path === '' ? basename(file) : path);
      expect(existsSync(target), link).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)];
      expect(headings.map(([, heading = '']) => anchorOf(heading))).toContain(anchor);
    }
  });
});

/** `npm run x`, `npm start` and `npm test`. */
function commandsIn(text: string): ReadonlySet<string> {
  const named = text.matchAll(/npm (?:run (?:--silent )?([a-z][\w:-]*)|(start|test)\b)/g);
  return new Set([...named].map(([, script = '', short = '']) => script || short));
}

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

const rooms = [
  '',
  'functions',
  'functions/kinds',
  'functions/channels',
  'functions/tracking',
  'rehearsal',
];

/** Files and folders that a text names as code and that are not there. */
function missingPlaces(text: string): readonly string[] {
  const places = text.matchAll(/`([\w.-]+\/[\w./-]*|[\w-]+\.(?:ts|cjs|yaml))`/g);
  const isThere = (place: string): boolean =>
    rooms.some((room) => existsSync(join(root, room, place)));
  return [...places].map(([, place = '']) => place).filter((place) => !isThere(place));
}

describe('docs/setup.md', () => {
  const lines = [...read('docs/setup.md').matchAll(/`SMTP_URL=([^`]*)`/g)].map(
    ([, url]) => url ?? '',
  );

  it('gives lines for mail servers that the function understands as they are meant', () => {
    const understood = lines
      .map((line) => smtpUrl.parse(line))
      .map(({ login, host, port }) => `${login?.user ?? ''} ${host}:${port}`);
    expect(understood).toEqual([
      'alerts@mail.example.com smtpdm.aliyun.com:465',
      'alerts@mail.example.com smtpdm.aliyun.com:80',
      'alerts@example.com smtp.qiye.aliyun.com:465',
      'alerts@example.com smtp.exmail.qq.com:465',
      'alerts@gmail.com smtp.gmail.com:465',
      'AKIAIOSFODNN7EXAMPLE email-smtp.eu-west-1.amazonaws.com:465',
    ]);
  });

  it('shows how a password is encoded, which the function reads back', () => {
    const [, plain = '', encoded = ''] = /' '(\S+)' +# (\S+)/.exec(read('docs/setup.md')) ?? [];
    const { login } = smtpUrl.parse(`smtps://user:${encoded}@host`);
    expect(login?.password.reveal()).toBe(plain);
    expect(encodeURIComponent(plain)).toBe(encoded);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = read('CONTRIBUTING.md');

  it.each(Object.keys(channels).filter((name) => name !== 'email'))(
    'names places of a new channel that %s has',
    (channel) => {
      const own = text.replaceAll('<channel>', channel);
      expect(missingPlaces(own.replaceAll('<kind>', 'stalled'))).toEqual([]);
    },
  );

  it.each(alertKinds)('names places of a new kind that %s has', (kind) => {
    const own = text.replaceAll('<kind>', kind);
    expect(missingPlaces(own.replaceAll('<channel>', 'slack'))).toEqual([]);
  });
});
