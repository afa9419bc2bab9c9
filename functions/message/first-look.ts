import type { AlertedTask, AlertOf } from '../core/alert.ts';
import { meaningOf } from '../core/task.ts';
import { count, number } from './counting.ts';
import type { Digest } from './digest.ts';
import { totals, type Headline } from './headline.ts';
import { tableOf } from './place.ts';
import { code, joined, strong, type Passage, type Words } from './words.ts';

/** Up to so many targets are described; of more, each has a line. */
const described = 3;
const mostStatuses = 12;

/** The first look at targets: what is there, instead of how it came about. Beyond `shown` they are counted. */
export function baselinePassages({ baselines }: Digest, headline: Headline, shown: number): readonly Passage[] {
  if (baselines.length === 0) return [];
  const paragraphs = baselines.length <= described
    ? baselines.map((alert) => [isAll(headline, baselines) ? ['target ', code(alert.target)] : firstLook(alert), ...states(alert)])
    : [[...baselines.slice(0, shown).map(firstLook), ...more(baselines.slice(shown))]];
  return [
    ...paragraphs.map((lines): Passage => ({ kind: 'lines', tone: 'plain', lines })),
    { kind: 'note', lines: [['From here on every change is told; what happened before is not.']] },
  ];
}

/** The title says all about one target that is told of alone. */
const isAll = (headline: Headline, baselines: readonly AlertOf<'baseline'>[]): boolean =>
  headline.alone && baselines.length === 1;

const more = (rest: readonly AlertOf<'baseline'>[]): readonly Words[] =>
  rest.length === 0 ? [] : [[`and ${count(rest.length, 'more target')}: ${totals(rest)}`]];

function firstLook(alert: AlertOf<'baseline'>): Words {
  const name = alert.name === '' ? [code(alert.target)] : [code(alert.name), ' (', code(alert.target), ')'];
  return [strong('Watching'), ' ', ...name, `: ${totals([alert])}`];
}

function states({ statuses, running, stopped, failed, total }: AlertOf<'baseline'>): readonly Words[] {
  if (total === 0) return [];
  const ordered = Object.entries(statuses).sort((a, b) => b[1] - a[1]);
  const failures = ordered.reduce((sum, [status, tasks]) => (meaningOf(status) === 'failed' ? sum + tasks : sum), 0);
  const flags = [...(running > 0 ? [[`${number(running)} running`]] : []), ...(stopped > 0 ? [[`${number(stopped)} stopped`]] : [])];
  return [
    joined(ordered.slice(0, mostStatuses).map(([status, tasks]) => [code(status), ` ${number(tasks)}`]), ' · '),
    ...(ordered.length > mostStatuses ? [[`and ${count(ordered.length - mostStatuses, 'more status', 'more statuses')}`]] : []),
    ...(flags.length > 0 ? [joined(flags, ' · ')] : []),
    ...(failures > 0 ? [['already failed: ', ...alreadyFailed(failed, failures)]] : []),
  ];
}

function alreadyFailed(failed: readonly AlertedTask[], total: number): Words {
  const shown = failed.slice(0, 5);
  if (shown.length === 0) return [count(total, 'task')];
  const names = joined(shown.map((task) => [code(tableOf(task)), ' (', code(task.id), ')']), ', ');
  return total > shown.length ? [...names, ` and ${number(total - shown.length)} more`] : names;
}
