import type { Line } from '../document.ts';

/** What is counted: tables where each task has one of its own, else tasks. */
export type Unit = 'table' | 'task';

/** Rows on both sides of a verification. */
export type RowCounts = Readonly<{ source: bigint; destination: bigint }>;

/**
 * Every word of ours that a person reads in a message, in one language. Words of MMS come in as
 * arguments and stay as they are. The compiler sees to it that no language lacks an entry.
 */
export type Wording = Readonly<{
  /** Of the language, for HTML. */
  tag: string;
  form: FormWording;
  failure: FailureWording;
  cause: CauseWording;
  next: NextStepWording;
  news: NewsWording;
  job: JobWording;
  watch: WatchWording;
  source: SourceWording;
  frame: FrameWording;
}>;

/** Numbers, lists and marks. */
type FormWording = Readonly<{
  number: (value: number | bigint) => string;
  /** `40 s`, `42 min`, `7 h 30 min`, `3 days`: as exact as it matters. */
  duration: (milliseconds: number) => string;
  /** `68%` */
  percent: (share: number) => string;
  /** `3 tables` */
  counted: (count: number, unit: Unit) => string;
  sources: (count: number) => string;
  listed: (parts: readonly Line[]) => Line;
  /** `total` is what is listed and `more` together. */
  andMore: (list: Line, more: number, total: number) => Line;
  /** `a (1)` */
  named: (name: Line, id: Line) => Line;
  comma: string;
  semicolon: string;
  colon: string;
  since: (time: Line) => Line;
  /** What a list has no room for. */
  more: (count: number) => string;
  /** The zone of Beijing's clock, said once a message. */
  beijing: string;
}>;

/** One failure. */
type FailureWording = Readonly<{
  /** `orders failed: out of memory`; `ordinal` is 1 for the first failure of the table. */
  headline: (table: Line, ordinal: number, why: Line) => Line;
  headlineRows: (table: Line, rows: RowCounts) => Line;
  /** Of several tables, the first two. */
  headlineRowsOf: (tables: number, first: readonly (readonly [Line, RowCounts])[]) => Line;
  phase: Readonly<Record<'schema' | 'data' | 'verification', string>>;
  noSourceTable: string;
  noDestinationTable: string;
  task: (id: Line) => Line;
  job: (name: Line) => Line;
  source: (name: Line) => Line;
  log: (id: Line) => Line;
  mmsTime: (time: Line) => Line;
  /** The second failure of the table and later. */
  again: (ordinal: number, sameCause: boolean | undefined) => string;
  /** Several failed attempts that are told together. */
  attempts: (attempts: number, ordinal: number) => string;
  recoveredSince: string;
  rows: (rows: RowCounts) => string;
  running: (action: Line) => Line;
  noMessage: string;
  rowsBetween: (count: number, ids: Line) => Line;
  logUnread: (why: Line) => Line;
  noRow: string;
  /** What was told without a reason before. */
  reasonFound: (tasks: Line, reason: Line) => Line;
  /** The same in a headline. */
  reasonsFound: (count: number, why: Line) => Line;
  restAsIn: (task: string) => string;
  sameMessageAs: (task: Line) => Line;
  omitted: (lines: number, characters: number) => string;
  framesOmitted: (count: number) => string;
}>;

/** Failures of one cause. */
type CauseWording = Readonly<{
  noReason: string;
  /** `5 tables failed: no privilege`, or how many for which of several reasons. */
  headline: (count: string, why: Line) => Line;
  /** `9 more tables failed: no privilege (61 since 00:02 UTC)` */
  headlineMore: (count: string, why: Line, all: number, since: string) => Line;
  /** One of several reasons in a headline: `3 no privilege`. */
  countOf: (count: number, unit: Unit, why: Line) => Line;
  /** Reasons that a headline has no room for. */
  furtherCauses: (count: number) => string;
  firstSeen: string;
  /** The same in a list of causes. */
  isNew: string;
  /** Seen first before an outage, so that it is no news of this moment. */
  firstSeenAt: (time: Line) => Line;
  /** `+5 since 00:18, 11 in total since 00:02 UTC` */
  growing: (more: number, since: Line, all: number, first: Line) => Line;
  /** The same in a list of causes: `11 in total`. */
  inAllBrief: (all: number) => string;
  /** `11 in total since 00:02 UTC` */
  inAll: (all: number, first: Line) => Line;
  /** `5th table with this error since 00:02 UTC` */
  nth: (all: number, first: Line) => Line;
  sameForAll: (reason: Line) => Line;
  /** Of failures, some of which are several failed attempts. */
  attempts: (count: number) => string;
  recovered: (count: number) => string;
  /** What has no lines of its own. */
  moreCauses: (causes: number, count: string) => string;
  /** Above a list of ids. */
  moreFailed: (count: number) => string;
  continued: string;
}>;

/** What a person does now. */
type NextStepWording = Readonly<{
  fix: string;
  /** Where nobody knows what mends it. */
  check: string;
  retry: string;
  stop: string;
  resume: string;
  docs: string;
  taskLog: string;
  job: string;
  console: string;
}>;

/** Recoveries, completions, oddities and first looks. */
type NewsWording = Readonly<{
  recovered: (count: number, unit: Unit) => string;
  /** Beside other counts: `4 recovered`. */
  alsoRecovered: (count: number, unit: Unit) => string;
  recoveredHere: (count: number, unit: Unit, names: Line) => Line;
  recoveredOne: (task: Line, failures: number, after: string) => Line;
  failedAgain: string;
  alsoFailedAgain: (count: number) => string;
  done: (count: number, unit: Unit) => string;
  alsoDone: (count: number, unit: Unit) => string;
  doneHere: (count: number, unit: Unit, names: Line) => Line;
  unknownStatus: (status: Line, tasks: number) => Line;
  unknownStatuses: (count: number) => string;
  unknownTask: (status: Line, task: Line, others: number) => Line;
  unknownAdvice: string;
  watching: (name: Line) => Line;
  watchingTargets: (count: number) => string;
  /** Beside other news. */
  alsoWatching: (count: number) => string;
  /** `5,000 tasks, 4,100 done, 12 failed before` */
  totals: (tasks: number, done: number, failed: number) => string;
  target: (target: Line) => Line;
  failedBefore: (count: string) => string;
  notReadYet: (count: number) => string;
  moreTargets: (count: number, totals: string) => string;
  moreStatuses: (count: number) => string;
  fromNowOn: string;
}>;

/** Jobs as a whole. */
type JobWording = Readonly<{
  finished: (job: Line, result: Line) => Line;
  jobsFinished: (count: number, result: Line) => Line;
  stopped: (job: Line, done: number, total: number, notRun: number) => Line;
  jobsStopped: (count: number) => string;
  stoppedAdvice: string;
  /** `4,983 of 5,000 done, 17 failed (6 no privilege, 1 more cause)` */
  result: (progress: Readonly<{ done: number; failed: number; total: number }>, why: Line) => Line;
  /** `17 on retry` */
  onRetry: (count: number) => string;
  took: (duration: string) => string;
  slowest: (tasks: Line) => Line;
  unlisted: (count: number) => string;
  doneOf: (done: number, total: number) => string;
  failed: (count: number) => string;
  running: (count: number) => string;
  waiting: (count: number) => string;
  stoppedTasks: (count: number) => string;
  perHour: (count: number) => string;
  left: (duration: string) => string;
  moreJobs: (count: number) => string;
  /** What calls for a person, and why, where that is known. */
  burst: (failed: string, why: Line) => Line;
  shareFailed: (failed: number, ended: number, since: string, why: Line) => Line;
  noSuccess: (failed: number, duration: string, why: Line) => Line;
  escalations: (count: number, jobs: Line) => Line;
  whyBurst: string;
  whyShare: (share: string, since: Line) => Line;
  whyNoSuccess: (since: Line, duration: string) => Line;
  stillWaiting: (count: number) => string;
  stalledTask: (task: Line, silent: string) => Line;
  stalledTasks: (count: number) => string;
  usually: (duration: string) => string;
  stalledJob: (job: Line, waiting: number, duration: string) => Line;
  stalledJobs: (count: number) => string;
  checkTask: string;
  checkJob: string;
  /** `30 tables still failing (10 no privilege, 2 more causes), the oldest for 7 days` */
  stillFailing: (count: string, why: Line, oldest: string) => Line;
  stillFailingOne: (table: Line, why: Line, since: string) => Line;
}>;

/** How long something was lost. */
type Gap = Readonly<{ from: Line; until: Line; lasted: string }>;

/** Sources that cannot be read, and channels that cannot be told. */
type WatchWording = Readonly<{
  /** `why` in a few words: `403, permission`. */
  lost: (source: Line, why: string) => Line;
  lostSources: (count: number) => string;
  lostSince: (source: Line, since: Line) => Line;
  /** What was told before and lasts. */
  stillLost: (source: Line, why: string, lasted: string) => Line;
  stillLostSince: (source: Line, since: Line, lasted: string) => Line;
  /** It can be read and lists nothing. */
  emptied: (source: Line) => Line;
  emptySince: (source: Line, since: Line) => Line;
  checkEmpty: string;
  nothingIsLost: string;
  restored: (source: Line, lasted: string) => Line;
  /** Beside other news. */
  alsoRestored: (lasted: string) => string;
  restoredSources: (count: number) => string;
  restoredFrom: (source: Line, gap: Gap) => Line;
  filledFrom: (source: Line, gap: Gap) => Line;
  meanwhile: (failed: number, recovered: number, done: number) => string;
  channelRefuses: (channel: string, since: string, why: string) => string;
  channelRefusesSince: (channel: string, since: Line) => Line;
  channelsRefuse: (count: number) => string;
  channelQueued: (channel: string) => string;
  channelGap: (channel: string, gap: Gap) => Line;
  channelBack: (channel: string, lasted: string) => string;
  /** What the first message after an outage of its own channel says. */
  lateSince: (since: Line) => Line;
}>;

/** What feeds the tasks. */
type SourceWording = Readonly<{
  timer: (name: Line) => Line;
  agentOffline: (source: Line) => Line;
  agentAdvice: string;
  error: (source: Line) => Line;
  errorAdvice: string;
  status: (source: Line, status: Line) => Line;
  statusWas: (before: Line) => Line;
  timerSilent: (timer: Line, period: string) => Line;
  timerBlockedBy: (job: Line) => Line;
  timerAdvice: string;
  timerFailed: (timer: Line, status: Line) => Line;
  over: (what: Line, lasted: string) => Line;
  agentBack: (source: Line) => Line;
  errorGone: (source: Line) => Line;
  statusGood: (source: Line, status: Line) => Line;
  timerBack: (timer: Line) => Line;
  several: (count: number) => string;
}>;

/** What stands around the news. */
type FrameWording = Readonly<{
  part: (headline: Line, page: number, pages: number) => Line;
  notListed: (count: number) => string;
  allInTable: (count: number, file: string) => string;
  failedInTable: (file: string) => string;
  failedInMail: string;
  /** Where a service refused the text. */
  textRefused: string;
}>;
