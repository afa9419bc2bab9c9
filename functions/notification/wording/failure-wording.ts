import type { Line } from '../document.ts';

/** One failure in full. */
export type FailureWording = Readonly<{
  noSourceTable: string;
  noDestinationTable: string;
  task: (id: Line) => Line;
  job: (name: Line) => Line;
  source: (name: Line) => Line;
  log: (id: Line) => Line;
  mmsTime: (time: Line) => Line;
  /** `ordinal` is the last of `attempts` failed ones. */
  attempts: (attempts: number, ordinal: number) => string;
  sameCause: (same: boolean) => string;
  recoveredSince: string;
  dataLoss: string;
  /** Where it begins a line. */
  dataLossFirst: string;
  reason: (reason: Line) => Line;
  rows: (source: bigint, destination: bigint) => string;
  rowsMissing: (missing: bigint, source: bigint) => string;
  while: (action: Line) => Line;
  noMessage: string;
  noAction: string;
  rowsBetween: (count: number, ids: Line) => Line;
  logUnread: (why: Line) => Line;
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
  sameForAll: (reason: Line) => Line;
  sameReason: (count: string, reason: Line) => Line;
  fresh: (firstSeen: string | undefined) => string;
  growing: (more: number, since: string | undefined, all: number, first: string) => string;
  alsoFailed: (names: Line) => Line;
  alsoRecovered: (names: Line) => Line;
  moreCauses: (causes: number, failures: string) => string;
  whatToDo: (advice: string, link: Line) => Line;
  readMore: string;
  cause: (number: number) => string;
  otherCauses: string;
  moreFailed: (count: number) => string;
  listedHere: (furtherMessages: number) => string;
  recoveredSince: string;
  continued: string;
}>;
