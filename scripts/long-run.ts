// Plays weeks of a migration of 5,000 tasks, each made by its seed: npx tsx scripts/long-run.ts
// --seeds 10 --from 1
import { parseArgs } from 'node:util';
import { playWeek } from '../test/long-run/play.ts';
import { lineOf } from '../test/long-run/report.ts';

const usage = 'usage: npx tsx scripts/long-run.ts [--seeds <how many>] [--from <first seed>]';

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${text} is no whole number from 1; ${usage}`);
  return Number(text);
}

function asked(): Readonly<{ seeds: string; from: string }> {
  try {
    return parseArgs({
      options: { seeds: { type: 'string', default: '3' }, from: { type: 'string', default: '1' } },
    }).values;
  } catch (error) {
    throw new Error(usage, { cause: error });
  }
}

async function main(): Promise<void> {
  const values = asked();
  const [seeds, from] = [wholeNumber(values.seeds), wholeNumber(values.from)];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const report = await playWeek(seed);
    console.log(lineOf(report));
    for (const complaint of report.complaints) console.log(`  ${complaint}`);
    if (report.complaints.length > 0) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
