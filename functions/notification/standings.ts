import type { JobStanding } from '../tracking/job-standing.ts';
import type { Digest } from './digest.ts';
import { jobName, shortJobName } from './place.ts';
import type { Reader } from './reader.ts';
import { joined, strong, type Block, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

const shown = 5;

/** Where the jobs stand of which the message tells, a line each. */
export function standingPassages({ standings }: Digest, { say }: Reader): readonly Block[] {
  if (standings.length === 0) return [];
  const lines = standings.slice(0, shown).map((standing) => {
    const sameName = standings.filter(({ name }) => name === standing.name).length > 1;
    return standingLine(sameName ? jobName(standing, say) : shortJobName(standing), standing, say);
  });
  const more = standings.length - shown;
  return [
    {
      kind: 'lines',
      tone: 'plain',
      lines: [...lines, ...(more > 0 ? [[say.job.moreJobs(more)]] : [])],
    },
  ];
}

/**
 * `nightly_full ▓▓▓▓▓▓▓░░░ 3,412 of 5,000 done · 17 failed · 40 running · 212/h · about 7 h 30 min
 * left`
 */
function standingLine(name: Line, standing: JobStanding, say: Wording): Line {
  const { done, total, perHour, leftMs } = standing;
  const rate = perHour === undefined || perHour <= 0 ? [] : [[say.job.perHour(perHour)]];
  const left = leftMs === undefined ? [] : [[say.job.left(say.form.duration(roughly(leftMs)))]];
  const parts = [
    [strong(say.job.doneOf(done, total))],
    ...countsOf(standing, say),
    ...rate,
    ...left,
  ];
  return [...name, ` ${barOf(done, total)} `, ...joined(parts, ' · ')];
}

/** What is not done, without what there is none of. */
export const countsOf = (
  { failed, running, waiting, stopped }: JobStanding,
  { job }: Wording,
): readonly Line[] => [
  ...(failed > 0 ? [[job.failed(failed)]] : []),
  ...(running > 0 ? [[job.running(running)]] : []),
  ...(waiting > 0 ? [[job.waiting(waiting)]] : []),
  ...(stopped > 0 ? [[job.stopped(stopped)]] : []),
];

const cells = 10;

/** Full only when everything is done, empty only when nothing is. */
export function barOf(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const exact = Math.round(share * cells);
  const full = share >= 1 ? cells : share <= 0 ? 0 : Math.min(cells - 1, Math.max(1, exact));
  return '▓'.repeat(full) + '░'.repeat(cells - full);
}

const minute = 60_000;

/** An estimate is no more exact than its rate. */
export function roughly(milliseconds: number): number {
  const step =
    milliseconds < 20 * minute
      ? minute
      : milliseconds < 120 * minute
        ? 5 * minute
        : milliseconds < 1440 * minute
          ? 30 * minute
          : 360 * minute;
  return Math.max(step, Math.round(milliseconds / step) * step);
}
