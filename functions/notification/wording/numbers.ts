/** Tables where each task has one of its own, else tasks. */
export type Unit = 'table' | 'task';

export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

export const number = (value: number | bigint): string => value.toLocaleString('en-US');

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

export const rate = (value: number): string =>
  number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

type TimeUnits = Readonly<
  Record<'seconds' | 'minutes' | 'hours' | 'days', (value: number) => string>
>;

/** As exact as it matters: `40 s`, `42 min`, `7 h 30 min`, `3 days`. */
export const durationIn =
  (units: TimeUnits) =>
  (milliseconds: number): string => {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    if (seconds < 60) return units.seconds(seconds);
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return units.minutes(minutes);
    const hours = Math.floor(minutes / 60);
    if (hours >= 48) return units.days(Math.floor(hours / 24));
    const isWhole = hours >= 24 || minutes % 60 === 0;
    return isWhole ? units.hours(hours) : `${units.hours(hours)} ${units.minutes(minutes % 60)}`;
  };
