import type { JobProgress } from './alert.ts';
import { joined, strong, type Block, type Line } from './document.ts';
import { jobAmong } from './names.ts';
import { jobLink } from './next-steps.ts';
import type { Scene } from './kind.ts';
import { percent } from './wording/numbers.ts';

export function progressBlocks(jobs: readonly JobProgress[], scene: Scene): readonly Block[] {
  if (jobs.length === 0) return [];
  const shown = jobs.slice(0, Math.min(scene.limits.lines, 4));
  const lines = shown.map((job) => progressLine(jobAmong(job, jobs, scene), job, scene));
  const more = jobs.length - shown.length;
  if (more > 0) lines.push([scene.messages.job.moreJobs(more)]);
  return [{ kind: 'lines', tone: 'plain', lines }];
}

/** `nightly_full ▓▓▓▓▓▓▓░░░ 68% · 3,412 of 5,000 done · 17 failed · 212 tables/h · …` */
function progressLine(name: Line, progress: JobProgress, scene: Scene): Line {
  const facts = joined([progressOf(progress, scene), [jobLink(progress, scene)]]);
  return joined([name, [barOf(progress)], facts], ' ');
}

export function progressOf(progress: JobProgress, { messages }: Scene): Line {
  const { job, form } = messages;
  const { done, total, failed, running, waiting, stopped, perHour, leftMs } = progress;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  // Rounded up, it would say that all is done too early.
  const shown = share < 1 ? Math.min(0.99, share) : 1;
  const parts: Line[] = [[strong(percent(shown))], [job.doneOf(done, total)]];
  if (failed > 0) parts.push([job.failed(failed)]);
  if (running > 0) parts.push([job.running(running)]);
  if (waiting > 0) parts.push([job.waiting(waiting)]);
  if (stopped > 0) parts.push([job.stoppedTasks(stopped)]);
  if (perHour !== undefined && perHour >= slowestRate) parts.push([job.perHour(perHour)]);
  if (leftMs !== undefined) parts.push([job.left(form.duration(roughly(leftMs)))]);
  return joined(parts);
}

/** Slower would read as nothing at all. */
const slowestRate = 0.1;

const cells = 10;

/** Full only when everything is done, empty only when nothing is. */
export function barOf({ done, total }: Readonly<{ done: number; total: number }>): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const exact = Math.round(share * cells);
  const between = Math.min(cells - 1, Math.max(1, exact));
  const full = share > 0 && share < 1 ? between : exact;
  return '▓'.repeat(full) + '░'.repeat(cells - full);
}

const minute = 60_000;

function roughly(milliseconds: number): number {
  const step = stepFor(milliseconds / minute) * minute;
  return Math.max(step, Math.round(milliseconds / step) * step);
}

function stepFor(minutes: number): number {
  if (minutes < 20) return 1;
  if (minutes < 120) return 5;
  return minutes < 1440 ? 30 : 360;
}
