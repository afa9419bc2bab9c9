import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf, type NameKind } from './names.ts';
import { wrapped } from './wrapped.ts';

/** One real error text, with what in it differs from table to table marked as `{{kind:value}}`. */
export type RealText = Readonly<{
  /**
   * What the same act mends; texts of one cause that say it in other words have another `wording`.
   */
  cause: string;
  wording: string;
  family: string | undefined;
  /** The page it was read on. `made` says that the page gives its form and the values are ours. */
  source: string;
  made: boolean;
  template: string;
  /** No rule was changed because of it, and nobody looked at what the rules make of it. */
  neverTunedOn: boolean;
}>;

/** A text as a task's log would hold it. */
export type Sample = Readonly<{
  cause: string;
  wording: string;
  family: string | undefined;
  text: string;
}>;

const folder = join(import.meta.dirname, 'texts');

/**
 * The rounds after the first were judged before the rules were run on them. At first sight no two
 * of 227 causes of the second were put together, three of 96 of the third (`Unsupported type 101`
 * and its like), none of 77 of the fourth; of the pairs of one cause 3.3 %, 0.8 % and 3.8 % were
 * apart, with what engines and tools wrap around them 53.6 %, 2.4 % and 4.3 %.
 */
export const realTexts: readonly RealText[] = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((entry) => ({ ...parsed(entry), neverTunedOn: file === 'never-tuned-on.txt' })),
  );

function parsed(entry: string): Omit<RealText, 'neverTunedOn'> {
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

/**
 * The text with other names, ids, numbers and times in it: those of `round`, or the ones it was
 * found with in round 0.
 */
export function filledIn(template: string, round: number): string {
  return template.replace(/\{\{(\w+):([^{}]*)\}\}/g, (_, kind: NameKind, found: string) =>
    round === 0 ? found : namesOf(kind, found, round),
  );
}

/** As found, with other names, and with other names in whatever a failure is wrapped in. */
export function samplesOf(real: RealText): readonly Sample[] {
  const text = (round: number): string =>
    filledIn(real.template, round).replace(/^Caused by: /, '');
  const answer = /^[{<]/.test(real.template);
  const texts = [
    filledIn(real.template, 0),
    filledIn(real.template, 1),
    ...(answer
      ? [2, 3, 4, 5].map(text)
      : [
          wrapped.inALog(text(2)),
          wrapped.byAStage(text(3)),
          wrapped.inAChain(text(4)),
          wrapped.afterTries(text(5)),
          wrapped.withoutItsMiddle(text(2)),
        ]),
  ];
  return texts.map((sample) => ({
    cause: real.cause,
    wording: real.wording,
    family: real.family,
    text: sample,
  }));
}
