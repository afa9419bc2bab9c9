import { causeOf } from '../../functions/causes/cause-of.ts';
import { rowCounts } from '../../functions/causes/row-counts.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { hostileText, hostileUnits, traceOf } from '../../test/causes/hostile.ts';
import { shapes } from '../../test/untrusted-text/repeated-shapes.ts';

/** CPU time from a log row's text in MMS to its cause, in milliseconds. */
export type HostileRow = Readonly<{
  shapes: number;
  slowest: string;
  slowestMs: number;
  /** A stack trace of the same length. */
  traceMs: number;
}>;

/** MMS is thought to cut a message at 64 KB. */
const length = 65_536;

export function measureHostileRow(): HostileRow {
  const units = [...new Set([...hostileUnits, ...shapes])];
  const timed = units.map((unit) => ({ unit, ms: leastMs(hostileText(unit, length)) }));
  const [slowest = { unit: '', ms: 0 }] = timed.sort((a, b) => b.ms - a.ms);
  return {
    shapes: units.length,
    slowest: slowest.unit,
    slowestMs: slowest.ms,
    traceMs: leastMs(traceOf(length)),
  };
}

/** What disturbs a machine only ever adds. */
const leastMs = (text: string): number => Math.min(...Array.from({ length: 9 }, () => once(text)));

function once(text: string): number {
  const before = process.cpuUsage();
  const { head, tail } = untrustedText(text, 4_000);
  causeOf(`${head}\n${tail}`);
  rowCounts(`${head}\n${tail}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
