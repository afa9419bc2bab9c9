import { joined, words, type Line } from '../document.ts';
import type { RowCounts, Unit, Wording } from './wording.ts';

const number = (value: number | bigint): string => value.toLocaleString('en-US');

/** `1 task`, `3,000 tasks`; `plural` where an `s` is not enough. */
const count = (value: number, one: string, plural = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : plural}`;

const counted = (value: number, unit: Unit): string => count(value, unit);

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  if (hours < 48) return `${hours} h`;
  return count(Math.floor(hours / 24), 'day');
}

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const nth = (value: number): string => `${number(value)}${endings[ordinals.select(value)] ?? 'th'}`;

function difference({ source, destination }: RowCounts): string {
  const missing = source - destination;
  if (missing === 0n) return '';
  return missing > 0n ? ` (${number(missing)} missing)` : ` (${number(-missing)} extra)`;
}

const arrow = ({ source, destination }: RowCounts): string =>
  `${number(source)} → ${number(destination)}`;

const perHour = (value: number): string =>
  number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

const listedTogether = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(', ');

/** What stands behind a colon, if anything does. */
const ifAny = (why: Line): Line => (why.length === 0 ? [] : words`: ${why}`);
const bracketed = (why: Line): Line => (why.length === 0 ? [] : words` (${why})`);

export const en: Wording = {
  tag: 'en',
  form: {
    number,
    duration,
    percent: (share) => `${Math.round(share * 100)}%`,
    counted,
    sources: (value) => count(value, 'data source'),
    listed: (parts) => joined(parts, ', '),
    andMore: (list, more) => words`${list} and ${number(more)} more`,
    named: (name, id) => words`${name} (${id})`,
    comma: ', ',
    semicolon: '; ',
    colon: ': ',
    since: (time) => words`since ${time}`,
    more: (value) => `and ${number(value)} more`,
    beijing: 'GMT+8',
  },
  failure: {
    headline: (table, ordinal, why) =>
      ordinal > 1
        ? words`${table} failed again (${nth(ordinal)} time): ${why}`
        : words`${table} failed: ${why}`,
    headlineRows: (table, rows) =>
      words`${rows.source > rows.destination ? 'Rows missing in' : 'Extra rows in'} ${table}: ${arrow(rows)}`,
    headlineRowsOf: (tables, first) => {
      const list = first.map(([table, rows]): Line => words`${table} ${arrow(rows)}`);
      const more = tables > first.length ? `, ${number(tables - first.length)} more` : '';
      return words`Row counts differ in ${count(tables, 'table')}: ${joined(list, ', ')}${more}`;
    },
    phase: { schema: 'schema phase', data: 'data phase', verification: 'verification' },
    noSourceTable: 'unknown source table',
    noDestinationTable: 'unknown destination table',
    task: (id) => words`task ${id}`,
    job: (name) => words`job ${name}`,
    source: (name) => words`source ${name}`,
    log: (id) => words`log ${id}`,
    mmsTime: (time) => words`${time} MMS clock`,
    again: (ordinal, sameCause) => {
      if (sameCause === undefined) return `${nth(ordinal)} failure`;
      return `${nth(ordinal)} failure, ${sameCause ? 'same cause' : 'different cause this time'}`;
    },
    attempts: (attempts, ordinal) =>
      `failed ${count(attempts, 'time')} since the last message (attempt ${number(ordinal)})`,
    recoveredSince: 'has since recovered',
    rows: (rows) =>
      `Row counts differ: ${number(rows.source)} at the source, ${number(rows.destination)} at the destination${difference(rows)}`,
    running: (action) => words`running: ${action}`,
    noMessage: 'no message logged',
    rowsBetween: (value, ids) => words`${count(value, 'more log row')} in between: ${ids}`,
    logUnread: (why) => words`Could not read the task log: ${why}`,
    noRow: 'No log row; detected from the task status.',
    reasonFound: (tasks, reason) => words`Reported without a reason before: ${tasks} · ${reason}`,
    reasonsFound: (value, why) => words`${count(value, 'earlier failure')} explained${ifAny(why)}`,
    restAsIn: (task) => `… rest identical to task ${task} above …`,
    sameMessageAs: (task) => words`same message as task ${task}`,
    omitted: (lines, characters) =>
      lines === 0
        ? `… ${count(characters, 'character')} omitted …`
        : `… ${count(lines, 'line')}, ${count(characters, 'character')} omitted …`,
    framesOmitted: (value) => `… ${count(value, 'stack frame')} omitted …`,
  },
  cause: {
    noReason: 'reason unknown',
    headline: (tables, why) => words`${tables} failed: ${why}`,
    headlineMore: (tables, why, all, since) =>
      words`${tables.replace(' ', ' more ')} failed: ${why} (${number(all)} since ${since})`,
    countOf: (value, _, why) => words`${number(value)} ${why}`,
    furtherCauses: (value) => count(value, 'more cause'),
    firstSeen: 'first time in this job',
    isNew: 'new',
    firstSeenAt: (time) => words`first seen ${time}`,
    growing: (more, since, all, first) =>
      words`+${number(more)} since ${since}, ${number(all)} in total since ${first}`,
    inAllBrief: (all) => `${number(all)} in total`,
    inAll: (all, first) => words`${number(all)} in total since ${first}`,
    nth: (all, first) => words`${nth(all)} table with this error since ${first}`,
    sameForAll: (reason) => words`Same cause for all: ${reason}`,
    attempts: (value) => count(value, 'failed attempt'),
    recovered: (value) => `${number(value)} ${value === 1 ? 'has' : 'have'} since recovered`,
    moreCauses: (causes, tasks) => `plus ${count(causes, 'more cause')} (${tasks})`,
    moreFailed: (value) => `${number(value)} more failed`,
    continued: 'continued',
  },
  next: {
    fix: 'Fix',
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
    recovered: (value, unit) => `${counted(value, unit)} recovered`,
    alsoRecovered: (value) => `${number(value)} recovered`,
    recoveredHere: (value, _, names) => words`${number(value)} recovered${ifAny(names)}`,
    recoveredOne: (task, failures, after) =>
      words`${task} recovered after ${after}${failures > 0 ? ` (${count(failures, 'failure')})` : ''}`,
    failedAgain: 'has failed again since',
    alsoFailedAgain: (value) =>
      `${number(value)} of them ${value === 1 ? 'has' : 'have'} failed again since`,
    done: (value, unit) => `${counted(value, unit)} done`,
    alsoDone: (value) => `${number(value)} done`,
    doneHere: (value, _, names) => words`${number(value)} done${ifAny(names)}`,
    unknownStatus: (status, tasks) =>
      words`Unknown task status ${status} (${count(tasks, 'task')})`,
    unknownStatuses: (value) => count(value, 'unknown task status', 'unknown task statuses'),
    unknownTask: (status, task, others) =>
      words`${status}: ${task}${others > 0 ? ` and ${count(others, 'more task')}` : ''}`,
    unknownAdvice:
      "the task in the console: MMS doesn't document this status. (Each status is reported once.)",
    watching: (name) => words`Now watching ${name}`,
    alsoWatching: (value) => `now watching ${count(value, 'more target')}`,
    watchingTargets: (value) => `Now watching ${count(value, 'target')}`,
    totals: (tasks, done, failed) =>
      tasks === 0
        ? 'no tasks yet'
        : listedTogether([
            count(tasks, 'task'),
            done > 0 ? `${number(done)} done` : '',
            failed > 0 ? `${number(failed)} already failed` : '',
          ]),
    target: (target) => words`MMS_WATCH: ${target}`,
    failedBefore: (tables) => `${tables} had already failed:`,
    notReadYet: (value) =>
      `${count(value, 'task')}: reason not known yet (${value === 1 ? 'its log is' : 'their logs are'} still to be read)`,
    moreTargets: (value, totals) => `and ${count(value, 'more target')}: ${totals}`,
    moreStatuses: (value) => `and ${count(value, 'more status', 'more statuses')}`,
    fromNowOn:
      "You'll be told of every change from now on; earlier events are not reported one by one.",
  },
  job: {
    finished: (job, result) => words`${job} finished: ${result}`,
    jobsFinished: (value, result) => words`${count(value, 'job')} finished: ${result}`,
    stopped: (job, done, total, notRun) =>
      words`${job} was stopped: ${number(done)} of ${number(total)} done, ${number(notRun)} not run`,
    jobsStopped: (value) => `${count(value, 'job')} ${value === 1 ? 'was' : 'were'} stopped`,
    stoppedAdvice: 'Its remaining tasks stay where they are until someone resumes the job.',
    result: ({ done, failed, total }, why) => {
      if (done === total && total > 0) return [`all ${number(total)} done`];
      const failures = failed > 0 ? words`${number(failed)} failed${bracketed(why)}` : [];
      return joined([[`${number(done)} of ${number(total)} done`], failures], ', ');
    },
    onRetry: (value) => `${number(value)} of them on retry`,
    took: (time) => `took ${time}`,
    slowest: (tasks) => words`slowest: ${tasks}`,
    unlisted: (value) =>
      `${count(value, 'more failed task')} ${value === 1 ? 'is' : 'are'} not listed (limit reached); see the MMS console`,
    doneOf: (done, total) => `${number(done)} of ${number(total)} done`,
    failed: (value) => `${number(value)} failed`,
    running: (value) => `${number(value)} running`,
    waiting: (value) => `${number(value)} waiting`,
    stoppedTasks: (value) => `${number(value)} stopped`,
    perHour: (value) => `${perHour(value)} tables/h`,
    left: (time) => `done in about ${time}`,
    moreJobs: (value) => `and ${count(value, 'more job')}`,
    burst: (failed, why) => words`${failed} failed in 10 min${ifAny(why)}`,
    shareFailed: (failed, ended, since, why) =>
      words`${number(failed)} of ${number(ended)} tasks failed${ifAny(why)} (since ${since})`,
    noSuccess: (failed, time, why) =>
      words`No success for ${time}, ${count(failed, 'failure')}${ifAny(why)}`,
    escalations: (value, jobs) => words`${count(value, 'job')} failing badly: ${jobs}`,
    whyBurst: 'More than 100 failures in 10 minutes.',
    whyShare: (share, since) => words`${share} of the tasks that ended since ${since} failed.`,
    whyNoSuccess: (since, time) =>
      words`Nothing has succeeded since ${since} (${time}) while tasks keep failing.`,
    stillWaiting: (value) =>
      `${count(value, 'table')} ${value === 1 ? 'has' : 'have'} not started yet and may fail too.`,
    stalledTask: (task, silent) => words`${task} may be stuck: no log entry for ${silent}`,
    stalledTasks: (value) => `${count(value, 'task')} may be stuck`,
    usually: (time) => `tables in this job usually take ${time}`,
    stalledJob: (job, waiting, time) =>
      words`${job} is stalled: ${count(waiting, 'task')} waiting, none running for ${time}`,
    stalledJobs: (value) => `${count(value, 'job')} stalled`,
    checkTask:
      "whether the task's Spark application is alive (its last log row names it) and whether the source is locked or overloaded. If it hangs, stop and start the job.",
    checkJob:
      "whether the data source's agent is online, whether other work uses up the MaxCompute quota, and whether a job of higher priority has taken the slots.",
    stillFailing: (tables, why, oldest) =>
      words`${tables} still failing (${why}), the oldest for ${oldest}`,
    stillFailingOne: (table, why, time) => words`${table} still failing after ${time}: ${why}`,
  },
  watch: {
    lost: (source, why) =>
      words`Monitoring lost: can't read ${source}${why === '' ? '' : ` (${why})`}`,
    lostSources: (value) => `Monitoring lost: can't read ${count(value, 'source')}`,
    lostSince: (source, since) =>
      words`Can't read source ${source} since ${since}; 3 checks in a row failed.`,
    stillLost: (source, why, lasted) =>
      words`Monitoring still lost after ${lasted}: can't read ${source}${why === '' ? '' : ` (${why})`}`,
    stillLostSince: (source, since, lasted) =>
      words`Source ${source} has been unreadable since ${since} (${lasted}).`,
    emptied: (source) => words`Monitoring lost: ${source} lists no tasks any more`,
    emptySince: (source, since) =>
      words`Source ${source} has listed no tasks since ${since}, though it had more than ten.`,
    checkEmpty:
      'in the MMS console that the source still has its jobs, and that MMS_WATCH names the right source and region.',
    nothingIsLost:
      'Nothing is lost: changes will be reported once access is back. The migration itself is not affected.',
    restored: (source, lasted) => words`Monitoring of ${source} restored after ${lasted}`,
    alsoRestored: (lasted) => `monitoring restored after ${lasted}`,
    restoredSources: (value) => `Monitoring of ${count(value, 'source')} restored`,
    restoredFrom: (source, { from, until, lasted }) =>
      words`Source ${source} could not be read from ${from} to ${until} (${lasted}).`,
    filledFrom: (source, { from, until, lasted }) =>
      words`Source ${source} listed no tasks from ${from} to ${until} (${lasted}).`,
    meanwhile: (failed, recovered, done) => {
      const parts = [
        failed > 0 ? `${number(failed)} failed` : '',
        recovered > 0 ? `${number(recovered)} recovered` : '',
        done > 0 ? `${number(done)} done` : '',
      ];
      return ` During the gap: ${listedTogether(parts) || 'nothing to report'}.`;
    },
    channelRefuses: (channel, since, why) =>
      why === ''
        ? `${channel} has been rejecting alerts since ${since}`
        : `${channel} is rejecting alerts: ${why} (since ${since})`,
    channelRefusesSince: (channel, since) =>
      words`${channel} has been rejecting messages since ${since}.`,
    channelsRefuse: (value) => `${count(value, 'channel')} are rejecting alerts`,
    channelQueued: (channel) =>
      `Undelivered alerts are queued for ${channel}; until then you get them here.`,
    channelGap: (channel, { from, until }) =>
      words`${channel} refused messages from ${from} to ${until}; what it missed is being delivered there now.`,
    channelBack: (channel, lasted) => `${channel} accepts alerts again after ${lasted}`,
    lateSince: (since) =>
      words`Delivered late: this channel couldn't be reached from ${since} on. What follows happened in the meantime.`,
  },
  source: {
    timer: (name) => words`timer ${name}`,
    agentOffline: (source) => words`The agent of ${source} is offline`,
    agentAdvice:
      'Restart the agent on its host and check its network; nothing of this source is migrated until it is back.',
    error: (source) => words`${source} reports an error`,
    errorAdvice: 'Open the data source in the MMS console and fix what it reports.',
    status: (source, status) => words`${source} is ${status}`,
    statusWas: (before) => words`It was ${before} before.`,
    timerSilent: (timer, period) => words`Timer ${timer} has not fired for ${period}`,
    timerBlockedBy: (job) =>
      words`Job ${job} is unfinished: MMS starts no new one while a table of the timer still has a pending or running job.`,
    timerAdvice: 'the timer and its last job in the MMS console.',
    timerFailed: (timer, status) => words`Timer ${timer} could not start its job: ${status}`,
    over: (what, lasted) => words`${what} after ${lasted}`,
    agentBack: (source) => words`The agent of ${source} is back online`,
    errorGone: (source) => words`${source} reports no error any more`,
    statusGood: (source, status) => words`${source} is ${status} again`,
    timerBack: (timer) => words`Timer ${timer} starts jobs again`,
    several: (value) => `${number(value)} things that feed the tasks are in trouble`,
  },
  frame: {
    part: (headline, page, pages) => words`${headline}, part ${number(page)} of ${number(pages)}`,
    notListed: (value) =>
      `and ${count(value, 'more failed task')} whose ${value === 1 ? 'ID' : 'IDs'} did not fit in here`,
    allInTable: (value, file) =>
      `All ${number(value)} changes, with task IDs, are in ${file} (attached).`,
    failedInTable: (file) => `All failed tasks, with IDs: ${file} (attached)`,
    failedInMail: 'All failed tasks, with IDs: see the email',
    textRefused: 'The service rejected the full text; details are in MMS.',
  },
};
