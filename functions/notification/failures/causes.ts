import { causeKey, type Cause, type CauseRecord, type CauseHistory } from '../../causes/cause.ts';
import { causeCategories, remedies, type Remedy } from '../../causes/remedies/remedies.ts';
import type { TaskRef } from '../alert.ts';
import { code, quote, type Line } from '../document.ts';
import { nameWithin, sentenceWithin } from '../names.ts';
import { fixLine } from '../next-steps.ts';
import type { Scene } from '../kind.ts';
import { rowCountsOf, type Failure } from './failure.ts';

/** Failures of one cause, which one act mends. */
export type FailureGroup<F extends Failure = Failure> = Readonly<{
  cause: Cause;
  count: number;
  tasks: readonly TaskRef[];
  /** Those that still stand first. */
  failures: readonly F[];
  standing: number;
  /** What the channel knows of the cause, in the job of the first failure. */
  record: CauseRecord | undefined;
}>;

/** So long a cause has to be quiet to be news again, in milliseconds. */
export const quietAfter = 6 * 60 * 60_000;

/** No message has told of it: it is new to the channel. */
export const isNew = (record: CauseRecord | undefined): boolean => record?.notifiedAt === undefined;

/** The cause with most failures that still stand first; of equals a new one. */
export function groupByCause<F extends Failure>(
  failures: readonly F[],
  causes: CauseHistory,
): readonly FailureGroup<F>[] {
  const groups = new Map<string, F[]>();
  for (const failure of failures) {
    const key = failure.cause.fingerprint;
    const known = groups.get(key);
    if (known) known.push(failure);
    else groups.set(key, [failure]);
  }
  return [...groups.values()]
    .flatMap((members) => groupOf(members, causes))
    .sort(
      (a, b) =>
        b.standing - a.standing ||
        Number(isNew(b.record)) - Number(isNew(a.record)) ||
        b.failures.length - a.failures.length,
    );
}

function groupOf<F extends Failure>(
  members: readonly F[],
  causes: CauseHistory,
): readonly FailureGroup<F>[] {
  const standing = members.filter(({ recoveredSince }) => !recoveredSince);
  const failures = [...standing, ...members.filter(({ recoveredSince }) => recoveredSince)];
  const [first] = failures;
  if (first === undefined) return [];
  const { cause, task } = first;
  const record = causes.get(causeKey(task, cause.fingerprint));
  const [count, tasks] = [failures.length, tasksOf(failures)];
  return [{ cause, count, tasks, failures, standing: standing.length, record }];
}

/** Why, in a few words: the category's, else the line of MMS that a person would quote. */
export function whyOf(cause: Cause | undefined, scene: Scene, limit = 60): Line {
  const { cause: messages } = scene.locale.messages;
  const remedy = remedyOf(cause?.category);
  if (remedy === undefined || cause === undefined) {
    return cause === undefined || cause.reason === ''
      ? [messages.noReason]
      : [quote(sentenceWithin(cause.reason, limit))];
  }
  const detail = cause.detail?.trim() ? nameWithin(cause.detail, 40) : undefined;
  const label = remedy.label[scene.locale.language](detail);
  const at = detail === undefined ? -1 : label.indexOf(detail);
  if (detail === undefined || at < 0) return [label];
  const parts: Line = [label.slice(0, at), code(detail), label.slice(at + detail.length)];
  return parts.filter((part) => part !== '');
}

function remedyOf(category: string | undefined): Remedy | undefined {
  const known = causeCategories.find((name) => name === category);
  return known === undefined ? undefined : remedies[known];
}

/** The line of MMS that a person would quote. */
export const reasonOf = (cause: Cause | undefined, { locale, limits }: Scene): Line =>
  cause === undefined || cause.reason === ''
    ? [locale.messages.cause.noReason]
    : [quote(sentenceWithin(cause.reason, limits.reason))];

/** What mends a cause, where that is known: a guess would cost trust. */
export function adviceOn(category: string | undefined, { locale }: Scene): Line {
  const remedy = remedyOf(category);
  if (remedy === undefined) return [];
  const { language, messages } = locale;
  const link = remedy.link?.[language];
  const docs: Line = link === undefined ? [] : [' ', { link, label: messages.next.docs }];
  return [remedy.advice[language], ...docs];
}

/** The same as a line of its own. */
export function fixOf(category: string | undefined, scene: Scene): readonly Line[] {
  const advice = adviceOn(category, scene);
  return advice.length === 0 ? [] : [fixLine(advice, scene)];
}

/** Counts tell what words of an unknown kind do not. */
export const categoryOf = ({ cause, failures }: FailureGroup): string | undefined =>
  cause.category ??
  (failures.every((one) => rowCountsOf(one) !== undefined) ? 'row-counts' : undefined);

export const tasksOf = (failures: readonly Failure[]): readonly TaskRef[] =>
  failures.map(({ task }) => task);
