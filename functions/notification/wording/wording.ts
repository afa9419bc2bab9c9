import type { AlertKind } from '../../kinds/alert.ts';
import type { JobStanding } from '../../tracking/job-standing.ts';
import type { Words } from '../words.ts';
import type { CauseWording, FailureWording } from './failure-wording.ts';

/** What is counted: tables where each task has one of its own, else tasks. */
export type Unit = 'table' | 'task';

/**
 * Every word of a message that a person reads, in one language. Words of MMS (names, ids, statuses,
 * texts) come in as arguments and stay as they are; the compiler sees to it that no language lacks
 * an entry.
 */
export type Wording = Readonly<{
  /** Of the language, for HTML. */
  tag: string;
  form: FormWording;
  headline: HeadlineWording;
  failure: FailureWording;
  cause: CauseWording;
  job: JobWording;
  watch: WatchWording;
  news: NewsWording;
  frame: FrameWording;
}>;

/** Numbers, lists and marks. */
export type FormWording = Readonly<{
  number: (value: number | bigint) => string;
  /** `40 s`, `42 min`, `7 h 30 min`, `3 d 4 h`: as exact as it matters. */
  duration: (milliseconds: number) => string;
  percent: (share: number) => string;
  counted: (count: number, unit: Unit) => string;
  /** `a, b, c`, as an enumeration. */
  listed: (parts: readonly Words[]) => Words;
  andMore: (list: Words, more: number) => Words;
  /** `a (1)` */
  named: (name: Words, id: Words) => Words;
  /** Between clauses of a sentence. */
  comma: string;
  semicolon: string;
  colon: string;
  /** With the space before it where the language has one. */
  bracketed: (text: string) => string;
}>;

/** The line of a lock screen, of a subject and, without its detail, of a title. */
export type HeadlineWording = Readonly<{
  /** What follows a state, or more that belongs to it: ` in finance_dw`. */
  inPlace: (place: Words, afterMore: boolean) => Words;
  placeOfJob: (place: Words, job: Words) => Words;
  job: (job: Words) => Words;
  sources: (count: number) => string;
  /** `unit` is said of the first that is counted. */
  failed: (count: number, unit: Unit | undefined) => string;
  moreFailed: (count: number, unit: Unit, since: Readonly<{ all: number; at: string }>) => string;
  recovered: (count: number, unit: Unit | undefined) => string;
  done: (count: number, unit: Unit | undefined) => string;
  causes: (count: number) => string;
  recoveredSince: (count: number, ofAll: boolean) => string;
  dataLoss: (count: number, ofAll: boolean) => string;
  unknownStatuses: (count: number) => string;
  watching: (name: Words, first: boolean) => Words;
  watchingTargets: (count: number, first: boolean) => string;
  totals: (tasks: number, done: number, failed: number) => string;
  finished: (job: Words, result: string) => Words;
  jobsFinished: (count: number, result: string) => string;
  /** `4,983 done, 17 failed, 3 stopped` */
  result: (job: Readonly<Pick<JobStanding, 'done' | 'failed' | 'stopped' | 'total'>>) => string;
  escalation: (job: Words, why: string) => Words;
  escalations: (count: number, jobs: Words) => Words;
  /** `first`: it begins the line. */
  blind: (source: Words, first: boolean) => Words;
  blindSources: (count: number, first: boolean) => string;
  sightReturned: (source: Words) => Words;
  sightReturnedTo: (sources: number) => string;
  channelLost: (channel: Words) => Words;
  channelsLost: (count: number) => string;
  stalledTasks: (count: number) => string;
  stalledJob: (job: Words, waiting: number) => Words;
  stalledJobs: (count: number) => string;
  stillFailed: (count: number, unit: Unit, longer: string) => string;
}>;

/** Jobs as a whole. */
export type JobWording = Readonly<{
  /** Before where it stands. */
  finished: (job: Words) => Words;
  took: (duration: string) => string;
  slowest: (tasks: Words) => Words;
  failedByCause: string;
  failedTasks: (names: Words) => Words;
  unlisted: (count: number) => string;
  failedInMail: string;
  failedAttached: (file: string) => string;
  moreFinished: (jobs: Words) => Words;
  doneOf: (done: number, total: number) => string;
  failed: (count: number) => string;
  running: (count: number) => string;
  waiting: (count: number) => string;
  stopped: (count: number) => string;
  perHour: (count: number) => string;
  left: (duration: string) => string;
  moreJobs: (count: number) => string;
  escalation: (job: Words, why: string) => Words;
  shareFailed: (failed: number, ended: number) => string;
  noSuccess: (since: string, duration: string, failed: number) => string;
  burst: (failed: number) => string;
  guide: (rules: readonly ('share failed' | 'no success' | 'burst')[]) => string;
}>;

/** Blindness, stalls and reminders. */
export type WatchWording = Readonly<{
  blind: (source: Words, since: string) => Words;
  nothingIsLost: string;
  moreBlind: (count: number) => string;
  sightReturned: (
    source: Words,
    blind: Readonly<{ from: string; until: string; lasted: string; meanwhile: string }>,
  ) => Words;
  moreBack: (count: number) => string;
  meanwhile: (failed: number, recovered: number, done: number) => string;
  channels: Readonly<{ slack: string; dingtalk: string; email: string }>;
  channelLost: (channel: Words, since: string) => Words;
  owedWaits: string;
  noLogRow: (duration: string) => string;
  stalledTask: (task: Words, noLogRow: string) => Words;
  usually: (duration: string) => string;
  stalledJob: (job: Words, waiting: number, duration: string) => Words;
  moreStalled: (count: number) => string;
  stillFailed: (longer: string, count: string) => string;
}>;

/** Recoveries, completions, oddities and first looks. */
export type NewsWording = Readonly<{
  /** `stateSaid`: the title has said that it recovered. */
  recovered: (
    told: Readonly<{ task: Words; after: string; again: boolean; stateSaid: boolean }>,
  ) => Words;
  after: (failures: number, duration: string) => string;
  moreRecovered: (count: number) => string;
  done: (count: number, place: Words) => Words;
  unknownStatus: (status: Words, task: Words, others: number) => Words;
  moreUnknown: (count: number, statuses: Words) => Words;
  unknownAdvice: (count: number) => string;
  target: (target: Words) => Words;
  watching: (name: Words, totals: string) => Words;
  moreTargets: (count: number, totals: string) => string;
  moreStatuses: (count: number) => string;
  alreadyFailed: (tasks: Words) => Words;
  fromHereOn: string;
}>;

/** What stands around the news. */
export type FrameWording = Readonly<{
  console: string;
  continued: (failed: string, page: number, pages: number) => string;
  notListed: (count: number, mailAlso: boolean) => string;
  moreInTable: (count: number, file: string) => string;
  allInTable: (count: number, file: string) => string;
  kinds: Readonly<Record<AlertKind, string>>;
  /** Where only ids could be told. */
  textRefused: string;
}>;
