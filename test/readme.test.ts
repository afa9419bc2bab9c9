import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variables } from '../functions/configuration/variables.ts';
import { slackMessages } from '../functions/message/slack-messages.ts';
import { situations } from '../scripts/preview/situations.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const readme = read('README.md');

describe('the README', () => {
  it('opens with an alert as the code writes it', () => {
    const { alerts: news = [], standings = [] } = situations['failures-and-good-news'] ?? {};
    const alerts = [...(situations['kind-failed']?.alerts ?? []), ...news.filter(({ kind }) => kind !== 'failed')];
    const [message] = slackMessages({ alerts, standings, causes: new Map() }, { now: Date.parse('2026-11-22T06:05:00Z'), region: 'cn-shanghai', mailAlso: true, language: 'en', timeZone: 'UTC', mention: undefined });
    expect(/```\n(.*?)\n```/s.exec(readme)?.[1]).toBe(message?.plainText.trimEnd());
  });

  it('lists every variable, in the order of the configuration, with what is required and what holds otherwise', () => {
    const table = /\| name \| required[^]*?\n\n/.exec(readme)?.[0] ?? '';
    const rows = table.split('\n').slice(2).filter((line) => line !== '').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('`', '')));
    expect(rows.map(([, name, required, fallback]) => [name, required, fallback])).toEqual(variables.map(({ name, required, fallback }) => [name, required, fallback]));
  });

  it.each(['s.yaml', '.env.example'])('and %s name the same variables', (file) => {
    const named = [...read(file).matchAll(/^\s*([A-Z][A-Z_]+)[:=]/gm)].map(([, name]) => name).filter((name) => name?.startsWith('FC_DEPLOY_') === false);
    expect(named).toEqual(variables.map(({ name }) => name));
  });

  it('names every package that is deployed', () => {
    const { dependencies } = JSON.parse(read('package.json')) as Readonly<{ dependencies: Readonly<Record<string, string>> }>;
    for (const name of Object.keys(dependencies)) expect(readme).toContain(`\`${name}\``);
  });

  it('names no command that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as Readonly<{ scripts: Readonly<Record<string, string>> }>;
    const named = [...readme.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
