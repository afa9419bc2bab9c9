import type { AlertOf } from '../kinds/alert.ts';
import { someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import { jobName, taskName } from './place.ts';
import type { Reader } from './reader.ts';
import type { Block, Line } from './document.ts';

type Stalled = AlertOf<'stalled'>;

const mostNamed = 20;

export const sinceWhen = ({ at, since }: Stalled): number => at - since;

/** Tasks and jobs that should move and do not, a line each; of tasks beyond `shown` their names. */
export function stalledPassages(
  { stalled }: Digest,
  { say }: Reader,
  shown: number,
): readonly Block[] {
  if (stalled.length === 0) return [];
  const { watch, form } = say;
  const lines = stalled.slice(0, shown).map((alert): Line => {
    const duration = form.duration(sinceWhen(alert));
    if (alert.what === 'job')
      return watch.stalledJob(jobName(alert.job, say), alert.waiting, duration);
    const usual = alert.usualMs === undefined ? [] : [watch.usually(form.duration(alert.usualMs))];
    return [...watch.stalledTask(taskName(alert.task, say), watch.noLogRow(duration)), ...usual];
  });
  const rest = stalled.slice(shown);
  const named = rest
    .slice(0, mostNamed)
    .map((alert) => (alert.what === 'job' ? jobName(alert.job, say) : taskName(alert.task, say)));
  const more: readonly Line[] =
    rest.length === 0
      ? []
      : [[watch.moreStalled(rest.length), form.colon, ...someOf(named, say, rest.length)]];
  return [{ kind: 'lines', tone: 'attention', lines: [...lines, ...more] }];
}
