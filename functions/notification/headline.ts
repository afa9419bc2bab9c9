import {
  completionClause,
  recoveryClause,
  unknownClause,
  watchingClause,
  type Clause,
} from './headline-of-news.ts';
import { failureClause } from './headline-of-failures.ts';
import {
  blindClause,
  escalationClause,
  finishedClause,
  reminderClause,
  stalledClause,
} from './headline-of-jobs.ts';
import type { Digest } from './digest.ts';
import { plainLine } from './document.ts';
import type { Reader } from './reader.ts';
import { joined, words, type Tone, type Line } from './document.ts';

/** State words and counts first, then where; then, as far as there is room, what. */
export type Headline = Readonly<{
  tone: Tone;
  /** `3 tables failed`: what weighs most. */
  first: Line;
  /** The same without what is told below. */
  title: Line;
  /** Where that happened. */
  place: Line;
  /** `2 recovered, 12 done`: what else there is. */
  others: readonly Line[];
  detail: Line;
  /** What is first is a count, which other counts may follow. */
  tally: boolean;
  /**
   * There is one kind of alert only, so that what the headline counts need not be counted again.
   */
  alone: boolean;
}>;

/** What calls for a person stands before what is worth knowing, and that before good news. */
export function headlineOf(digest: Digest, reader: Reader): Headline {
  const { form, headline } = reader.say;
  const clauses: Clause[] = [];
  const add = (clause: (first: boolean, counted: boolean) => Clause | undefined): void => {
    const next = clause(
      clauses.length === 0,
      clauses.some(({ tally }) => tally),
    );
    if (next !== undefined) clauses.push(next);
  };
  add(() => escalationClause(digest, reader));
  add((first) => blindClause(digest, reader, first));
  add(() => finishedClause(digest, reader));
  add((_, counted) => failureClause(digest, reader, counted));
  add(() => stalledClause(digest, reader));
  add(() => reminderClause(digest, reader));
  add((_, counted) => recoveryClause(digest, reader, counted));
  add((_, counted) => completionClause(digest, reader, counted));
  add(() => unknownClause(digest, reader));
  add((first) => watchingClause(digest, reader, first));
  const [leading, ...rest] = clauses;
  const place = leading?.place ?? [];
  return {
    tone: toneOf(digest),
    first:
      leading === undefined ? [] : joined([leading.first, ...(leading.more ?? [])], form.comma),
    title:
      leading === undefined
        ? []
        : joined([leading.short ?? leading.first, ...(leading.more ?? [])], form.comma),
    place: place.length === 0 ? [] : headline.inPlace(place, (leading?.more ?? []).length > 0),
    others: rest.flatMap(({ first, more = [] }) => [first, ...more]),
    detail: leading?.detail ?? [],
    tally: leading?.tally ?? false,
    alone: clauses.length === 1,
  };
}

/** As the lock screen and the subject show it: what weighs most, why, and what else there is. */
export function lineOf(
  { first, place, others, detail, tally }: Headline,
  { say: { form } }: Reader,
): Line {
  return [
    ...first,
    ...place,
    ...(detail.length === 0 ? [] : [form.colon, ...detail]),
    ...(others.length === 0
      ? []
      : [
          tally && detail.length === 0 ? form.comma : form.semicolon,
          ...joined(others, form.comma),
        ]),
  ];
}

/**
 * Above the message: without the detail, which stands below it, unless the detail is a sum of what
 * stands there.
 */
export function titleOf(headline: Headline, reader: Reader): Line {
  const { tone, title, place, others, detail, tally } = headline;
  const { comma, semicolon, colon } = reader.say.form;
  if (tone === 'plain' && others.length === 0) return words`${title}${colon}${detail}`;
  let line: Line = [...title, ...place];
  for (const [index, other] of others.entries()) {
    const longer = [...line, index === 0 && !tally ? semicolon : comma, ...other];
    if (plainLine(longer).length > mostInTitle) return [...line, ' …'];
    line = longer;
  }
  return line;
}

/** What does not fit is told below all the same. */
const mostInTitle = 130;

function toneOf({
  escalations,
  blind,
  finished,
  failed,
  stalled,
  reminders,
  unknown,
  recovered,
  done,
}: Digest): Tone {
  if (
    escalations.length > 0 ||
    failed.some((alert) => !alert.recoveredSince) ||
    blind.some(isBlindNow)
  )
    return 'failed';
  if (failed.length + stalled.length + reminders.length + unknown.length > 0) return 'attention';
  if (finished.some(({ job }) => job.failed > 0)) return 'attention';
  return recovered.length + done.length + finished.length + blind.length > 0 ? 'good' : 'plain';
}

/** Whether what it tells still holds. */
export const isBlindNow = (alert: Digest['blind'][number]): boolean =>
  alert.what === 'channel' || alert.until === undefined;
