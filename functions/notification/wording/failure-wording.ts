import type { Words } from '../words.ts';

/** One failure in full. */
export type FailureWording = Readonly<{
  noSourceTable: string;
  noDestinationTable: string;
  task: (id: Words) => Words;
  job: (name: Words) => Words;
  source: (name: Words) => Words;
  log: (id: Words) => Words;
  mmsTime: (time: Words) => Words;
  /** `ordinal` is the last of `attempts` failed ones. */
  attempts: (attempts: number, ordinal: number) => string;
  sameCause: (same: boolean) => string;
  recoveredSince: string;
  dataLoss: string;
  /** Where it begins a line. */
  dataLossFirst: string;
  reason: (reason: Words) => Words;
  rows: (source: bigint, destination: bigint) => string;
  rowsMissing: (missing: bigint, source: bigint) => string;
  while: (action: Words) => Words;
  noMessage: string;
  noAction: string;
  rowsBetween: (count: number, ids: Words) => Words;
  logUnread: (why: Words) => Words;
  noRow: string;
  saidAbove: (task: string) => string;
  /** What an excerpt leaves out. */
  omitted: (lines: number, characters: number) => string;
  framesOmitted: (count: number) => string;
}>;

/** Failures of one cause. */
export type CauseWording = Readonly<{
  noReason: string;
  /** `1. 1,200 tables` */
  numbered: (number: number, count: string) => string;
  sameForAll: (reason: Words) => Words;
  sameReason: (count: string, reason: Words) => Words;
  fresh: (firstSeen: string | undefined) => string;
  growing: (more: number, since: string | undefined, all: number, first: string) => string;
  alsoFailed: (names: Words) => Words;
  alsoRecovered: (names: Words) => Words;
  moreCauses: (causes: number, failures: string) => string;
  whatToDo: (advice: string, link: Words) => Words;
  readMore: string;
  cause: (number: number) => string;
  otherCauses: string;
  moreFailed: (count: number) => string;
  listedHere: (furtherMessages: number) => string;
  recoveredSince: string;
  continued: string;
}>;
