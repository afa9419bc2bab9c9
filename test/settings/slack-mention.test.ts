import { describe, expect, it } from 'vitest';
import { parseSlackMention } from '../../functions/channels/slack/slack-mention.ts';
import { problemsOf, valueOf } from './outcome.ts';

describe('SLACK_MENTION', () => {
  it.each([
    ['<@U012AB3CD>', '<@U012AB3CD>'],
    ['<@W012A3CDE>', '<@W012A3CDE>'],
    ['<!subteam^SAZ94GDB8>', '<!subteam^SAZ94GDB8>'],
    ['<!here>', '<!here>'],
    ['<!here>  <@U1>,<@U2> <!here>', '<!here> <@U1> <@U2>'],
  ])('%s calls %s', (text, mention) => {
    expect(valueOf(parseSlackMention(text))).toBe(mention);
  });

  it.each(['<!channel>', '<!everyone>', '@channel', '<!channel|channel>'])(
    'does not call everybody: %s',
    (text) => {
      expect(problemsOf(parseSlackMention(text))).toEqual([
        expect.stringMatching(
          /would call everybody in the channel, which is not offered; expected <@U…>/,
        ),
      ]);
    },
  );

  it.each(['<@U012AB3CD|ann>', '<!subteam^SAZ94GDB8|@oncall>'])(
    'says that a label is too much: %s',
    (text) => {
      expect(problemsOf(parseSlackMention(text))[0]).toContain('has a label after |');
    },
  );

  it.each([
    '@here',
    '@oncall',
    'U012AB3CD',
    '<@u012ab3cd>',
    '<@B012AB3CD>',
    '<#C012AB3CD>',
    '<!subteam^U1>',
    '<!date^1^x|y>',
    '<https://x.test>',
    '<@U1><@U2>',
    '<@U1',
    'on call',
  ])('is not shown as text: %s', (text) => {
    expect(problemsOf(parseSlackMention(text))[0]).toMatch(
      /calls nobody; expected <@U…> \(a person\)/,
    );
  });

  it('names each entry that is wrong, and none that may be a secret', () => {
    expect(
      problemsOf(parseSlackMention('<@U1> oncall https://hooks.slack.com/services/T/B/x')),
    ).toEqual([expect.stringMatching(/^"oncall"/), expect.stringMatching(/^entry 3/)]);
    expect(problemsOf(parseSlackMention(','))[0]).toMatch(/^names nobody/);
    expect(
      problemsOf(parseSlackMention(Array.from({ length: 11 }, (_, n) => `<@U${n}>`).join(' ')))[0],
    ).toMatch(/^names 11; expected 10 at most/);
  });
});
