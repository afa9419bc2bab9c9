import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../functions/settings/secret.ts';

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it('does not print, however it is printed', () => {
    const printed = [
      String(secret),
      secret.toString(),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [{ secret }] }, { depth: null, showHidden: true }),
      JSON.stringify(Object.entries(secret)),
    ];
    expect(printed.join('\n')).not.toContain('hunter2');
    expect(printed.slice(0, 3)).toEqual(['[secret]', '[secret]', '{"secret":"[secret]"}']);
  });

  it('gives its value to the one who asks for it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });
});
