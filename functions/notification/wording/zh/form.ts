import { joined, words, type Line } from '../../document.ts';
import type { FormWording, Unit } from '../wording.ts';

export const number = (value: number | bigint): string => value.toLocaleString('zh-CN');

/** `3 张表`, `3 个任务`; `3 个` where it was said of what. */
export const counted = (value: number, unit: Unit | undefined): string => {
  switch (unit) {
    case 'table':
      return `${number(value)} 张表`;
    case 'task':
      return `${number(value)} 个任务`;
    case undefined:
      return `${number(value)} 个`;
    default:
      return unit satisfies never;
  }
};

export const duration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分钟`;
  return hours % 24 === 0 ? `${hours / 24} 天` : `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
};

/** A full-width mark brings its own space. */
const endsInBracket = (list: Line): boolean => {
  const last = list.at(-1);
  return typeof last === 'string' && last.endsWith('）');
};

export const form: FormWording = {
  number,
  duration,
  percent: (share) => `${Math.round(share * 100)}%`,
  counted,
  listed: (parts) => joined(parts, '、'),
  andMore: (list, more) =>
    words`${list}${endsInBracket(list) ? '' : ' '}等，另有 ${number(more)} 个`,
  named: (name, id) => words`${name}（${id}）`,
  comma: '，',
  semicolon: '；',
  colon: '：',
  bracketed: (text) => `（${text}）`,
};
