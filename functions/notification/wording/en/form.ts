import { joined, words } from '../../document.ts';
import type { FormWording, Unit } from '../wording.ts';

export const number = (value: number | bigint): string => value.toLocaleString('en-US');

/** `1 task`, `3,000 tasks`; `plural` where an `s` is not enough. */
export const count = (value: number, one: string, plural = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : plural}`;

/** `3 tables failed`, or `3 failed` where tables were counted before. */
export const tally = (value: number, unit: Unit | undefined, state: string): string =>
  `${unit === undefined ? number(value) : count(value, unit)} ${state}`;

export const duration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
};

export const form: FormWording = {
  number,
  duration,
  percent: (share) => `${Math.round(share * 100)} %`,
  counted: (value, unit) => count(value, unit),
  listed: (parts) => joined(parts, ', '),
  andMore: (list, more) => words`${list} and ${number(more)} more`,
  named: (name, id) => words`${name} (${id})`,
  comma: ', ',
  semicolon: '; ',
  colon: ': ',
  bracketed: (text) => ` (${text})`,
};
