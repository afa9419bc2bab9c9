import type { AlertOf } from '../core/alert.ts';
import { count, number, someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { totals } from './headline.ts';
import { tableOf } from './place.ts';
import { code, joined, strong, type Passage, type Words } from './words.ts';

export function unknownPassages({ unknown }: Digest, shown: number): readonly Passage[] {
  if (unknown.length === 0) return [];
  const rest = unknown.slice(shown);
  return [{
    kind: 'lines',
    tone: 'attention',
    lines: [
      ...unknown.slice(0, shown).map(unknownLine),
      ...(rest.length === 0 ? [] : [[`? ${count(rest.length, 'more unknown status', 'more unknown statuses')}: `, ...someNames(rest.map(({ status }) => status), 5)]]),
      ['MMS documents no such status: look at the task in the console. Each is told once.'],
    ],
  }];
}

const unknownLine = ({ status, task, others }: AlertOf<'unknown'>): Words => [
  '? unknown status ', code(status), ': task ', code(task.id), ' (', code(tableOf(task)), ')',
  ...(others > 0 ? [` and ${count(others, 'more task')}`] : []),
];

/** The first look at targets: in full when there are few, a line each otherwise, counted beyond `shown`. */
export function baselinePassages({ baselines }: Digest, shown: number): readonly Passage[] {
  if (baselines.length === 0) return [];
  const full = baselines.length <= 3;
  const rest = baselines.slice(shown);
  return [{
    kind: 'lines',
    tone: 'plain',
    lines: [
      ...baselines.slice(0, shown).flatMap((alert) => [firstLook(alert), ...(full ? states(alert) : [])]),
      ...(rest.length === 0 ? [] : [[`and ${count(rest.length, 'more target')}: ${totals(rest)}`]]),
      ['From here on every change is told; what happened before is not.'],
    ],
  }];
}

function firstLook(alert: AlertOf<'baseline'>): Words {
  const name = alert.name === '' ? [code(alert.target)] : [code(alert.name), ' (', code(alert.target), ')'];
  return [strong('Watching '), ...name, `: ${totals([alert])}`];
}

function states({ statuses, running, stopped, failed, total }: AlertOf<'baseline'>): readonly Words[] {
  if (total === 0) return [];
  const ordered = Object.entries(statuses).sort((a, b) => b[1] - a[1]);
  const failedTotal = ordered.filter(([status]) => status.endsWith('_FAILED')).reduce((sum, [, tasks]) => sum + tasks, 0);
  const flags = [...(running > 0 ? [[`${number(running)} running`]] : []), ...(stopped > 0 ? [[`${number(stopped)} stopped`]] : [])];
  return [
    joined(ordered.slice(0, 12).map(([status, tasks]) => [code(status), ` ${number(tasks)}`]), ' · '),
    ...(ordered.length > 12 ? [[`and ${count(ordered.length - 12, 'more status', 'more statuses')}`]] : []),
    ...(flags.length > 0 ? [joined(flags, ' · ')] : []),
    ...(failedTotal > 0 ? [['already failed: ', ...alreadyFailed(failed, failedTotal)]] : []),
  ];
}

function alreadyFailed(failed: AlertOf<'baseline'>['failed'], total: number): Words {
  const shown = failed.slice(0, 5);
  if (shown.length === 0) return [count(total, 'task')];
  const names = joined(shown.map((task) => [code(tableOf(task)), ' (', code(task.id), ')']), ', ');
  return total > shown.length ? [...names, ` and ${number(total - shown.length)} more`] : names;
}
