import { joined, words, type Line } from '../document.ts';
import { durationIn, number, rate, type RowCounts, type Unit } from './numbers.ts';

const count = (value: number, one: string, plural = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : plural}`;

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const nth = (value: number): string => `${number(value)}${endings[ordinals.select(value)] ?? 'th'}`;

const difference = ({ source, destination }: RowCounts): string =>
  source > destination
    ? `${number(source - destination)} missing`
    : `${number(destination - source)} extra`;

const arrow = ({ source, destination }: RowCounts): string =>
  `${number(source)} → ${number(destination)}`;

const listedTogether = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(', ');

const ifAny = (why: Line): Line => (why.length === 0 ? [] : words`: ${why}`);
const bracketed = (why: Line): Line => (why.length === 0 ? [] : words` (${why})`);

/** More failed tasks than are listed are not remembered one by one. */
const failedTasks = (listed: number, all: number, where: string): string =>
  listed < all
    ? `${number(listed)} of ${number(all)} failed tasks, ${where}; the others: see the MMS console`
    : `All failed tasks, ${where}`;

type Gap = Readonly<{ from: Line; until: Line; lasted: string }>;

/**
 * Every word of ours in a message. Words of MMS come in as arguments. The compiler holds the other
 * languages to the same entries.
 */
export const en = {
  tag: 'en',
  form: {
    duration: durationIn({
      seconds: (value) => `${value} s`,
      minutes: (value) => `${value} min`,
      hours: (value) => `${value} h`,
      days: (value) => count(value, 'day'),
    }),
    counted: (value: number, unit: Unit) => count(value, unit),
    /** Where the noun stands nearby. */
    brief: (value: number, _unit: Unit) => number(value),
    sources: (value: number) => count(value, 'data source'),
    listed: (parts: readonly Line[]) => joined(parts, ', '),
    /** The whole number was said before. */
    andMore: (list: Line, more: number) => words`${list} and ${more} more`,
    named: (name: Line, id: Line) => words`${name} (${id})`,
    comma: ', ',
    semicolon: '; ',
    colon: ': ',
    since: (time: Line) => words`since ${time}`,
    more: (value: number) => `and ${number(value)} more`,
    beijing: 'GMT+8',
  },
  failure: {
    headline: (table: Line, ordinal: number, why: Line) =>
      ordinal > 1
        ? words`${table} failed again (${nth(ordinal)} time): ${why}`
        : words`${table} failed: ${why}`,
    headlineRows: (table: Line, rows: RowCounts) =>
      words`${rows.source > rows.destination ? 'Rows missing in' : 'Extra rows in'} ${table}: ${arrow(rows)}`,
    headlineRowsOf: (tables: number, first: readonly (readonly [Line, RowCounts])[]) => {
      const list = first.map(([table, rows]): Line => words`${table} ${arrow(rows)}`);
      const more = tables > first.length ? `, ${number(tables - first.length)} more` : '';
      return words`Row counts differ in ${count(tables, 'table')}: ${joined(list, ', ')}${more}`;
    },
    phase: { schema: 'schema phase', data: 'data phase', verification: 'verification' },
    noSourceTable: 'unknown source table',
    noDestinationTable: 'unknown destination table',
    task: (id: Line) => words`task ${id}`,
    job: (name: Line) => words`job ${name}`,
    source: (name: Line) => words`source ${name}`,
    log: (id: Line) => words`log ${id}`,
    mmsTime: (time: Line) => words`${time} MMS clock`,
    again: (ordinal: number, sameCause: boolean | undefined) => {
      if (sameCause === undefined) return `${nth(ordinal)} failure`;
      return `${nth(ordinal)} failure, ${sameCause ? 'same cause' : 'different cause this time'}`;
    },
    attempts: (attempts: number, ordinal: number) =>
      `failed ${count(attempts, 'time')} since the last message (attempt ${number(ordinal)})`,
    recoveredSince: 'has since recovered',
    rows: (rows: RowCounts) =>
      `Row counts differ: ${number(rows.source)} at the source, ${number(rows.destination)} at the destination (${difference(rows)})`,
    running: (action: Line) => words`running: ${action}`,
    noMessage: 'no message logged',
    rowsBetween: (value: number, ids: Line) =>
      words`${count(value, 'more log row')} in between: ${ids}`,
    logUnread: (why: Line) => words`Could not read the task log: ${why}`,
    noRow: 'No log row; detected from the task status.',
    reasonFound: (value: number, tasks: Line, reason: Line) =>
      words`${count(value, 'failure')} reported without a reason before: ${tasks} · ${reason}`,
    reasonsFound: (value: number, why: Line) =>
      words`${count(value, 'earlier failure')} explained${ifAny(why)}`,
    sameMessageAs: (task: Line) => words`same message as task ${task}`,
    omitted: (lines: number, characters: number) =>
      lines === 0
        ? `… ${count(characters, 'character')} omitted …`
        : `… ${count(lines, 'line')}, ${count(characters, 'character')} omitted …`,
    framesOmitted: (value: number) => `… ${count(value, 'stack frame')} omitted …`,
  },
  cause: {
    noReason: 'reason unknown',
    headline: (tables: string, why: Line) => words`${tables} failed: ${why}`,
    headlineMore: (tables: string, why: Line, all: number, since: Line) =>
      words`${tables.replace(' ', ' more ')} failed: ${why} (${all} since ${since})`,
    countOf: (size: string, why: Line) => words`${size} ${why}`,
    furtherCauses: (value: number) => count(value, 'more cause'),
    firstSeen: 'first time in this job',
    firstSeenIn: (jobs: Line) => words`first time in ${jobs}`,
    isNew: 'new',
    /** Before an outage, so no news of this moment. */
    firstSeenAt: (time: Line) => words`first seen ${time}`,
    growing: (more: number, since: Line, all: number, first: Line) =>
      words`+${more} since ${since}, ${all} in total since ${first}`,
    inAllBrief: (all: number) => `${number(all)} in total`,
    inAll: (all: number, first: Line) => words`${all} in total since ${first}`,
    nth: (all: number, first: Line) => words`${nth(all)} table with this error since ${first}`,
    sameForAll: (reason: Line) => words`Same cause for all: ${reason}`,
    attempts: (value: number) => count(value, 'failed attempt'),
    recovered: (value: number) =>
      `${number(value)} ${value === 1 ? 'has' : 'have'} since recovered`,
    moreCauses: (causes: number, tasks: string) => `plus ${count(causes, 'more cause')} (${tasks})`,
    moreFailed: (value: number) => `${number(value)} more failed`,
    continued: 'continued',
  },
  next: {
    fix: 'Fix',
    /** Where nobody knows what mends it. */
    check: 'Check',
    retry: 'Retry',
    stop: 'Stop',
    resume: 'Resume',
    docs: 'Docs',
    taskLog: 'Task log',
    job: 'Job',
    console: 'MMS console',
  },
  news: {
    recovered: (size: string, names: Line) => words`${size} recovered${ifAny(names)}`,
    recoveredOne: (task: Line, failures: number, after: string) =>
      words`${task} recovered after ${after}${failures > 0 ? ` (${count(failures, 'failure')})` : ''}`,
    failedAgain: 'has failed again since',
    alsoFailedAgain: (value: number) =>
      `${number(value)} of them ${value === 1 ? 'has' : 'have'} failed again since`,
    done: (size: string, names: Line) => words`${size} done${ifAny(names)}`,
    newlyDone: (size: string, names: Line) => words`${size} done${ifAny(names)}`,
    unknownStatus: (status: Line, tasks: number) =>
      words`Unknown task status ${status} (${count(tasks, 'task')})`,
    unknownStatuses: (value: number) =>
      count(value, 'unknown task status', 'unknown task statuses'),
    unknownTask: (status: Line, task: Line, others: number) =>
      words`${status}: ${task}${others > 0 ? ` and ${count(others, 'more task')}` : ''}`,
    unknownAdvice:
      "the task in the MMS console. MMS doesn't document this status. (Each status is reported once.)",
    watching: (name: Line) => words`Now watching ${name}`,
    alsoWatching: (value: number) => `now watching ${count(value, 'more target')}`,
    watchingTargets: (value: number) => `Now watching ${count(value, 'target')}`,
    totals: (tasks: number, done: number, failed: number) =>
      tasks === 0
        ? 'no tasks yet'
        : listedTogether([
            count(tasks, 'task'),
            done > 0 ? `${number(done)} done` : '',
            failed > 0 ? `${number(failed)} already failed` : '',
          ]),
    target: (target: Line) => words`MMS_WATCH: ${target}`,
    failedBefore: (tables: string) => `${tables} had already failed:`,
    notReadYet: (value: number) =>
      `${count(value, 'task')}: reason not known yet (${value === 1 ? 'its log is' : 'their logs are'} still to be read)`,
    moreTargets: (value: number, totals: string) => `and ${count(value, 'more target')}: ${totals}`,
    moreStatuses: (value: number) => `and ${count(value, 'more status', 'more statuses')}`,
    fromNowOn:
      "You'll be told of every change from now on; earlier events are not reported one by one.",
  },
  job: {
    finished: (job: Line, result: Line) => words`${job} finished: ${result}`,
    jobsFinished: (value: number, result: Line) =>
      words`${count(value, 'job')} finished: ${result}`,
    stopped: (
      job: Line,
      counts: Readonly<{ done: number; failed: number; notRun: number; total: number }>,
    ) => {
      const { done, failed, notRun, total } = counts;
      const failures = failed > 0 ? `, ${number(failed)} failed` : '';
      return words`${job} was stopped: ${done} of ${total} done${failures}, ${notRun} not run`;
    },
    jobsStopped: (value: number) =>
      `${count(value, 'job')} ${value === 1 ? 'was' : 'were'} stopped`,
    stoppedAdvice: 'Its remaining tasks stay where they are until someone resumes the job.',
    result: (
      { done, failed, total }: Readonly<{ done: number; failed: number; total: number }>,
      why: Line,
    ) => {
      if (done === total && total > 0) return [`all ${number(total)} done`];
      const failures = failed > 0 ? words`${failed} failed${bracketed(why)}` : [];
      return joined([[`${number(done)} of ${number(total)} done`], failures], ', ');
    },
    took: (time: string) => `took ${time}`,
    slowest: (tasks: Line) => words`slowest: ${tasks}`,
    doneOf: (done: number, total: number, onRetry = 0) =>
      `${number(done)} of ${number(total)} done${onRetry > 0 ? ` (${number(onRetry)} on retry)` : ''}`,
    failed: (value: number) => `${number(value)} failed`,
    running: (value: number) => `${number(value)} running`,
    waiting: (value: number) => `${number(value)} waiting`,
    stoppedTasks: (value: number) => `${number(value)} stopped`,
    perHour: (value: number) => `${rate(value)} tables/h`,
    left: (time: string) => `done in about ${time}`,
    moreJobs: (value: number) => `and ${count(value, 'more job')}`,
    burst: (failed: string, why: Line) => words`${failed} failed in 10 min${ifAny(why)}`,
    shareFailed: (failed: number, ended: number, since: Line, why: Line) =>
      words`${failed} of ${ended} tasks failed${ifAny(why)} (since ${since})`,
    noSuccess: (failed: number, time: string, why: Line) =>
      words`No success for ${time}, ${count(failed, 'failure')}${ifAny(why)}`,
    escalations: (failures: number, jobs: number, why: Line) =>
      words`${count(failures, 'failure')} in ${count(jobs, 'job')}${ifAny(why)}`,
    whyShare: (share: string, since: Line) =>
      words`${share} of the tasks that ended since ${since} failed`,
    whyNoSuccess: (since: Line, time: string) =>
      words`Nothing has succeeded since ${since} (${time}) while tasks keep failing`,
    stillWaiting: (value: number) => `${count(value, 'table')} not started yet`,
    stalledTask: (task: Line, silent: string) =>
      words`${task} may be stuck: no log entry for ${silent}`,
    stalledTasks: (value: number) => `${count(value, 'task')} may be stuck`,
    usually: (time: string) => `tables in this job usually take ${time}`,
    stalledJob: (job: Line, waiting: number, time: string) =>
      words`${job} is stalled: ${count(waiting, 'task')} waiting, none running for ${time}`,
    stalledJobs: (value: number) => `${count(value, 'job')} stalled`,
    checkTask:
      "whether the task's Spark application is alive (its last log row names it) and whether the source is locked or overloaded. If it hangs, stop the job and resume it.",
    checkJob:
      "whether the data source's agent is online, whether other work uses up the MaxCompute quota, and whether a job of higher priority has taken the slots.",
    stillFailing: (tables: string, why: Line, oldest: string) =>
      words`${tables} still failing (${why}), the oldest for ${oldest}`,
    stillFailingOne: (table: Line, why: Line, time: string) =>
      words`${table} still failing after ${time}: ${why}`,
  },
  watch: {
    lost: (source: Line, why: Line) =>
      words`Monitoring lost: can't read ${source}${bracketed(why)}`,
    lostSources: (value: number) => `Monitoring lost: can't read ${count(value, 'source')}`,
    lostSince: (source: Line, since: Line) =>
      words`Can't read source ${source} since ${since}; 3 checks in a row failed.`,
    stillLost: (source: Line, why: Line, lasted: string) =>
      words`Monitoring still lost after ${lasted}: can't read ${source}${bracketed(why)}`,
    stillLostSince: (source: Line, since: Line, lasted: string) =>
      words`Source ${source} has been unreadable since ${since} (${lasted}).`,
    emptied: (source: Line) => words`Monitoring lost: ${source} lists no tasks any more`,
    emptySince: (source: Line, since: Line) =>
      words`Source ${source} has listed no tasks since ${since}, though it had more than ten.`,
    checkEmpty:
      'in the MMS console that the source still has its jobs, and that MMS_WATCH names the right source and region.',
    nothingIsLost:
      'Nothing is lost: changes will be reported once access is back. The migration itself is not affected.',
    restored: (source: Line, lasted: string) =>
      words`Monitoring of ${source} restored after ${lasted}`,
    alsoRestored: (lasted: string) => `monitoring restored after ${lasted}`,
    restoredSources: (value: number) => `Monitoring of ${count(value, 'source')} restored`,
    restoredFrom: (source: Line, { from, until, lasted }: Gap) =>
      words`Source ${source} could not be read from ${from} to ${until} (${lasted}).`,
    filledFrom: (source: Line, { from, until, lasted }: Gap) =>
      words`Source ${source} listed no tasks from ${from} to ${until} (${lasted}).`,
    meanwhile: (failed: number, recovered: number, done: number) => {
      const parts = [
        failed > 0 ? `${number(failed)} failed` : '',
        recovered > 0 ? `${number(recovered)} recovered` : '',
        done > 0 ? `${number(done)} done` : '',
      ];
      return ` During the gap: ${listedTogether(parts) || 'nothing to report'}.`;
    },
    channelRefuses: (channel: string, since: Line, why: string) =>
      why === ''
        ? words`${channel} has been rejecting alerts since ${since}`
        : words`${channel} is rejecting alerts: ${why} (since ${since})`,
    channelRefusesSince: (channel: string, since: Line) =>
      words`${channel} has been rejecting messages since ${since}.`,
    channelsRefuse: (value: number) => `${count(value, 'channel')} are rejecting alerts`,
    channelQueued: (channel: string) =>
      `Undelivered alerts are queued for ${channel}; until then you get them here.`,
    channelGap: (channel: string, { from, until }: Gap) =>
      words`${channel} refused messages from ${from} to ${until}; what it missed is being delivered there now.`,
    channelBack: (channel: string, lasted: string) =>
      `${channel} accepts alerts again after ${lasted}`,
    /** The first message after an outage of its own channel. */
    lateSince: (since: Line) =>
      words`Delivered late: nothing could be delivered here from ${since} on. What follows happened in the meantime.`,
  },
  source: {
    timer: (name: Line) => words`timer ${name}`,
    agentOffline: (source: Line) => words`The agent of ${source} is offline`,
    agentAdvice:
      'Restart the agent on its host and check its network; nothing is migrated from this source until it is back.',
    error: (source: Line, said: Line) => words`${source} reports an error: ${said}`,
    withStatus: (status: Line) => words` (status ${status})`,
    errorAdvice: 'Open the data source in the MMS console and fix what it reports.',
    status: (source: Line, status: Line) => words`${source} is ${status}`,
    statusWas: (before: Line) => words`It was ${before} before.`,
    timerSilent: (timer: Line, period: string) => words`Timer ${timer} has not fired for ${period}`,
    timerBlockedBy: (job: Line) =>
      words`Job ${job} is unfinished: MMS starts no new one while a table of the timer still has a pending or running job.`,
    timerAdvice: 'the timer and its last job in the MMS console.',
    timerFailed: (timer: Line, status: Line) =>
      words`Timer ${timer} could not start its job: ${status}`,
    over: (what: Line, lasted: string) => words`${what} after ${lasted}`,
    agentBack: (source: Line) => words`The agent of ${source} is back online`,
    errorGone: (source: Line) => words`${source} reports no error any more`,
    statusGood: (source: Line, status: Line) => words`${source} is ${status} again`,
    timerBack: (timer: Line) => words`Timer ${timer} starts jobs again`,
    more: (value: number) => count(value, 'more problem'),
    moreOver: (value: number) => `${count(value, 'more problem')} solved`,
  },
  frame: {
    part: (headline: Line, page: number, pages: number) =>
      words`${headline}, part ${page} of ${pages}`,
    notListed: (value: number) =>
      `and ${count(value, 'more failed task')} whose ${value === 1 ? 'ID' : 'IDs'} did not fit in here`,
    allInTable: (value: number, file: string) =>
      `All ${number(value)} changes, with task IDs, are in ${file} (attached).`,
    failedInTable: (listed: number, all: number, file: string) =>
      failedTasks(listed, all, `with IDs: ${file} (attached)`),
    failedInMail: (listed: number, all: number) =>
      failedTasks(listed, all, 'with IDs and fixes: see the email'),
    textRefused: 'The service rejected the full text; details are in MMS.',
  },
};

export type Wording = typeof en;
