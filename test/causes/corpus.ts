import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf, type NameKind } from './names.ts';
import { wrapped } from './wrapped.ts';

/** One error text, with what in it differs from table to table marked as `{{kind:value}}`. */
export type RealText = Readonly<{
  /**
   * What the same act mends; texts of one cause that say it in other words have another `wording`.
   */
  cause: string;
  wording: string;
  category: string | undefined;
  /** The page it was read on, or after which it was made; `''` where the words are its client's. */
  source: string;
  template: string;
  file: string;
}>;

/** A text as a task's log would hold it. */
export type Sample = Pick<RealText, 'cause' | 'wording' | 'category'> & Readonly<{ text: string }>;

const folder = join(import.meta.dirname, 'texts');

/**
 * Each round was judged before the rules were run on it. At first sight, of the rules as they stand
 * since the root decides: of 207 causes in the files `held-…` one pair was put together, of the
 * pairs in one wording 6.6 % were apart, of those in two wordings 36.1 %.
 */
export const realTexts: readonly RealText[] = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((entry) => ({ ...parsed(entry), file })),
  );

function parsed(entry: string): Omit<RealText, 'file'> {
  const [header = '', ...lines] = entry.split('\n');
  const [label = '', category = ''] = header.split(' | ');
  const [cause = '', wording = 'itself'] = label.split('/');
  const [source] = /^# .*/.exec(lines[0] ?? '') ?? [];
  return {
    cause,
    wording,
    category: category === '-' ? undefined : category,
    source: source?.replace(/^# (?:after )?/, '') ?? '',
    template: lines
      .slice(source === undefined ? 0 : 1)
      .join('\n')
      .trim(),
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
export function samplesOf({ cause, wording, category, template }: RealText): readonly Sample[] {
  const text = (round: number): string => filledIn(template, round).replace(/^Caused by: /, '');
  const answer = /^[{<]/.test(template);
  const texts = [
    filledIn(template, 0),
    filledIn(template, 1),
    ...(answer
      ? [2, 3, 4, 5].map(text)
      : [
          wrapped.inALog(text(2)),
          wrapped.byAStage(text(3)),
          wrapped.inAChain(text(4)),
          wrapped.afterTries(text(5)),
        ]),
  ];
  return texts.map((sample) => ({ cause, wording, category, text: sample }));
}

/** What a reason is made of, between the `…` that stand for what was left out. */
export const piecesOf = (reason: string): readonly string[] =>
  reason.split('…').map((piece) => piece.trim());
