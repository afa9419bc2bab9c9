import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { Secret } from '../../functions/settings/secret.ts';
import { stripLogviewLinks } from '../../functions/untrusted-text/logview-links.ts';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';
import { sanitise } from '../../functions/untrusted-text/sanitise.ts';
import { foldStackFrames } from '../../functions/untrusted-text/stack-frames.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { growthOf, shapes } from './repeated-shapes.ts';

const redact = createRedactor([new Secret('hUnTeR2xYzQ9'), new Secret('9hT0pS3cr3tK3yF0r0ss')]);

describe('the time grows as the text does', () => {
  it.each<readonly [string, (text: string) => unknown]>([
    ['sanitise', sanitise],
    ['maskSecrets', maskSecrets],
    ['stripLogviewLinks', (text) => stripLogviewLinks(text, 'en')],
    ['foldStackFrames', foldStackFrames],
    ['untrustedText', (text) => untrustedText(text, 30_000)],
    ['untrustedText that keeps links', (text) => untrustedText(text, 30_000, { kind: 'keep' })],
    ['a redactor', redact],
  ])('of %s, whatever is repeated in it', (_, work) => {
    // Two shapes together make others: what one leaves open, the next may not close.
    const pairs = shapes.map(
      (shape, index) => shape + (shapes[(7 * index + 3) % shapes.length] ?? ''),
    );
    // Eight times the text: linear work takes eight times as long, and at most three times that
    // where memory for it is new; quadratic work takes sixty-four times as long.
    const slow = [...shapes, ...pairs].filter((shape) => {
      const growth = (runs: number): number =>
        growthOf(work, shape, { from: 8_192, times: 8, runs });
      return growth(2) > 28 && growth(9) > 28;
    });
    expect(slow).toEqual([]);
  });
});
