import type { Language } from './language.ts';
import type { MessageContext } from './digest.ts';
import { wordingOf } from './wording/wording-of.ts';
import type { Wording } from './wording/wording.ts';

/** For whom a message is written: in which words, and by which clock. */
export type Reader = Readonly<{
  say: Wording;
  language: Language;
  /** What people call a channel. */
  channelTitle: (channel: string) => string;
  /** `2026-11-22 06:05 UTC`, `2026-11-22 14:05 GMT+8` */
  moment: (milliseconds: number) => string;
  /** `06:05 UTC` of the day on which the message is written, else the whole moment. */
  time: (milliseconds: number) => string;
  /** The same without its zone, beside a time that carries it. */
  bareTime: (milliseconds: number) => string;
}>;

export function readerOf({ language, timeZone, now, channelTitle }: MessageContext): Reader {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const partsAt = (
    milliseconds: number,
  ): Readonly<{ date: string; clock: string; zone: string }> => {
    const parts = new Map(
      format.formatToParts(milliseconds).map(({ type, value }) => [type, value]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    const zone = part('timeZoneName');
    return {
      date: `${part('year')}-${part('month')}-${part('day')}`,
      clock: `${part('hour')}:${part('minute')}`,
      zone: /^GMT(?:[+-]0)?$/.test(zone) ? 'UTC' : zone,
    };
  };
  const today = partsAt(now).date;
  const bareTime = (milliseconds: number): string => {
    const { date, clock } = partsAt(milliseconds);
    return date === today ? clock : `${date} ${clock}`;
  };
  return {
    say: wordingOf(language),
    language,
    channelTitle,
    bareTime,
    time: (milliseconds) => `${bareTime(milliseconds)} ${partsAt(milliseconds).zone}`,
    moment: (milliseconds) => {
      const { date, clock, zone } = partsAt(milliseconds);
      return `${date} ${clock} ${zone}`;
    },
  };
}
