import type { CauseGroup } from '../alert.ts';
import { joined, label, lineLength, plainLine, type Line } from '../document.ts';
import { someTasks, unitOf } from '../names.ts';
import type { Scene } from '../kind.ts';
import { fixLine, taskLogLink } from '../next-steps.ts';
import { adviceOn, whyOf } from './causes.ts';

/** A cause with what it broke, as a list tells it. */
export type ListedCause = CauseGroup &
  Readonly<{
    /** Where counts of rows tell more than the cause's own. */
    category?: string | undefined;
    /** What has come of it since it was told last. */
    news?: Line;
    /** One of them is told in full below, with a link to its log. */
    hasEvidence?: boolean;
    /** Lines that say what each table has to say, in place of the reason that they share. */
    tables?: readonly Line[] | undefined;
  }>;

/** A line a cause: how many, why, what mends it; those beyond the limits are counted. */
export function causeList(causes: readonly ListedCause[], scene: Scene): readonly Line[] {
  const { cause, form } = scene.locale.messages;
  const shown = causes.slice(0, scene.limits.causes);
  const rest = causes.slice(shown.length);
  const lines = causeLines(shown, scene).flat();
  if (rest.length === 0) return lines;
  const tasks = rest.reduce((sum, { count }) => sum + count, 0);
  return [...lines, [cause.moreCauses(rest.length, form.counted(tasks, 'task'))]];
}

/** What the text of a cause may take of its line. */
const longestReason = 80;

/** A line for each of these causes, as a rule. What mends several of them is said once. */
export function causeLines(
  causes: readonly ListedCause[],
  scene: Scene,
): readonly (readonly Line[])[] {
  const { form } = scene.locale.messages;
  const advice = advices(
    causes.map(({ category, cause }) => category ?? cause?.category),
    scene,
  );
  const longest = Math.min(scene.limits.reason, longestReason);
  return causes.map((listed, index) => {
    const { cause, count, tasks, news = [], hasEvidence = false, tables } = listed;
    const mends = advice[index] ?? [];
    if (tables !== undefined) {
      return mends.length === 0 ? tables : [...tables, fixLine(mends, scene)];
    }
    const [first] = tasks;
    const size = form.counted(count, tasks.length < count ? 'table' : unitOf(tasks));
    const why: Line = [...label(size, form.colon), ...whyOf(cause, scene, longest)];
    const log = first === undefined || hasEvidence ? [] : [taskLogLink(first, scene)];
    return [joined([why, news, namesOf(listed, scene), mends, log], ' · ')];
  });
}

/** Beside a mail, which advises on every cause, a longer list has so many characters of advice. */
const adviceBesideMail = { mostCauses: 3, room: 240 } as const;

/** Advice for each of these categories that has one, where it is said first. */
function advices(categories: readonly (string | undefined)[], scene: Scene): readonly Line[] {
  const { mostCauses, room } = adviceBesideMail;
  const isBounded = scene.limits.rest.in === 'mail' && categories.length > mostCauses;
  let left = isBounded ? room : Infinity;
  const said = new Set<string | undefined>();
  return categories.map((category) => {
    const advice = said.has(category) ? [] : adviceOn(category, scene);
    const length = lineLength(advice);
    if (length === 0 || length > left) return [];
    said.add(category);
    left -= length;
    return advice;
  });
}

/** Where a mail lists them all, so many are named at most. */
const mostNamed = 3;

function namesOf({ tasks, count }: ListedCause, scene: Scene): Line {
  const areInMail = scene.limits.rest.in === 'mail' && count > mostNamed;
  return tasks.length === 0 || areInMail ? [] : someTasks(tasks, scene, count);
}

/** So many causes are named in a headline. */
const mostInHeadline = 2;
/** What the text of one of several causes may take of it. */
const longestInHeadline = 30;

/**
 * `6 no privilege, 5 quota used up, 1 more cause`; of one cause, why. Several causes can go by the
 * same few words.
 */
export function causesInHeadline(causes: readonly CauseGroup[], scene: Scene): Line {
  const { cause: messages, form } = scene.locale.messages;
  const [first, ...others] = causes;
  if (first === undefined) return [];
  if (others.length === 0) return whyOf(first.cause, scene);
  const counts = new Map<string, Readonly<{ why: Line; count: number }>>();
  for (const { cause, count } of causes) {
    const why = whyOf(cause, scene, longestInHeadline);
    const key = plainLine(why);
    counts.set(key, { why, count: count + (counts.get(key)?.count ?? 0) });
  }
  const ordered = [...counts.values()].sort((a, b) => b.count - a.count);
  const named = ordered.slice(0, mostInHeadline);
  if (ordered.length === 1) return named.flatMap(({ why }) => why);
  const unit = unitOf(causes.flatMap(({ tasks }) => tasks));
  const lines = named.map(({ why, count }) => messages.countOf(count, unit, why));
  const more = ordered.length - named.length;
  return form.listed(more > 0 ? [...lines, [messages.furtherCauses(more)]] : lines);
}
