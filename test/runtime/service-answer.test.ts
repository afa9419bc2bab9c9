import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { quote } from '../../functions/runtime/service-answer.ts';
import { Secret } from '../../functions/settings/secret.ts';

const redact = createRedactor([new Secret('hUnTeR2xYzQ9')]);
const refusal = { code: 'Denied', status: 403, requestId: '5C3D', noAnswer: undefined };
const quoted = (message: string): string => quote({ ...refusal, message }, redact);

describe('a quoted answer', () => {
  it.each([
    ['No such user. Ask your administrator for one.', 'No such user.'],
    ['authentication failed: bad\r\n protocol', 'authentication failed: bad protocol'],
    ['签名不匹配。请检查密钥。', '签名不匹配。请检查密钥。'],
    ['Unknown hUnTeR2x YzQ9! Go away.', 'Unknown ***!'],
  ])('holds one sentence of %j, redacted', (message, sentence) => {
    expect(quoted(message)).toBe(`Denied (HTTP 403, request 5C3D): ${sentence}`);
  });

  it('names code, status and request even without a message', () => {
    expect(quoted('')).toBe('Denied (HTTP 403, request 5C3D)');
    expect(quote({ ...refusal, status: undefined, requestId: '', message: '' }, redact)).toBe(
      'Denied',
    );
  });

  it('is redacted before it is cut', () => {
    for (let before = 100; before < 170; before += 1)
      expect(quoted(`${'a '.repeat(before / 2)}hUnTeR2xYzQ9 ${'b '.repeat(60)}`)).not.toMatch(
        /hun/i,
      );
  });
});
