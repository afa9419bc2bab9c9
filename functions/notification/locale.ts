import type { Line } from './document.ts';
import type { Language } from '../language.ts';
import { en, type Wording } from './wording/en.ts';
import { zh } from './wording/zh.ts';

const wordings: Readonly<Record<Language, Wording>> = { en, zh };

/** Words and times for one message. */
export type Locale = Readonly<{
  messages: Wording;
  /** `2026-11-22 06:05 UTC`; in Chinese, Beijing's time goes without a zone. */
  moment: (milliseconds: number) => string;
  /** `06:05 UTC` on the day of the message, else the whole moment. */
  time: (milliseconds: number) => Line;
  /** Without its zone where the time beside it has the same. */
  timeBeside: (milliseconds: number, other: number) => Line;
}>;

export type LocaleSettings = Readonly<{
  language: Language;
  /** IANA name. */
  timeZone: string;
}>;

export function localeOf({ language, timeZone }: LocaleSettings, now: number): Locale {
  const messages = wordings[language];
  // Readers of Chinese on Beijing's clock need no zone: the footer names it once.
  const isBeijing = language === 'zh' && timeZone.toLowerCase() === 'asia/shanghai';
  const clock = clockIn(timeZone);
  const today = clock(now).date;
  const zoneOf = (at: number): string => (isBeijing ? '' : ` ${clock(at).zone}`);
  const lineOf = (at: number, zone: string): Line => {
    const { date, time } = clock(at);
    return [{ time: at, text: `${date === today ? '' : `${date} `}${time}${zone}` }];
  };
  return {
    messages,
    time: (at) => lineOf(at, zoneOf(at)),
    timeBeside: (at, other) => lineOf(at, zoneOf(at) === zoneOf(other) ? '' : zoneOf(at)),
    moment: (at) => {
      const { date, time, zone } = clock(at);
      return `${date} ${time} ${isBeijing ? messages.form.beijing : zone}`;
    },
  };
}

/** Swedish times are written as ISO 8601 has them. */
function clockIn(
  timeZone: string,
): (milliseconds: number) => Readonly<Record<'date' | 'time' | 'zone', string>> {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    timeZoneName: 'shortOffset',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (milliseconds) => {
    const [date = '', time = '', zone = ''] = format.format(milliseconds).split(/\s/);
    return { date, time, zone: zone.replace('\u2212', '-').replace(/^GMT(?:[+-]0)?$/, 'UTC') };
  };
}
