import { leftOut } from '../../../untrusted-text/excerpt.ts';
import { framesLeftOut } from '../../../untrusted-text/stack-frames.ts';
import { words } from '../../document.ts';
import type { CauseWording, FailureWording } from '../failure-wording.ts';
import { count, number } from './form.ts';

export const failure: FailureWording = {
  noSourceTable: 'source table not given',
  noDestinationTable: 'destination table not given',
  task: (id) => words`task ${id}`,
  job: (name) => words`job ${name}`,
  source: (name) => words`source ${name}`,
  log: (id) => words`log ${id}`,
  mmsTime: (time) => words`${time} (MMS time)`,
  attempts: (attempts, ordinal) => {
    if (attempts <= 1) return `attempt ${number(ordinal)}`;
    return ordinal > attempts
      ? `${number(attempts)} failed attempts, the last is attempt ${number(ordinal)}`
      : `${number(attempts)} failed attempts`;
  },
  sameCause: (same) => (same ? 'same cause as last time' : 'another cause than last time'),
  recoveredSince: 'has recovered since',
  dataLoss: 'possible data loss',
  dataLossFirst: 'Possible data loss',
  reason: (reason) => words`reason: ${reason}`,
  rows: (source, destination) => {
    const missing = source - destination;
    const difference =
      missing === 0n
        ? ''
        : missing > 0n
          ? `: ${number(missing)} missing`
          : `: ${number(-missing)} too many`;
    return `source ${number(source)} rows, destination ${number(destination)}${difference}`;
  },
  rowsMissing: (missing, source) =>
    missing > 0n
      ? `${number(missing)} of ${number(source)} rows missing`
      : `${number(-missing)} rows too many`,
  while: (action) => words`while: ${action}`,
  noMessage: 'MMS gave no message',
  noAction: 'MMS named no action',
  rowsBetween: (value, ids) =>
    words`${count(value, 'more log row')} of this failure between the two: ${ids}`,
  logUnread: (why) => words`its log could not be read: ${why}`,
  noRow: 'MMS wrote no log row for it: its own status says so',
  saidAbove: (task) => `… and so on, word for word as for task ${task} above …`,
  omitted: leftOut,
  framesOmitted: (value) => framesLeftOut(number(value)),
};

export const cause: CauseWording = {
  noReason: 'MMS gave no reason',
  numbered: (place, size) => `${place}. ${size}`,
  sameForAll: (reason) => words`${{ strong: 'All for the same reason' }}: ${reason}`,
  sameReason: (size, reason) => words`${{ strong: `${size} for the same reason` }}: ${reason}`,
  fresh: (firstSeen) =>
    firstSeen === undefined ? 'new cause' : `new cause, first seen ${firstSeen}`,
  growing: (more, since, all, first) =>
    `${number(more)} more${since === undefined ? '' : ` since ${since}`}, ${number(all)} since ${first}`,
  alsoFailed: (names) => words`same cause: ${names}`,
  alsoRecovered: (names) => words`recovered since: ${names}`,
  moreCauses: (causes, failures) => `and ${count(causes, 'more cause')}, ${failures}`,
  whatToDo: (advice, link) => words`What to do: ${advice}${link.length === 0 ? '' : ' '}${link}`,
  readMore: 'Alibaba Cloud on this',
  cause: (place) => `cause ${place}`,
  otherCauses: 'other causes',
  moreFailed: (value) => `${number(value)} more failed`,
  listedHere: (further) =>
    `${further === 0 ? '' : `, listed here and in ${further === 1 ? 'the next message' : `the next ${further} messages`}`}:`,
  recoveredSince: 'recovered since',
  continued: 'continued',
};
