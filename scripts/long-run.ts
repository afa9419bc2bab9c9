// Plays weeks of a migration of 5,000 tasks, each made by its seed.
import { playWeek } from '../test/long-run/play.ts';
import { lineOf } from '../test/long-run/report.ts';
import { runCommand, UsageError } from './command.ts';

const usage = 'usage: npx tsx scripts/long-run.ts [--seeds HOW_MANY] [--from FIRST_SEED]';

void runCommand({ usage, switches: [], values: ['seeds', 'from'] }, async ({ value }) => {
  const [seeds, from] = [wholeNumber(value('seeds') ?? '3'), wholeNumber(value('from') ?? '1')];
  let complaints = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const report = await playWeek(seed);
    console.log(lineOf(report));
    for (const complaint of report.complaints) console.log(`  ${complaint}`);
    complaints += report.complaints.length;
  }
  return complaints === 0 ? 0 : 1;
});

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${text} is no whole number from 1`);
  return Number(text);
}
