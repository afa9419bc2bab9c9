import type { MessageContext } from './digest.ts';
import type { Reader } from './reader.ts';
import type { Block } from './document.ts';

/** The console has no documented link to a job or a task, so it is its front page of migrations. */
export function footer({ now, region }: MessageContext, { say, moment }: Reader): Block {
  if (region === undefined || region === '') return { kind: 'note', lines: [[moment(now)]] };
  const link = `https://maxcompute.console.aliyun.com/${encodeURIComponent(region)}/mma/datasource`;
  return { kind: 'note', lines: [[{ link, label: say.frame.console }, ` · ${moment(now)}`]] };
}
