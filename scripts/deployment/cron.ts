/** When a timer fires; `shortestSeconds` is what lies between two ticks at least. */
export type Timing =
  | Readonly<{ kind: 'timing'; shortestSeconds: number }>
  | Readonly<{ kind: 'wrong'; problem: string }>;

type Field = Readonly<{
  name: string;
  from: number;
  to: number;
  names?: readonly string[];
  any?: boolean;
}>;

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const minute: Field = { name: 'minute', from: 0, to: 59 };
const hour: Field = { name: 'hour', from: 0, to: 23 };
const others: readonly Field[] = [
  { name: 'day of the month', from: 1, to: 31, any: true },
  { name: 'month', from: 1, to: 12, names: months },
  { name: 'day of the week', from: 0, to: 7, names: days, any: true },
];

const wrong = (problem: string): Timing => ({ kind: 'wrong', problem });
const form =
  'expected second, minute, hour, day of month, month and day of week, such as "0 */5 * * * *", or "@every 5m"';

/**
 * https://help.aliyun.com/document_detail/171746.html: six fields of which the second is a plain
 * number, or `@every`.
 */
export function timingOf(expression: string): Timing {
  const [, zone, rest] = /^(?:CRON_TZ=(\S+) )?(.*)$/s.exec(expression) ?? [];
  if (zone !== undefined && !isTimeZone(zone))
    return wrong(`CRON_TZ=${zone} is no time zone, such as Asia/Shanghai`);
  const every = /^@every (.*)$/s.exec(rest ?? '')?.[1];
  return every === undefined ? timingOfFields(rest ?? '') : timingOfInterval(every);
}

function timingOfInterval(text: string): Timing {
  const units: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };
  if (!/^(?:\d+[hms])+$/.test(text))
    return wrong('@every takes a duration such as 90s, 5m or 1h30m');
  const parts = [...text.matchAll(/(\d+)([hms])/g)];
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
  if (seconds < 60)
    return wrong(`@every ${text} is shorter than a minute, the finest that there is`);
  return { kind: 'timing', shortestSeconds: seconds };
}

function timingOfFields(text: string): Timing {
  const fields = text.split(' ');
  const [second = '', minutes = '', hours = '', ...rest] = fields;
  if (fields.length === 5 && !fields.includes(''))
    return wrong('has five fields; the second comes first: put "0 " before it');
  if (fields.length !== 6 || fields.includes('')) return wrong(form);
  if (!/^\d{1,2}$/.test(second) || Number(second) > 59) {
    return wrong(
      'the second must be one number from 0 to 59: once a minute is the finest that there is',
    );
  }
  const parts = [minutes, hours, ...rest];
  for (const [index, field] of [minute, hour, ...others].entries()) {
    const part = parts[index] ?? '';
    if (valuesOf(part, field) === undefined)
      return wrong(`"${part}" is no ${field.name} (${field.from} to ${field.to}); ${form}`);
  }
  const gap = shortestGap(valuesOf(minutes, minute) ?? [], valuesOf(hours, hour) ?? []);
  return { kind: 'timing', shortestSeconds: 60 * gap };
}

/** The values that a field stands for, in order; `undefined` where it is none. */
function valuesOf(text: string, field: Field): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first, last] = rangeOf(range, part.includes('/'), field) ?? [];
    if (first === undefined || last === undefined || first > last || Number(step) === 0)
      return undefined;
    for (let value = first; value <= last; value += Number(step)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function rangeOf(
  text: string,
  stepped: boolean,
  field: Field,
): readonly [number, number] | undefined {
  if (text === '*' || (text === '?' && field.any === true)) return [field.from, field.to];
  const ends = text.split('-').map((end) => valueOf(end, field));
  const [first, last = stepped ? field.to : first] = ends;
  if (ends.length > 2 || ends.includes(undefined) || first === undefined || last === undefined)
    return undefined;
  return [first, last];
}

function valueOf(text: string, { from, to, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + from : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

/** In minutes. Days that are left out only make it longer. */
function shortestGap(minutes: readonly number[], hours: readonly number[]): number {
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
  const overnight = (hours[0] ?? 0) + 24 - (hours.at(-1) ?? 0);
  const hoursApart = Math.min(overnight, ...gaps(hours));
  return Math.min(...gaps(minutes), first + 60 * hoursApart - last);
}

const gaps = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, index) => value - (values[index] ?? value));

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
