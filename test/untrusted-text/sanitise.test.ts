import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyUnit } from './any-text.ts';
import { sanitise } from '../../functions/untrusted-text/sanitise.ts';

describe('sanitise', () => {
  it.each([
    {
      what: 'the newline with which MMS begins an action',
      raw: '\ncreate schema if not exists mms_test.default;',
      shown: 'create schema if not exists mms_test.default;',
    },
    {
      what: 'the newline with which MMS ends a time',
      raw: '2024-12-17 15:44:00\n',
      shown: '2024-12-17 15:44:00',
    },
    {
      what: 'line breaks of Windows and of old',
      raw: 'a\r\nb\rc\u2028d\u0085e',
      shown: 'a\nb\nc\nd\ne',
    },
    { what: 'tabs and line breaks, which stay', raw: 'at x\n\tat y', shown: 'at x\n\tat y' },
    {
      what: 'control characters, made visible',
      raw: 'a\u0000b\u0007c\u009bd',
      shown: 'a\ufffdb\ufffdc\ufffdd',
    },
    {
      what: 'colours of a terminal',
      raw: '\u001b[1;31mERROR\u001b[0m disk full',
      shown: 'ERROR disk full',
    },
    {
      what: 'text that is turned around',
      raw: 'invoice\u202egpj.exe\u202c \u2066x\u2069',
      shown: 'invoicegpj.exe x',
    },
    {
      what: 'characters without width, which hide words',
      raw: 'pass\u200bword\ufeff\u00ad\u2060',
      shown: 'password',
    },
    { what: 'halves of characters', raw: 'a\ud83db\ude00c', shown: 'a\ufffdb\ufffdc' },
    {
      what: 'whole characters beyond the first plane, which stay',
      raw: '数据😀𠮷',
      shown: '数据😀𠮷',
    },
  ])('takes care of $what', ({ raw, shown }) => {
    expect(sanitise(raw)).toBe(shown);
  });

  it.each([
    ['a family', '👩‍👩‍👧‍👦'],
    ['a skin tone and a profession', '👨🏽‍💻 builds'],
    ['a heart in colour', '❤️ and ❤️‍🔥'],
    ['flags', '🇨🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴‍☠️'],
    ['a keycap', 'step 1️⃣'],
    ['Arabic', 'جدول_الطلبات'],
    ['Persian with its joiners', 'می‌خواهم'],
    ['Hebrew with a mark of direction', 'שלום\u200f! \u200fעולם'],
    ['Hindi', 'क्‍ष ज्ञान'],
    ['accents that are written apart', 'e\u0301a\u0308 нй'],
    ['a variant of a Chinese character', '葛\u{e0100}城'],
  ])('leaves %s whole', (_, text) => {
    expect(sanitise(text)).toBe(text);
  });

  it('takes out joiners that join nothing, so that no word hides behind them', () => {
    expect(sanitise('pass\u200dword\u200c=\ufe0fx\u{e0061}1\ufe0f')).toBe('password=x1');
    expect(sanitise('a\u200f b\u061c')).toBe('a b');
  });

  it('leaves nothing to do for a second time, and nothing that is not well formed', () => {
    const unit = fc.oneof(
      anyUnit,
      fc.constantFrom(
        '\u200d',
        '\u200c',
        '\ufe0f',
        '\u200f',
        '😀',
        '🏽',
        'א',
        'क',
        '葛',
        '\u{e0061}',
        '\u001b[1m',
      ),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 100 }), (units) => {
        const text = sanitise(units.join(''));
        expect(sanitise(text)).toBe(text);
        expect(text).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u,
        );
      }),
    );
  });
});
