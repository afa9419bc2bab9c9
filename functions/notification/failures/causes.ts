import { causeKey, type Cause, type CauseRecord, type CauseHistory } from '../../causes/cause.ts';
import { causeCategories, remedies, type Remedy } from '../../causes/remedies/remedies.ts';
import { isVerification } from '../../mms/task.ts';
import { groupedBy, type CauseGroup, type JobRef, type Some, type TaskRef } from '../alert.ts';
import { code, joined, label, lineLength, plainLine, quote, type Line } from '../document.ts';
import { nameWithin, sentenceWithin, someTasks, tasksOf, unitOf } from '../names.ts';
import { fixLine, jobsOf, taskLogLink } from '../next-steps.ts';
import type { Scene } from '../kind.ts';
import type { Failure } from './evidence.ts';

export type Group = Readonly<{
  cause: Cause;
  /** The cause's own; else a verification tells what an unknown wording does not. */
  category: string | undefined;
  count: number;
  tasks: readonly TaskRef[];
  /** Those that still stand first, and of them those of jobs in which the cause is new. */
  failures: readonly Failure[];
  standing: number;
  /** What the channel knows of the cause: in jobs in which it is new, else in all. */
  record: CauseRecord | undefined;
  /** Jobs in which it is new, where there are several. */
  newIn: readonly JobRef[];
}>;

/** A cause that was quiet for so long is news again. Milliseconds. */
export const quietAfter = 6 * 60 * 60_000;

export const isNew = (record: CauseRecord | undefined): boolean => record?.notifiedAt === undefined;

/** The cause with most standing failures first; of equals a new one. */
export function groupByCause(failures: readonly Failure[], causes: CauseHistory): readonly Group[] {
  return groupedBy(failures, ({ cause }) => cause.fingerprint)
    .map((members) => groupOf(members, causes))
    .sort((a, b) => b.standing - a.standing || Number(isNew(b.record)) - Number(isNew(a.record)));
}

function groupOf(members: Some<Failure>, causes: CauseHistory): Group {
  const [{ cause }] = members;
  const recordOf = ({ task }: Failure): CauseRecord | undefined =>
    causes.get(causeKey(task, cause.fingerprint));
  const isNews = (failure: Failure): boolean => isNew(recordOf(failure));
  const failures = members.toSorted(
    (a, b) =>
      Number(a.recoveredSince) - Number(b.recoveredSince) || Number(isNews(b)) - Number(isNews(a)),
  );
  const news = failures.filter(isNews);
  const areVerified = failures.every(({ status }) => isVerification(status));
  return {
    cause,
    category: cause.category ?? (areVerified ? 'row-counts' : undefined),
    count: failures.length,
    tasks: tasksOf(failures),
    failures,
    standing: members.filter(({ recoveredSince }) => !recoveredSince).length,
    record: together(new Set((news.length === 0 ? failures : news).map(recordOf))),
    newIn: jobsOf(tasksOf(failures)).length > 1 ? jobsOf(tasksOf(news)) : [],
  };
}

const together = (records: ReadonlySet<CauseRecord | undefined>): CauseRecord | undefined =>
  [...records].reduce((all, record) =>
    all && record
      ? {
          ...all,
          firstAt: Math.min(all.firstAt, record.firstAt),
          count: all.count + record.count,
          notifiedAt: all.notifiedAt && Math.max(all.notifiedAt, record.notifiedAt ?? 0),
        }
      : (all ?? record),
  );

/** The category's few words, else the line of MMS that a person would quote. */
export function whyOf(cause: Cause | undefined, scene: Scene, limit = 60): Line {
  const remedy = remedyOf(cause?.category);
  if (remedy === undefined || cause === undefined) return reasonOf(cause, scene, limit);
  const detail = cause.detail?.trim() ? nameWithin(cause.detail, 40) : undefined;
  const label = remedy.label[scene.language](detail);
  const at = detail === undefined ? -1 : label.indexOf(detail);
  if (detail === undefined || at < 0) return [label];
  const parts: Line = [label.slice(0, at), code(detail), label.slice(at + detail.length)];
  return parts.filter((part) => part !== '');
}

function remedyOf(category: string | undefined): Remedy | undefined {
  const known = causeCategories.find((name) => name === category);
  return known === undefined ? undefined : remedies[known];
}

export const reasonOf = (
  cause: Cause | undefined,
  { messages, limits }: Scene,
  limit = limits.reason,
): Line =>
  cause === undefined || cause.reason === ''
    ? [messages.cause.noReason]
    : [quote(sentenceWithin(cause.reason, limit))];

function adviceOn(category: string | undefined, { language, messages }: Scene): Line {
  const remedy = remedyOf(category);
  if (remedy === undefined) return [];

  const link = remedy.link?.[language];
  const docs: Line = link === undefined ? [] : [' ', { link, label: messages.next.docs }];
  return [remedy.advice[language], ...docs];
}

export function fixOf(category: string | undefined, scene: Scene): Line {
  const advice = adviceOn(category, scene);
  return advice.length === 0 ? [] : fixLine(advice, scene);
}

/** A cause with what it broke. */
export type ListedCause = CauseGroup &
  Readonly<{
    /** Where it is not the cause's own. */
    category?: string | undefined;
    news?: Line;
    /** One is told in full below, with a link to its log. */
    hasEvidence?: boolean;
    /** A line for each table in place of the shared reason. */
    tables?: readonly Line[] | undefined;
  }>;

/** A line a cause; those beyond the limits are counted. */
export function causeList(causes: readonly ListedCause[], scene: Scene): readonly Line[] {
  const shown = causes.slice(0, scene.limits.causes);
  const lines = causeLines(shown, scene).flat();
  return [...lines, ...afterCauses(causes, causes.slice(shown.length), scene)];
}

/** How many causes have no line, and where all of it stands. */
export function afterCauses(
  causes: readonly CauseGroup[],
  unshown: readonly CauseGroup[],
  scene: Scene,
): readonly Line[] {
  const { cause, form, frame } = scene.messages;
  const lines: Line[] = [];
  if (unshown.length > 0) {
    const unit = unitOf(unshown.flatMap(({ tasks }) => tasks));
    lines.push([cause.moreCauses(unshown.length, form.counted(tasksIn(unshown), unit))]);
  }
  const isCut = causes.length > adviceBesideMail.mostCauses || causes.some(isNamedInMail);
  if (scene.limits.rest !== 'mail' || !isCut) return lines;
  const listed = causes.flatMap(({ tasks }) => tasks).length;
  return [...lines, [frame.failedInMail(listed, tasksIn(causes))]];
}

export const tasksIn = (groups: readonly Readonly<{ count: number }>[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

const longestReason = 80;

/** The mail has all advice; so many characters of it stand beside a longer list. */
const adviceBesideMail = { mostCauses: 3, room: 240 } as const;

/** What mends several of them is said once. */
export function causeLines(
  causes: readonly ListedCause[],
  scene: Scene,
): readonly (readonly Line[])[] {
  const { form } = scene.messages;
  const longest = Math.min(scene.limits.reason, longestReason);
  const isBounded = scene.limits.rest === 'mail' && causes.length > adviceBesideMail.mostCauses;
  let room = isBounded ? adviceBesideMail.room : Infinity;
  const advised = new Set<string | undefined>();
  return causes.map((listed) => {
    const { cause, count, tasks, news = [], hasEvidence = false, tables } = listed;
    const { category = cause?.category } = listed;
    const advice = advised.has(category) ? [] : adviceOn(category, scene);
    const mends = lineLength(advice) > room ? [] : advice;
    if (mends.length > 0) advised.add(category);
    room -= lineLength(mends);
    if (tables !== undefined) {
      return mends.length === 0 ? tables : [...tables, fixLine(mends, scene)];
    }
    const [first] = tasks;
    const size = form.counted(count, tasks.length < count ? 'table' : unitOf(tasks));
    const why: Line = [...label(size, form.colon), ...whyOf(cause, scene, longest)];
    const log = first === undefined || hasEvidence ? [] : [taskLogLink(first, scene)];
    return [joined([why, news, namesOf(listed, scene), mends, log])];
  });
}

/** Of more tables than this, the mail has the names. */
const mostNamed = 3;

const isNamedInMail = ({ count }: CauseGroup): boolean => count > mostNamed;

function namesOf(listed: ListedCause, scene: Scene): Line {
  const { tasks, count, hasEvidence = false } = listed;
  const areInMail = scene.limits.rest === 'mail' && isNamedInMail(listed);
  if (tasks.length === 0 || (areInMail && hasEvidence)) return [];
  return someTasks(areInMail ? tasks.slice(0, 1) : tasks, scene, count);
}

const mostInHeadline = 2;
const longestInHeadline = 30;

/**
 * `6 no privilege, 5 quota used up, 1 more cause`; of one cause, why. Several causes may go by the
 * same words.
 */
export function causesInHeadline(causes: readonly CauseGroup[], scene: Scene): Line {
  const { cause: messages, form } = scene.messages;
  const [first, ...others] = causes;
  if (first === undefined) return [];
  if (others.length === 0) return whyOf(first.cause, scene);
  const reasons = causes.map(({ cause, count }) => ({
    why: whyOf(cause, scene, longestInHeadline),
    count,
  }));
  const ordered = groupedBy(reasons, ({ why }) => plainLine(why))
    .map((same) => ({ why: same[0].why, count: tasksIn(same) }))
    .sort((a, b) => b.count - a.count);
  const named = ordered.slice(0, mostInHeadline);
  if (ordered.length === 1) return named.flatMap(({ why }) => why);
  const unit = unitOf(causes.flatMap(({ tasks }) => tasks));
  const lines = named.map(({ why, count }) => messages.countOf(form.brief(count, unit), why));
  const more = ordered.length - named.length;
  return form.listed(more > 0 ? [...lines, [messages.furtherCauses(more)]] : lines);
}

/** The rest is counted: so many take some 6 MB of the 32 that a state may have. */
const mostListed = 20_000;

/** The largest group first; failures without a reason are one group. */
export function causeGroupsOf(
  failed: readonly Readonly<{ task: TaskRef; cause?: Cause | undefined }>[],
): readonly CauseGroup[] {
  const listed = new Set(failed.slice(0, mostListed));
  const keyOf = ({ cause }: (typeof failed)[number]): string =>
    cause === undefined || cause.reason === '' ? '' : cause.fingerprint;
  return groupedBy(failed, keyOf)
    .map((members) => ({
      cause: keyOf(members[0]) === '' ? undefined : members[0].cause,
      count: members.length,
      tasks: tasksOf(members.filter((member) => listed.has(member))),
    }))
    .sort((a, b) => b.count - a.count);
}
