import { alertKinds, type AlertKind } from '../kinds/alert.ts';
import { accepted, nameEntry, refused, type Parsed } from './parsed.ts';

/** One of the words given, as they are written. */
export const oneOf =
  <Word extends string>(...words: readonly Word[]) =>
  (text: string): Parsed<Word> => {
    const word = words.find((known) => known === text);
    return word === undefined ? refused(`expected ${words.join(' or ')}`) : accepted(word);
  };

/** The kinds of `ALERT_ON`, in the order in which they are told. */
export function parseAlertKinds(text: string): Parsed<readonly AlertKind[]> {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const known: readonly string[] = alertKinds;
  const problems = entries.flatMap((entry, index) =>
    known.includes(entry) ? [] : [`${nameEntry(entry, index)} is not an alert kind`],
  );
  if (entries.length === 0) problems.push('names no alert kind');
  if (problems.length > 0)
    return refused(
      ...problems.map((problem) => `${problem}; expected some of ${alertKinds.join(', ')}`),
    );
  return accepted(alertKinds.filter((kind) => entries.includes(kind)));
}

const millisecondsIn = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as `90s`, `15m`, `2h` or `1d`, or `0`; in milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (text === '0') return accepted(0);
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')
    return refused('expected a duration such as 90s, 15m, 2h or 1d, or 0');
  return accepted(Number(count) * millisecondsIn[unit]);
}

/** A duration of some length, or `off`, which is `undefined`. */
export function parseDurationOrOff(text: string): Parsed<number | undefined> {
  if (text === 'off') return accepted(undefined);
  const parsed = parseDuration(text);
  if (parsed.kind === 'accepted' && parsed.value > 0) return parsed;
  return refused(
    `${parsed.kind === 'accepted' ? '0 is no length of time; ' : ''}expected a duration such as 90s, 15m, 2h or 1d, or off`,
  );
}
