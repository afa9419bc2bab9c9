import type { AlertOf, FailedTask } from '../kinds/alert.ts';
import { statedKey } from './clusters.ts';
import { someOf } from './counting.ts';
import { sentenceWithin } from './names.ts';
import type { Digest } from './digest.ts';
import { groupedBy } from './grouped.ts';
import { jobName, nameAndId, taskName } from './place.ts';
import type { Reader } from './reader.ts';
import { barOf, countsOf } from './standings.ts';
import { joined, quote, strong, type Block, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

type Finished = AlertOf<'job-finished'>;

export type FinishedRoom = Readonly<{
  jobs: number;
  reasons: number;
  reason: number;
  /** Failed tasks that are named where nothing else lists them. */
  names: number;
  /** Where all failed tasks are listed; `undefined` where that is here. */
  listedIn: (alert: Finished) => string | undefined;
}>;

/** The closing report of each job of which nothing is left to run. */
export function finishedPassages(
  { finished }: Digest,
  { say }: Reader,
  room: FinishedRoom,
): readonly Block[] {
  const reports = finished.slice(0, room.jobs).flatMap((alert, index): readonly Block[] => [
    ...(index === 0 ? [] : [{ kind: 'rule' as const }]),
    {
      kind: 'lines',
      tone: alert.job.failed > 0 ? 'attention' : 'good',
      lines: reportOf(alert, say, room),
    },
  ]);
  const rest = finished.slice(room.jobs).map(({ job }) => jobName(job, say));
  return rest.length === 0
    ? reports
    : [
        ...reports,
        {
          kind: 'lines',
          tone: 'plain',
          lines: [say.job.moreFinished(someOf(rest.slice(0, 10), say, rest.length))],
        },
      ];
}

function reportOf(alert: Finished, say: Wording, room: FinishedRoom): readonly Line[] {
  const { job: standing, tookMs, slowest } = alert;
  const { job, form, failure } = say;
  const counts = joined(
    [[strong(job.doneOf(standing.done, standing.total))], ...countsOf(standing, say)],
    ' · ',
  );
  const tasks = slowest.map((task) => [
    ...taskName(task.task, say),
    ` ${form.duration(task.tookMs)}`,
  ]);
  return [
    [
      ...job.finished(jobName(standing, say)),
      ` ${barOf(standing.done, standing.total)} `,
      ...counts,
    ],
    joined(
      [
        failure.source(nameAndId(standing.sourceName, standing.sourceId, say)),
        ...(tookMs === undefined ? [] : [[job.took(form.duration(tookMs))]]),
      ],
      ' · ',
    ),
    ...(tasks.length === 0 ? [] : [job.slowest(form.listed(tasks))]),
    ...failuresOf(alert, say, room),
  ];
}

function failuresOf(alert: Finished, say: Wording, room: FinishedRoom): readonly Line[] {
  const { failed, unlisted } = alert;
  if (failed.length + unlisted === 0) return [];
  const { job, form, cause } = say;
  const groups = groupsOf(failed);
  const lines = groups.slice(0, room.reasons).map((tasks): Line => {
    const reason = tasks[0]?.cause?.reason ?? '';
    return [
      `• ${form.number(tasks.length)} × `,
      ...(reason === '' ? [cause.noReason] : [quote(sentenceWithin(reason, room.reason))]),
    ];
  });
  const rest = groups.slice(room.reasons);
  const listedIn = room.listedIn(alert);
  return [
    ...(failed.length === 0 ? [] : [[job.failedByCause]]),
    ...lines,
    ...(rest.length === 0
      ? []
      : [['• ', cause.moreCauses(rest.length, form.counted(rest.flat().length, 'task'))]]),
    ...(failed.length === 0
      ? []
      : [listedIn === undefined ? job.failedTasks(namesOf(failed, say, room.names)) : [listedIn]]),
    ...(unlisted > 0 ? [[job.unlisted(unlisted)]] : []),
  ];
}

const namesOf = (failed: readonly FailedTask[], say: Wording, shown: number): Line =>
  someOf(
    failed.slice(0, shown).map((task) => taskName(task, say)),
    say,
    failed.length,
  );

/** By cause, the largest first; tasks of which no reason is known are one group. */
const groupsOf = (failed: readonly FailedTask[]): readonly (readonly FailedTask[])[] =>
  [...groupedBy(failed, ({ cause }) => statedKey(cause)).values()].sort(
    (a, b) => b.length - a.length,
  );
