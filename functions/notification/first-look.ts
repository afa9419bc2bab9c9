import type { AlertOf } from '../kinds/alert.ts';
import { meaningOf } from '../mms/task.ts';
import { someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import type { Headline } from './headline.ts';
import { totalsOf } from './headline-of-news.ts';
import { taskName } from './place.ts';
import type { Reader } from './reader.ts';
import { code, joined, type Block, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

type Baseline = AlertOf<'baseline'>;

/** Up to so many targets are described; of more, each has a line. */
const described = 3;
const mostStatuses = 12;
const mostNamed = 5;

/**
 * The first look at targets: what is there, instead of how it came about. Beyond `shown` they are
 * counted.
 */
export function baselinePassages(
  { baselines }: Digest,
  headline: Headline,
  { say }: Reader,
  shown: number,
): readonly Block[] {
  if (baselines.length === 0) return [];
  const saidInTitle = headline.alone && baselines.length === 1;
  const rest = baselines.slice(shown);
  const paragraphs =
    baselines.length <= Math.min(described, shown)
      ? baselines.map((alert) => [
          saidInTitle ? say.news.target([code(alert.target)]) : firstLook(alert, say),
          ...states(alert, say),
        ])
      : [
          [
            ...baselines.slice(0, shown).map((alert) => firstLook(alert, say)),
            ...(rest.length === 0
              ? []
              : [[say.news.moreTargets(rest.length, totalsOf(rest, say))]]),
          ],
        ];
  return [
    ...paragraphs.map((lines): Block => ({ kind: 'lines', tone: 'plain', lines })),
    { kind: 'note', lines: [[say.news.fromHereOn]] },
  ];
}

function firstLook(alert: Baseline, say: Wording): Line {
  const name =
    alert.name === ''
      ? [code(alert.target)]
      : say.form.named([code(alert.name)], [code(alert.target)]);
  return say.news.watching(name, totalsOf([alert], say));
}

function states(
  { statuses, running, stopped, failed, total }: Baseline,
  say: Wording,
): readonly Line[] {
  if (total === 0) return [];
  const { form, news, job } = say;
  const ordered = Object.entries(statuses).sort((a, b) => b[1] - a[1]);
  const failures = ordered.reduce(
    (sum, [status, tasks]) => (meaningOf(status) === 'failed' ? sum + tasks : sum),
    0,
  );
  const flags = [
    ...(running > 0 ? [[job.running(running)]] : []),
    ...(stopped > 0 ? [[job.stopped(stopped)]] : []),
  ];
  const names = someOf(
    failed.slice(0, mostNamed).map((task) => taskName(task, say)),
    say,
    failures,
  );
  return [
    joined(
      ordered
        .slice(0, mostStatuses)
        .map(([status, tasks]) => [code(status), ` ${form.number(tasks)}`]),
      ' · ',
    ),
    ...(ordered.length > mostStatuses ? [[news.moreStatuses(ordered.length - mostStatuses)]] : []),
    ...(flags.length > 0 ? [joined(flags, ' · ')] : []),
    ...(failures > 0 ? [news.alreadyFailed(names)] : []),
  ];
}
