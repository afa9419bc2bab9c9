import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSource } from './support/source-file.ts';

/**
 * A place is a folder of `functions`, or a file that stands there by itself. `may` names the places it imports from
 * besides itself, `types` those of which it takes types only, `packages` what it takes from outside (`node:*` is all
 * of Node).
 */
type Place = Readonly<{ may?: readonly string[]; types?: readonly string[]; packages?: readonly string[] }>;

const places: Readonly<Record<string, Place>> = {
  // Deciding and wording: no input but arguments, no output but results.
  core: {},
  'foreign-text': { may: ['core'] },
  cause: { may: ['core'] },
  message: { may: ['core', 'foreign-text', 'cause'], packages: ['@slack/types', 'node:crypto'] },
  state: { may: ['core', 'errors', 'foreign-text'], packages: ['zod/mini'] },
  configuration: { may: ['core', 'errors'], packages: ['fastest-levenshtein', 'node:net', 'node:url', 'node:util'] },
  errors: {},
  invocation: { may: ['configuration', 'errors'], packages: ['zod/mini'] },
  redaction: { may: ['foreign-text'], types: ['configuration'] },
  'redact-error': { may: ['redaction'] },
  // What a tick needs from outside, as interfaces, and the tick, which knows nothing else of the outside.
  ports: { types: ['core'] },
  tick: { may: ['core', 'state', 'cause', 'errors'], types: ['ports'], packages: ['p-limit'] },
  // The outside: each file speaks to one service, and is told by arguments what it must know.
  adapters: {
    may: ['core', 'message', 'foreign-text', 'errors', 'redaction', 'redact-error', 'configuration/secret'],
    types: ['ports', 'configuration'],
    packages: [
      '@alicloud/openapi-client',
      '@alicloud/tea-util',
      '@slack/webhook',
      'ali-oss',
      'lossless-json',
      'nodemailer',
      'p-limit',
      'p-retry',
      'zod/mini',
      'node:*',
    ],
  },
  // The wiring: from the environment to a tick, and from the platform to the wiring.
  connect: {
    may: ['adapters', 'configuration', 'invocation', 'redaction', 'tick'],
    types: ['ports'],
    packages: ['p-limit'],
  },
  poll: {
    may: [
      'adapters',
      'configuration',
      'connect',
      'errors',
      'foreign-text',
      'invocation',
      'redact-error',
      'redaction',
      'tick',
    ],
    types: ['ports'],
  },
  'poll-task-logs': { may: ['adapters', 'connect', 'poll'], types: ['tick'] },
};

/** What a file takes from its surroundings, and the places that may; everything else gets it as an argument. */
const surroundings: Readonly<Record<string, readonly string[]>> = {
  process: ['poll-task-logs'],
  'Date.now': ['poll-task-logs'],
  'new Date()': [],
  'Math.random': ['poll-task-logs'],
  console: [],
  performance: [],
  globalThis: [],
  fetch: ['adapters'],
  setTimeout: ['adapters'],
  setInterval: [],
  setImmediate: [],
  'AbortSignal.timeout': ['adapters'],
};

const root = dirname(import.meta.dirname);
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?[jt]s)$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1), entry.name));
const contentOf = (file: string): string => readFileSync(join(root, file), 'utf8');
/** `functions/adapters/mms/retry.ts` stands in `adapters`, `functions/ports.ts` in `ports`. */
const placeOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? file;

const sources = filesIn('functions').map((file) => ({
  file,
  place: placeOf(file),
  source: parseSource(contentOf(file)),
}));

/** Why this import is not allowed; `undefined` where it is. */
function objection(file: string, specifier: string, typeOnly: boolean): string | undefined {
  const { may = [], types = [], packages = [] } = places[placeOf(file)] ?? {};
  if (!specifier.startsWith('.')) {
    const known = packages.includes(specifier) || (specifier.startsWith('node:') && packages.includes('node:*'));
    return known ? undefined : `${file} imports ${specifier}`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  if (!target.startsWith('functions/')) return `${file} imports ${target}, which is not deployed`;
  const place = placeOf(target);
  const allowed =
    place === placeOf(file) ||
    may.some((name) => name === place || target === `functions/${name}.ts`) ||
    (typeOnly && types.includes(place));
  return allowed ? undefined : `${file} imports ${typeOnly ? 'types of ' : ''}${target}`;
}

describe('the architecture', () => {
  it('has no file in a place that the table does not name, and no place without a file', () => {
    expect([...new Set(sources.map(({ place }) => place))].sort()).toEqual(Object.keys(places).sort());
  });

  it('lets each place import what the table says, and nothing else', () => {
    const objections = sources.flatMap(({ file, source }) =>
      source.imports.flatMap(({ specifier, typeOnly }) => objection(file, specifier, typeOnly) ?? []),
    );
    expect(objections).toEqual([]);
  });

  it('hands in time, chance, the environment and the output as arguments', () => {
    const taken = sources.flatMap(({ file, place, source }) =>
      Object.entries(surroundings).flatMap(([name, allowed]) =>
        source.uses(name) && !allowed.includes(place) ? [`${file} uses ${name}`] : [],
      ),
    );
    expect(taken).toEqual([]);
  });

  it('has the outer places import the inner ones and never the other way round', () => {
    const reach = (place: string, seen: ReadonlySet<string>): void => {
      expect([...seen], `${place} imports itself by way of others`).not.toContain(place);
      const { may = [], types = [] } = places[place] ?? {};
      for (const next of new Set([...may, ...types].map((name) => name.split('/')[0] ?? name)))
        reach(next, new Set([...seen, place]));
    };
    for (const place of Object.keys(places)) reach(place, new Set());
  });

  it('keeps files short, and stories not much longer', () => {
    const lengths = (folder: string): readonly (readonly [string, number])[] =>
      filesIn(folder).map((file) => [file, contentOf(file).split('\n').length - 1] as const);
    const tooLong = [
      ...['functions', 'rehearsal', 'scripts'].flatMap(lengths).filter(([, lines]) => lines > 200),
      ...lengths('test').filter(([, lines]) => lines > 350),
    ];
    expect(tooLong).toEqual([]);
  });

  it('names files for what they do here', () => {
    const nameless = ['functions', 'rehearsal', 'scripts', 'test']
      .flatMap(filesIn)
      .filter((file) => /(?:^|[/-])(?:utils?|helpers?|common|misc|index|types|services?)(?:\.|\/)/.test(file));
    expect(nameless).toEqual([]);
  });
});

describe('the table', () => {
  it.each([
    ['functions/core/due.ts', 'node:fs', false],
    ['functions/core/due.ts', '../state/bounded.ts', false],
    ['functions/core/due.ts', '../errors.ts', true],
    ['functions/ports.ts', './core/id.ts', false],
    ['functions/tick/tick.ts', '../adapters/retry.ts', true],
    ['functions/tick/tick.ts', 'ali-oss', false],
    ['functions/adapters/mms/wire.ts', '../../configuration/smtp-url.ts', false],
    ['functions/adapters/retry.ts', '../poll.ts', false],
    ['functions/poll.ts', '../rehearsal/main.ts', false],
    ['functions/message/words.ts', '../../test/support/builders.ts', true],
  ])('objects to %s importing %s (types only: %s)', (file, specifier, typeOnly) => {
    expect(objection(file, specifier, typeOnly)).toContain(file);
  });

  it('sees every way to import and to reach for the surroundings', () => {
    const { imports, uses } = parseSource(`
      import a, { type b } from 'one'; import type { c } from 'two'; export * from 'three'; import 'four';
      const d = await import('five'); const e = require('six'); type F = import('seven').F;
      import { type i } from 'eight'; const g = await import(name);
      const h = { process: 1, now: Date.now }; h.console = new Date(); h.fetch(setTimeout); new Date(0);
    `);
    const seen = imports.map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? '*' : ''}`).join(' ');
    expect(seen).toBe('one two* three four five six seven* eight* name');
    expect(['Date.now', 'new Date()', 'setTimeout'].filter(uses)).toHaveLength(3);
    expect(['process', 'console', 'fetch'].filter(uses)).toEqual([]);
  });
});
