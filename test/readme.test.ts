import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smtpUrl } from '../functions/channels/email/smtp-url.ts';
import { variables } from '../functions/settings/configuration.ts';
import { slackMessages } from './notification/chats.ts';
import { situations } from '../scripts/preview/situations.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const readme = read('README.md');

describe('the README', () => {
  it('opens with an alert as the code writes it', () => {
    const { alerts: news = [], standings = [] } = situations['failures-and-good-news'] ?? {};
    const alerts = [
      ...(situations['kind-failed']?.alerts ?? []),
      ...news.filter(({ kind }) => kind !== 'failed'),
    ];
    const [message] = slackMessages(
      { alerts, standings, causes: new Map() },
      {
        now: Date.parse('2026-11-22T06:05:00Z'),
        region: 'cn-shanghai',
        mailAlso: true,
        language: 'en',
        timeZone: 'UTC',
        channelTitle: (name) => name,
      },
    );
    expect(/```\n(.*?)\n```/s.exec(readme)?.[1]).toBe(message?.plainText.trimEnd());
  });

  it('lists every variable, in the order of the configuration, with what is required and what holds otherwise', () => {
    const table = /\| name \| required[^]*?\n\n/.exec(readme)?.[0] ?? '';
    const rows = table
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('`', '')));
    expect(rows.map(([, name, required, fallback]) => [name, required, fallback])).toEqual(
      variables.map(({ name, required, fallback }) => [name, required, fallback]),
    );
  });

  it.each(['s.yaml', '.env.example'])('and %s name the same variables', (file) => {
    const named = [...read(file).matchAll(/^\s*([A-Z][A-Z_]+)[:=]/gm)]
      .map(([, name]) => name)
      .filter((name) => name?.startsWith('FC_DEPLOY_') === false);
    expect(named).toEqual(variables.map(({ name }) => name));
  });

  it('names every package that is deployed', () => {
    const { dependencies } = JSON.parse(read('package.json')) as Readonly<{
      dependencies: Readonly<Record<string, string>>;
    }>;
    for (const name of Object.keys(dependencies)) expect(readme).toContain(`\`${name}\``);
  });

  it.each(['README.md', 'docs/setup.md', 'deploy/README.md', 'CONTRIBUTING.md'])(
    'names no command that does not exist, nor does %s',
    (file) => {
      const { scripts } = JSON.parse(read('package.json')) as Readonly<{
        scripts: Readonly<Record<string, string>>;
      }>;
      const named = [...read(file).matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? '');
      expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    },
  );

  it.each(['README.md', 'docs/setup.md'])('points to what is there: %s', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [link, path = '', anchor] of links) {
      const target = join(
        import.meta.dirname,
        '..',
        dirname(file),
        path === '' ? basename(file) : path,
      );
      expect(existsSync(target), link).toBe(true);
      const headings =
        anchor === undefined
          ? []
          : [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
              anchorOf(heading),
            );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    }
    expect(links.length).toBeGreaterThan(0);
  });
});

/** As GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

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
  it.each(['slack', 'dingtalk', 'feishu'])(
    'names places for a new channel that %s has',
    (channel) => {
      const places = [
        ...read('CONTRIBUTING.md')
          .replaceAll('<channel>', channel)
          .matchAll(/`((?:functions|rehearsal|scripts|test)\/[\w./-]+)`/g),
      ].map(([, place]) => place ?? '');
      expect(places.length).toBeGreaterThan(10);
      expect(places.filter((place) => !existsSync(join(import.meta.dirname, '..', place)))).toEqual(
        [],
      );
    },
  );
});
