/** What came of one week. */
export type Report = Readonly<{
  seed: number;
  ticks: number;
  /** Listed in the end. */
  tasks: number;
  /** Failed attempts and completions after the baseline. */
  failures: number;
  completions: number;
  /** Messages that the channels accepted, and those among them that may have been told again. */
  messages: number;
  excused: number;
  complaints: readonly string[];
  seconds: number;
}>;

const number = (value: number): string => value.toLocaleString('en');

export const lineOf = ({
  seed,
  ticks,
  tasks,
  failures,
  completions,
  messages,
  excused,
  complaints,
  seconds,
}: Report): string =>
  `seed ${seed}: ${number(ticks)} ticks, ${number(tasks)} tasks, ${number(failures)} failures and ${number(completions)} completions, ` +
  `${number(messages)} messages, ${number(excused)} of them with a lost answer, a lost save or another invocation beside them; ` +
  `${complaints.length === 0 ? 'nothing lost, nothing told twice' : `${complaints.length} COMPLAINTS`} (${seconds.toFixed(0)} s)`;
