import { accepted, nameEntry, refused, type Parsed } from '../../settings/parsed.ts';

const form =
  'expected <@U…> (a person), <!subteam^S…> (a group) or <!here>, several of them separated by white space';
const mention = /^<(?:@[UW][A-Z0-9]{1,30}|!subteam\^S[A-Z0-9]{1,30}|!here)>$/;
const everybody = /^<?[@!](?:channel|everyone)\b/i;
const named = /^<(?:@|!subteam\^|!here)[^|<>]*\|[^<>]*>$/;

/** More would be longer than what they draw attention to. */
const most = 10;

/**
 * Whom to call, as Slack's markup has it, each once.
 * https://docs.slack.dev/messaging/formatting-message-text/ What looks otherwise would be shown as
 * text and call nobody, so it is refused.
 */
export function parseSlackMention(text: string): Parsed<string> {
  const entries = [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))];
  const problems = entries.flatMap(
    (entry, index) => objectionTo(entry, nameEntry(entry, index)) ?? [],
  );
  if (entries.length === 0) problems.push('names nobody');
  if (entries.length > most)
    problems.push(`names ${entries.length}; expected ${most} at most, or a group`);
  return problems.length === 0
    ? accepted(entries.join(' '))
    : refused(...problems.map((problem) => `${problem}; ${form}`));
}

function objectionTo(entry: string, name: string): string | undefined {
  if (mention.test(entry)) return undefined;
  if (everybody.test(entry))
    return `${name} would call everybody in the channel, which is not offered`;
  if (named.test(entry)) return `${name} has a label after |, which does not belong there`;
  return `${name} calls nobody`;
}
