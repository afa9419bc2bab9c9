import { someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import { whyInShort } from './escalations.ts';
import type { Clause } from './headline-of-news.ts';
import { placeOf, shortJobName, tableOf, unitOf } from './place.ts';
import type { Reader } from './reader.ts';
import { leastAge } from './reminders.ts';
import {
  blindSources,
  channelCalled,
  lostChannels,
  seenAgain,
  sourceCalled,
} from './sight-told.ts';
import { sinceWhen } from './stalled.ts';
import { code, type Line } from './document.ts';

const clause = (first: Line, detail: Line = [], more: readonly Line[] = []): Clause => ({
  first,
  more,
  place: [],
  detail,
  tally: false,
});

export function escalationClause({ escalations }: Digest, reader: Reader): Clause | undefined {
  const [only] = escalations;
  if (only === undefined) return undefined;
  const { headline } = reader.say;
  if (escalations.length === 1)
    return clause(headline.escalation(shortJobName(only.job), whyInShort(only, reader)));
  return clause(
    headline.escalations(
      escalations.length,
      someOf(
        escalations.slice(0, 3).map(({ job }) => shortJobName(job)),
        reader.say,
        escalations.length,
      ),
    ),
  );
}

/** What cannot be seen before what can be seen again. */
export function blindClause(digest: Digest, reader: Reader, first: boolean): Clause | undefined {
  const { headline } = reader.say;
  const [blind, lost, back] = [blindSources(digest), lostChannels(digest), seenAgain(digest)];
  const [one] = blind;
  const [[away], [again]] = [lost, back];
  const texts = [
    ...(one === undefined
      ? []
      : [
          blind.length === 1
            ? headline.blind([code(sourceCalled(one, digest))], first)
            : [headline.blindSources(blind.length, first)],
        ]),
    ...(away === undefined
      ? []
      : [
          lost.length === 1
            ? headline.channelLost(channelCalled(away, reader))
            : [headline.channelsLost(lost.length)],
        ]),
    ...(again === undefined
      ? []
      : [
          back.length === 1
            ? headline.sightReturned([code(sourceCalled(again, digest))])
            : [headline.sightReturnedTo(back.length)],
        ]),
  ];
  const [leading, ...more] = texts;
  return leading === undefined ? undefined : clause(leading, [], more);
}

export function finishedClause(
  { finished }: Digest,
  { say: { headline } }: Reader,
): Clause | undefined {
  const [only] = finished;
  if (only === undefined) return undefined;
  const sum = (part: 'done' | 'failed' | 'stopped' | 'total'): number =>
    finished.reduce((all, { job }) => all + job[part], 0);
  const result = headline.result({
    done: sum('done'),
    failed: sum('failed'),
    stopped: sum('stopped'),
    total: sum('total'),
  });
  return clause(
    finished.length === 1
      ? headline.finished(shortJobName(only.job), result)
      : [headline.jobsFinished(finished.length, result)],
  );
}

export function stalledClause({ stalled }: Digest, { say }: Reader): Clause | undefined {
  if (stalled.length === 0) return undefined;
  const { headline, form, watch } = say;
  const tasks = stalled.flatMap((alert) => (alert.what === 'task' ? [alert] : []));
  const jobs = stalled.flatMap((alert) => (alert.what === 'job' ? [alert] : []));
  const [[task], [job]] = [tasks, jobs];
  const texts = [
    ...(task === undefined ? [] : [[headline.stalledTasks(tasks.length)]]),
    ...(job === undefined
      ? []
      : [
          jobs.length === 1
            ? headline.stalledJob(shortJobName(job.job), job.waiting)
            : [headline.stalledJobs(jobs.length)],
        ]),
  ];
  const [leading = [], ...more] = texts;
  const detail =
    task === undefined || stalled.length > 1
      ? []
      : [code(tableOf(task.task)), form.comma, watch.noLogRow(form.duration(sinceWhen(task)))];
  return clause(leading, detail, more);
}

export function reminderClause({ reminders }: Digest, { say }: Reader): Clause | undefined {
  if (reminders.length === 0) return undefined;
  const tasks = reminders.map(({ task }) => task);
  const text = say.headline.stillFailed(
    reminders.length,
    unitOf(tasks),
    say.form.duration(leastAge(reminders)),
  );
  return { ...clause([text]), place: placeOf(tasks, say) };
}
