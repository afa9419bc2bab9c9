import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { showExcerpt } from '../../functions/foreign-text/show-excerpt.ts';
import { foreignText } from '../../functions/foreign-text/foreign-text.ts';
import { namesOf, type NameKind } from './names.ts';

/** One real error text, with what in it differs from table to table marked as `{{kind:value}}`. */
export type RealText = Readonly<{
  /** What the same act mends; texts of one cause that say it in other words have another `wording`. */
  cause: string;
  wording: string;
  family: string | undefined;
  /** The page it was read on. `made` says that the page gives its form and the values are ours. */
  source: string;
  made: boolean;
  template: string;
}>;

/** A text as a task's log would hold it. */
export type Sample = Readonly<{ cause: string; wording: string; family: string | undefined; text: string }>;

const folder = join(import.meta.dirname, 'texts');

export const realTexts: readonly RealText[] = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^## /m).slice(1).map(parsed));

function parsed(entry: string): RealText {
  const [header = '', source = '', ...lines] = entry.split('\n');
  const [label = '', family = ''] = header.split(' | ');
  const [cause = '', wording = 'itself'] = label.split('/');
  const page = source.replace(/^# /, '');
  return {
    cause,
    wording,
    family: family === '-' ? undefined : family,
    source: page.replace(/^after /, ''),
    made: page.startsWith('after '),
    template: lines.join('\n').trim(),
  };
}

/** Kept away from tuning: by the name of the cause alone, so that nobody chose them and a new one falls where it falls. */
export const isKeptAway = ({ cause }: Readonly<{ cause: string }>): boolean =>
  Array.from(cause).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 5 < 2;

/** The text with other names, ids, numbers and times in it: those of `round`, or the ones it was found with in round 0. */
export function filledIn(template: string, round: number): string {
  return template.replace(/\{\{(\w+):([^{}]*)\}\}/g, (_, kind: NameKind, found: string) =>
    round === 0 ? found : namesOf(kind, found, round));
}

const longTrace = Array.from({ length: 60 }, (_, at) => `\tat com.aliyun.mms.worker.TaskRunner.step${at}(TaskRunner.java:${at * 7 + 3})`);

/** As found, twice with other names, and once behind a trace and a statement so long that its middle was left out. */
export function samplesOf(real: RealText): readonly Sample[] {
  const texts = [0, 1, 2].map((round) => filledIn(real.template, round));
  const long = `${filledIn(real.template, 3)}\n${longTrace.join('\n')}`;
  return [...texts, showExcerpt(foreignText(long, 4_000))].map((text) => ({ cause: real.cause, wording: real.wording, family: real.family, text }));
}
