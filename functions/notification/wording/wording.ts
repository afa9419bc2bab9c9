import type { AlertKind } from '../../kinds/alert.ts';
import type { JobStanding } from '../../tracking/job-standing.ts';
import type { Line } from '../document.ts';
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
  listed: (parts: readonly Line[]) => Line;
  andMore: (list: Line, more: number) => Line;
  /** `a (1)` */
  named: (name: Line, id: Line) => Line;
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
  inPlace: (place: Line, afterMore: boolean) => Line;
  placeOfJob: (place: Line, job: Line) => Line;
  job: (job: Line) => Line;
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
  watching: (name: Line, first: boolean) => Line;
  watchingTargets: (count: number, first: boolean) => string;
  totals: (tasks: number, done: number, failed: number) => string;
  finished: (job: Line, result: string) => Line;
  jobsFinished: (count: number, result: string) => string;
  /** `4,983 done, 17 failed, 3 stopped` */
  result: (job: Readonly<Pick<JobStanding, 'done' | 'failed' | 'stopped' | 'total'>>) => string;
  escalation: (job: Line, why: string) => Line;
  escalations: (count: number, jobs: Line) => Line;
  /** `first`: it begins the line. */
  blind: (source: Line, first: boolean) => Line;
  blindSources: (count: number, first: boolean) => string;
  sightReturned: (source: Line) => Line;
  sightReturnedTo: (sources: number) => string;
  channelLost: (channel: Line) => Line;
  channelsLost: (count: number) => string;
  stalledTasks: (count: number) => string;
  stalledJob: (job: Line, waiting: number) => Line;
  stalledJobs: (count: number) => string;
  stillFailed: (count: number, unit: Unit, longer: string) => string;
}>;

/** Jobs as a whole. */
export type JobWording = Readonly<{
  /** Before where it stands. */
  finished: (job: Line) => Line;
  took: (duration: string) => string;
  slowest: (tasks: Line) => Line;
  failedByCause: string;
  failedTasks: (names: Line) => Line;
  unlisted: (count: number) => string;
  failedInMail: string;
  failedAttached: (file: string) => string;
  moreFinished: (jobs: Line) => Line;
  doneOf: (done: number, total: number) => string;
  failed: (count: number) => string;
  running: (count: number) => string;
  waiting: (count: number) => string;
  stopped: (count: number) => string;
  perHour: (count: number) => string;
  left: (duration: string) => string;
  moreJobs: (count: number) => string;
  escalation: (job: Line, why: string) => Line;
  shareFailed: (failed: number, ended: number) => string;
  noSuccess: (since: string, duration: string, failed: number) => string;
  burst: (failed: number) => string;
  guide: (rules: readonly ('share failed' | 'no success' | 'burst')[]) => string;
}>;

/** Blindness, stalls and reminders. */
export type WatchWording = Readonly<{
  blind: (source: Line, since: string) => Line;
  nothingIsLost: string;
  moreBlind: (count: number) => string;
  sightReturned: (
    source: Line,
    blind: Readonly<{ from: string; until: string; lasted: string; meanwhile: string }>,
  ) => Line;
  moreBack: (count: number) => string;
  meanwhile: (failed: number, recovered: number, done: number) => string;
  channelLost: (channel: Line, since: string) => Line;
  owedWaits: string;
  noLogRow: (duration: string) => string;
  stalledTask: (task: Line, noLogRow: string) => Line;
  usually: (duration: string) => string;
  stalledJob: (job: Line, waiting: number, duration: string) => Line;
  moreStalled: (count: number) => string;
  stillFailed: (longer: string, count: string) => string;
}>;

/** Recoveries, completions, oddities and first looks. */
export type NewsWording = Readonly<{
  /** `stateSaid`: the title has said that it recovered. */
  recovered: (
    told: Readonly<{ task: Line; after: string; again: boolean; stateSaid: boolean }>,
  ) => Line;
  after: (failures: number, duration: string) => string;
  moreRecovered: (count: number) => string;
  done: (count: number, place: Line) => Line;
  unknownStatus: (status: Line, task: Line, others: number) => Line;
  moreUnknown: (count: number, statuses: Line) => Line;
  unknownAdvice: (count: number) => string;
  target: (target: Line) => Line;
  watching: (name: Line, totals: string) => Line;
  moreTargets: (count: number, totals: string) => string;
  moreStatuses: (count: number) => string;
  alreadyFailed: (tasks: Line) => Line;
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
