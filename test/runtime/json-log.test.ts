import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonLog } from '../../functions/runtime/json-log.ts';
import { Secret } from '../../functions/settings/secret.ts';
import type { Log } from '../../functions/ports.ts';

function logTo(lines: string[]): Log {
  return createJsonLog({
    write: (line) => lines.push(line),
    clock: () => Date.parse('2026-11-22T06:03:07Z'),
    redact: (text) => text.replaceAll('hunter2', '***'),
  });
}

const parsed = (line: string | undefined): unknown => JSON.parse(line ?? '');

describe('the log', () => {
  it('writes one line of JSON for an event', () => {
    const lines: string[] = [];
    logTo(lines).warn('channel.delivered', { channel: 'slack', alerts: 3, problem: 'two\nlines' });
    expect(lines).toEqual([
      '{"level":"warn","event":"channel.delivered","time":"2026-11-22T06:03:07.000Z","channel":"slack","alerts":3,"problem":"two\\nlines"}',
    ]);
  });

  it('lets no field hide what the event is', () => {
    const lines: string[] = [];
    logTo(lines).error('tick.failed', { level: 'info', event: 'nothing', time: 0 });
    expect(parsed(lines[0])).toEqual({
      level: 'error',
      event: 'tick.failed',
      time: '2026-11-22T06:03:07.000Z',
    });
  });

  it('shows no secret, wherever it stands', () => {
    const lines: string[] = [];
    logTo(lines).info('x', {
      a: 'hunter2',
      b: [{ c: 'pass hunter2!' }],
      hunter2: 1,
      e: new Error('hunter2'),
      s: new Secret('s3cret'),
    });
    expect(lines[0]).not.toMatch(/hunter2|s3cret/);
    expect(parsed(lines[0])).toMatchObject({
      b: [{ c: 'pass ***!' }],
      e: { error: 'Error', message: '***' },
      s: '[secret]',
    });
  });

  it('stays below 32 KB a line and goes on to tell what happened', () => {
    const lines: string[] = [];
    const problems = Array.from({ length: 500 }, (_, index) => ({
      where: `mms ${index}`,
      message: 'é'.repeat(900),
    }));
    logTo(lines).info('tick.finished', {
      tasks: 7,
      preview: { slack: '€'.repeat(100_000) },
      problems,
    });
    expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThan(32_000);
    expect(parsed(lines[0])).toMatchObject({ event: 'tick.finished', tasks: 7 });
  });

  it('writes a short line of JSON whatever the fields are', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const odd = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true }),
      fc.constant(loop),
      fc.constant(Symbol('s')),
      fc.constant(() => 1),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), odd), (fields) => {
        const lines: string[] = [];
        logTo(lines).info('x', fields);
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain('\n');
        expect(parsed(lines[0])).toMatchObject({ event: 'x' });
      }),
    );
  });
});
