import { causeOf } from '../../functions/causes/cause-of.ts';
import { rowCounts } from '../../functions/causes/row-counts.ts';
import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { hostileText, hostileUnits } from '../../test/causes/hostile.ts';
import { shapes } from '../../test/untrusted-text/repeated-shapes.ts';

/** The shape of a log row that takes the most CPU time from its text in MMS to its cause. */
export type HostileRow = Readonly<{ shapes: number; slowest: string; slowestMs: number }>;

/** MMS is thought to cut a message at 64 KB. */
const length = 65_536;

export function measureHostileRow(): HostileRow {
  const units = [...new Set([...hostileUnits, ...shapes])];
  let [slowest, slowestMs] = ['', 0];
  for (const unit of units) {
    const text = hostileText(unit, length);
    // What disturbs a machine only ever adds.
    const ms = Math.min(...Array.from({ length: 9 }, () => timeOf(text)));
    if (ms > slowestMs) [slowest, slowestMs] = [unit, ms];
  }
  return { shapes: units.length, slowest, slowestMs };
}

function timeOf(text: string): number {
  const before = process.cpuUsage();
  const { head, tail } = untrustedText(text, 4_000);
  causeOf(`${head}\n${tail}`);
  rowCounts(`${head}\n${tail}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
