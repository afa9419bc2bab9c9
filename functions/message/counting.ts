import { code, joined, type Words } from './words.ts';

export const number = (value: number): string => value.toLocaleString('en-US');

/** `1 task`, `3,000 tasks`; `plural` where an `s` is not enough. */
export const count = (value: number, one: string, plural = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : plural}`;

/** `a, b, c and 9 more`: the first names of `total`. */
export function someNames(names: readonly string[], shown: number, total = names.length): Words {
  const first = names.slice(0, shown);
  const more = total - first.length;
  const list = joined(first.map((name) => [code(name)]), ', ');
  if (more <= 0) return list;
  return [...list, first.length === 0 ? count(more, 'task') : ` and ${number(more)} more`];
}

/** `40 s`, `42 min`, `7 h 30 min`, `3 d 4 h`: as exact as it matters. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A moment of ours, with its zone. */
export const moment = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const id = /^\d{1,20}$/;

/** A name within `limit` code points; both ends tell names apart, so the cut and its mark are in the middle. Ids stay. */
export function nameWithin(name: string, limit: number): string {
  if (name.length <= limit || id.test(name)) return name;
  const points = Array.from(name);
  if (points.length <= limit) return name;
  const head = Math.ceil((limit - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (limit - 1 - head)).join('')}`;
}

/** A sentence within `limit` code points, its beginning kept. */
export function sentenceWithin(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('').trimEnd()}…`;
}
