import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../functions/untrusted-text/sanitise.ts';
import { untrustedName, untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { shorten, showExcerpt } from '../../functions/untrusted-text/excerpt.ts';
import { anyText } from './any-text.ts';
import { growthOf } from './repeated-shapes.ts';

const lengthOf = (text: string): number => Array.from(text).length;

describe('untrustedText', () => {
  it('keeps a short text whole', () => {
    expect(untrustedText('\nok\n', 10)).toEqual({
      head: 'ok',
      tail: '',
      omitted: 0,
      omittedLines: 0,
    });
  });

  it('keeps the head and the tail of a long one and counts what lies between', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}`);
    const { head, tail, omitted, omittedLines } = untrustedText(lines.join('\n'), 100);
    expect(head).toBe('line 0\nline 1\nline 2\nline 3\nline 4');
    expect(tail).toBe('line 994\nline 995\nline 996\nline 997\nline 998\nline 999');
    expect(omittedLines).toBe(990);
    expect(lengthOf(head) + omitted + lengthOf(tail)).toBe(lengthOf(lines.join('\n')));
  });

  it('counts code points, also of a text of which only the ends were read closely', () => {
    for (const begin of ['', 'a']) {
      const { head, tail, omitted } = untrustedText(`${begin}${'😀 '.repeat(20_000)}.`, 100);
      expect(lengthOf(head) + omitted + lengthOf(tail)).toBe(40_001 + begin.length);
      expect(lengthOf(head) + lengthOf(tail)).toBe(100);
      expect(head + tail).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it.each([
    { raw: undefined, text: '' },
    { raw: null, text: '' },
    { raw: 42, text: '42' },
    { raw: true, text: 'true' },
    { raw: { msg: 'no' }, text: '{"msg":"no"}' },
    { raw: () => 0, text: '' },
    { raw: Symbol('x'), text: '' },
  ])('makes the best of $raw', ({ raw, text }) => {
    expect(showExcerpt(untrustedText(raw, 100))).toBe(text);
  });

  it('makes nothing of what refers to itself', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(showExcerpt(untrustedText(loop, 100))).toBe('');
  });

  it('masks what straddles the cut', () => {
    for (let before = 0; before < 400; before += 7) {
      const text = `${'x '.repeat(before)}password='Tr0ub4dor' ${'y '.repeat(9000 - before)}accessKeySecret=9hT0pS3cr3t${' z'.repeat(before)}`;
      expect(showExcerpt(untrustedText(text, 300))).not.toMatch(/Tr0|ub4|dor|9hT|S3cr/);
    }
  });

  it('sees the name before a value of which only the end is kept', () => {
    const blob = 'Q'.repeat(40_000);
    expect(showExcerpt(untrustedText(`${'x '.repeat(9000)}password=${blob} the end`, 500))).toMatch(
      /left out …\nx x [x ]*password=\*\*\* the end$/,
    );
    expect(showExcerpt(untrustedText(`HEAD${blob}TAIL`, 100))).toMatch(
      /^HEADQ{36}\n… 39,908 characters left out …\nQ{56}TAIL$/,
    );
  });

  it('reads only the ends of a text of any length, and masks a value that it did not see begin', () => {
    const words = 'some words of a log '.repeat(500_000);
    const secret = 'aB3dE6gH9'.repeat(20_000);
    const excerpt = untrustedText(`first ${words} password=${secret} last`, 500);
    expect(excerpt.head.startsWith('first some words')).toBe(true);
    expect(showExcerpt(excerpt)).toMatch(/\n… 10,1\d\d,\d{3} characters left out …\n\*\*\* last$/);
    expect(showExcerpt(shorten(excerpt, 40))).not.toMatch(/aB3|lines/);
  });

  it('does not read all of a long text', () => {
    const line = 'password=abc LTAI5tAbCdEfGhIjKlMnOp some words\n\tat a.b.C(D.java:1)\n';
    const growth = growthOf((text) => untrustedText(text, 4_000), line, {
      from: 100_000,
      times: 12,
    });
    expect(growth).toBeLessThan(4);
  });

  it('hides a private key of which the middle was cut out', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ\n'.repeat(60)}-----END PRIVATE KEY-----`;
    const text = `${'a line of the log\n'.repeat(10)}${key}\n${'b line of the log\n'.repeat(2000)}${key}\n${'c line\n'.repeat(10)}`;
    expect(showExcerpt(untrustedText(text, 1500))).not.toContain('MIIE');
  });

  it('holds its laws for any text', () => {
    const piece = fc.oneof(
      anyText(40),
      fc.constantFrom('\n', 'word ', '\tat a.B.c(B.java:1)\n', '😀'),
    );
    const text = fc
      .array(piece, { maxLength: 200 })
      .chain((pieces) =>
        fc.integer({ min: 1, max: 60 }).map((times) => pieces.join('').repeat(times)),
      );
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 500 }), (raw, limit) => {
        const excerpt = untrustedText(raw, limit);
        expect(lengthOf(excerpt.head) + lengthOf(excerpt.tail)).toBeLessThanOrEqual(limit);
        expect(excerpt.omitted).toBeGreaterThanOrEqual(excerpt.omittedLines);
        if (excerpt.omitted === 0) expect(excerpt.tail).toBe('');
        if (lengthOf(sanitise(raw)) <= limit) expect(excerpt.omitted).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a trace of Java', () => {
  const frames = (n: number): string =>
    Array.from({ length: n }, (_, i) => `\tat a.b.C$D.m${i}(C.java:${i})`).join('\n');

  it('shows every cause, with the frames between them counted', () => {
    const trace = `java.lang.RuntimeException: outer\n${frames(30)}\nCaused by: java.io.IOException: middle\n${frames(20)}\n\t... 30 more\nCaused by: java.net.ConnectException: Connection refused\n${frames(5)}\n\t... 51 more`;
    expect(showExcerpt(untrustedText(trace, 600))).toBe(
      [
        'java.lang.RuntimeException: outer',
        '\tat a.b.C$D.m0(C.java:0)',
        '\t… 29 stack frames left out …',
        'Caused by: java.io.IOException: middle',
        '\tat a.b.C$D.m0(C.java:0)',
        '\t… 49 stack frames left out …',
        'Caused by: java.net.ConnectException: Connection refused',
        '\tat a.b.C$D.m0(C.java:0)',
        '\t… 55 stack frames left out …',
      ].join('\n'),
    );
  });

  it('keeps the last frame when the text ends with it', () => {
    const shown = showExcerpt(untrustedText(`java.lang.Error: x\n${frames(400)}`, 300));
    expect(shown).toBe(
      'java.lang.Error: x\n\tat a.b.C$D.m0(C.java:0)\n\t… 398 stack frames left out …\n\tat a.b.C$D.m399(C.java:399)',
    );
  });

  it('stays as it is when it is short', () => {
    const trace = `java.lang.Error: x\n${frames(4)}`;
    expect(showExcerpt(untrustedText(trace, 300))).toBe(trace);
  });
});

describe('a trace that was kept whole', () => {
  it('gives up its frames before its causes when it is shortened', () => {
    const trace = `java.lang.Error: outer\n${'\tat a.b.C.d(C.java:1)\n'.repeat(40)}Caused by: java.io.IOException: disk full\n${'\tat a.b.C.d(C.java:1)\n'.repeat(40)}`;
    const whole = untrustedText(trace, 4000);
    expect(showExcerpt(whole)).toBe(trace.trim());
    expect(showExcerpt(shorten(whole, 300)).split('\n')).toEqual([
      'java.lang.Error: outer',
      '\tat a.b.C.d(C.java:1)',
      '\t… 39 stack frames left out …',
      'Caused by: java.io.IOException: disk full',
      '\tat a.b.C.d(C.java:1)',
      '\t… 38 stack frames left out …',
      '\tat a.b.C.d(C.java:1)',
    ]);
  });
});

describe('untrustedName', () => {
  it.each([
    { raw: 'orders\n2024', limit: 200, name: 'orders 2024' },
    { raw: 'password=hunter22', limit: 200, name: 'password=***' },
    { raw: 'x'.repeat(300), limit: 10, name: 'xxxxxxxxx…' },
    { raw: '😀'.repeat(300), limit: 4, name: '😀😀😀…' },
    { raw: undefined, limit: 10, name: '' },
    { raw: 87, limit: 10, name: '87' },
  ])('writes $raw on one line', ({ raw, limit, name }) => {
    expect(untrustedName(raw, limit)).toBe(name);
  });
});

describe('showExcerpt', () => {
  it('says what was left out, in the right number', () => {
    expect(showExcerpt({ head: 'a', tail: 'z', omitted: 61_204, omittedLines: 214 })).toBe(
      'a\n… 214 lines, 61,204 characters left out …\nz',
    );
    expect(showExcerpt({ head: 'a', tail: 'z', omitted: 1, omittedLines: 1 })).toBe(
      'a\n… 1 line, 1 character left out …\nz',
    );
    expect(showExcerpt({ head: 'a', tail: 'z', omitted: 2, omittedLines: 0 })).toBe(
      'a\n… 2 characters left out …\nz',
    );
  });
});

describe('shorten', () => {
  it('cuts an excerpt further and goes on counting', () => {
    const excerpt = untrustedText(
      Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n'),
      1000,
    );
    const shorter = shorten(excerpt, 100);
    const total = (part: typeof excerpt): number =>
      lengthOf(part.head) + part.omitted + lengthOf(part.tail);
    expect(lengthOf(shorter.head) + lengthOf(shorter.tail)).toBeLessThanOrEqual(100);
    expect(total(shorter)).toBe(total(excerpt));
    expect(shorter.tail.endsWith('line 999')).toBe(true);
    expect(shorter.head.startsWith('line 0\n')).toBe(true);
  });

  it('cuts no character that is joined of several', () => {
    const characters = ['👩‍👩‍👧‍👦', '👨🏽‍💻', '🇨🇳', 'e\u0301', 'कि', '1️⃣'];
    for (const character of characters) {
      const text = character.repeat(60);
      for (let limit = 40; limit < 60; limit += 1) {
        const { head, tail } = shorten({ ...untrustedText(text, 10_000) }, limit);
        expect(head.length % character.length, `${head} of ${limit}`).toBe(0);
        expect(tail.length % character.length, `${tail} of ${limit}`).toBe(0);
      }
    }
  });

  it('gives to one end what the other does not need', () => {
    const excerpt = { head: 'short', tail: 'z'.repeat(500), omitted: 9, omittedLines: 0 };
    expect(shorten(excerpt, 105)).toEqual({
      head: 'short',
      tail: 'z'.repeat(100),
      omitted: 409,
      omittedLines: 0,
    });
  });

  it('never cuts a character, never loses count, and leaves alone what fits', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '\n', '😀', '表'), maxLength: 80 });
    fc.assert(
      fc.property(
        part,
        part,
        fc.nat(50),
        fc.integer({ min: 1, max: 120 }),
        (head, tail, omitted, limit) => {
          const excerpt =
            omitted === 0
              ? { head: head + tail, tail: '', omitted: 0, omittedLines: 0 }
              : { head, tail, omitted, omittedLines: 0 };
          const shorter = shorten(excerpt, limit);
          expect(lengthOf(shorter.head) + lengthOf(shorter.tail)).toBeLessThanOrEqual(
            Math.max(limit, 0),
          );
          expect(lengthOf(shorter.head) + shorter.omitted + lengthOf(shorter.tail)).toBe(
            lengthOf(head + tail) + omitted,
          );
          expect(shorter.head + shorter.tail).not.toMatch(/\p{Surrogate}/u);
          if (lengthOf(head + tail) <= limit) expect(shorter).toEqual(excerpt);
        },
      ),
    );
  });
});
