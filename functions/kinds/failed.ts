import * as z from 'zod/mini';
import { causeKey, type CauseHistory } from '../causes/cause.ts';
import { isVerification, statusKey } from '../mms/task.ts';
import {
  alertSchema,
  type AlertOf,
  type Alert,
  type TaskRef,
  taskSubject,
  jobOf,
} from '../notification/alert.ts';
import { causeColumns, taskColumns } from '../notification/csv.ts';
import { code, joined, type Block, type Line } from '../notification/document.ts';
import {
  afterCauses,
  causeGroupsOf,
  causeLines,
  causesInHeadline,
  fixOf,
  groupByCause,
  isNew,
  reasonOf,
  tasksIn,
  whyOf,
  type Group,
  type ListedCause,
} from '../notification/failures/causes.ts';
import {
  evidenceOf,
  failureFields,
  hasMissingRows,
  logText,
  marksOf,
  route,
  rowCountsOf,
  toneOf,
  type FailedRow,
  type Failure,
} from '../notification/failures/evidence.ts';
import { defineKind, type Clause, type Timing, type Scene } from '../notification/kind.ts';
import { leastInFull } from '../notification/limits.ts';
import {
  inSource,
  jobAmong,
  placeOf,
  shownOf,
  someOf,
  someTasks,
  tableName,
  tasksOf,
  taskName,
  unitOf,
} from '../notification/names.ts';
import { retryLines, taskLogLink } from '../notification/next-steps.ts';
import { shorten } from '../untrusted-text/excerpt.ts';
import { jobsToStop } from './escalation.ts';

const schema = alertSchema('failed', (parts) => ({
  /** `reason`: why a failure happened that was told without a reason. */
  what: z.enum(['failure', 'reason']),
  ...failureFields(parts),
  watchedById: z.boolean(),
}));

export type FailedAlert = AlertOf<typeof schema>;

/** The key of a failure that waits to be told. */
export const failedKey = ({ sourceId, id }: Pick<TaskRef, 'sourceId' | 'id'>): string =>
  `failed ${sourceId}/${id}`;

/** A task has failed. */
export const failed = defineKind('failed', schema, {
  key: ({ what, task, ordinal }) =>
    what === 'failure' ? failedKey(task) : `reason ${failedKey(task)} ${ordinal}`,
  subject: ({ task }) => taskSubject(task),
  timing,
  combine: (waiting, newer) => {
    if (newer.what === 'reason') return newer;
    return { ...newer, attempts: waiting.attempts + newer.attempts, at: waiting.at };
  },
  shorten: (alert) => ({ ...alert, rows: alert.rows.slice(0, 1).map(shortRow) }),
  causes: ({ task, cause }) => [causeKey(task, cause.fingerprint)],
  count: ({ what }) => (what === 'failure' ? 1 : 0),
  calls: (alert, causes) =>
    alert.what === 'failure' &&
    !alert.recoveredSince &&
    (hasMissingRows(alert) || isNew(recordOf(alert, causes))),
  eventId: ({ what, status, attempts, ordinal, recoveredSince, rows }) => {
    const logIds = rows.map(({ logId }) => logId);
    return [what, status, attempts, ordinal, recoveredSince, ...logIds].join(' ');
  },
  csvRows: (alert) => [
    {
      ...taskColumns(alert.task),
      ...causeColumns(alert.cause),
      status: alert.status,
      log_ids: alert.rows.map(({ logId }) => logId).join(' '),
      mms_time: alert.rows[0]?.time ?? '',
      failed_attempts: String(alert.attempts),
      failure: String(alert.ordinal),
    },
  ],
  headline,
  section,
  idHeading: ({ task, status, recoveredSince }, scene) => {
    const { failure } = scene.messages;
    const since: Line = recoveredSince ? [failure.recoveredSince] : [];
    return joined([[code(status)], since, inSource(task, scene)]);
  },
});

const recordOf = ({ task, cause }: FailedAlert, causes: CauseHistory) =>
  causes.get(causeKey(task, cause.fingerprint));

function timing(alert: FailedAlert, causes: CauseHistory): Timing {
  if (alert.what === 'reason') return 'along';
  const isUrgent = alert.watchedById || hasMissingRows(alert);
  return isUrgent || isNew(recordOf(alert, causes)) ? 'at once' : 'digest';
}

const keptOfText = 200;

const shortRow = (row: FailedRow): FailedRow => ({
  ...row,
  action: shorten(row.action, keptOfText),
  message: shorten(row.message, keptOfText),
});

function headline(alerts: readonly FailedAlert[], scene: Scene): Clause | undefined {
  const failures = alerts.filter(
    ({ what, task }) => what === 'failure' && !scene.headlined.has(jobOf(task)),
  );
  const [first, second] = failures;
  if (first === undefined) return headlineOfReasons(alerts, scene);
  const groups = groupByCause(failures, scene.causes);
  const text =
    second === undefined ? headlineOfOne(first, scene) : headlineOfMany(failures, groups, scene);
  return {
    text,
    tone: failures.some(({ recoveredSince }) => !recoveredSince) ? 'failed' : 'attention',
    place: placeOf(tasksOf(failures), scene),
  };
}

function headlineOfReasons(alerts: readonly FailedAlert[], scene: Scene): Clause | undefined {
  const reasons = alerts.filter(({ what }) => what === 'reason');
  if (reasons.length === 0) return undefined;
  const why = causesInHeadline(causeGroupsOf(reasons), scene);
  const text = scene.messages.failure.reasonsFound(reasons.length, why);
  return { text, tone: 'plain', place: placeOf(tasksOf(reasons), scene) };
}

function headlineOfOne(alert: FailedAlert, scene: Scene): Line {
  const { failure, form } = scene.messages;
  const table = tableName(alert.task, scene);
  const rows = rowCountsOf(alert);
  const text =
    rows === undefined
      ? failure.headline(table, alert.ordinal, whyOf(alert.cause, scene))
      : failure.headlineRows(table, rows);
  return alert.recoveredSince ? [...text, form.comma, failure.recoveredSince] : text;
}

const namedInHeadline = 2;

function headlineOfMany(
  failures: readonly FailedAlert[],
  groups: readonly Group[],
  scene: Scene,
): Line {
  const { cause, failure, form } = scene.messages;
  const counted = failures.flatMap((alert) => {
    const rows = rowCountsOf(alert);
    return rows === undefined ? [] : [[tableName(alert.task, scene), rows] as const];
  });
  if (counted.length === failures.length) {
    return failure.headlineRowsOf(failures.length, counted.slice(0, namedInHeadline));
  }
  const tables = form.counted(failures.length, unitOf(tasksOf(failures)));
  const why = causesInHeadline(groups, scene);
  const [only, second] = groups;
  const record = second === undefined ? only?.record : undefined;
  if (record?.notifiedAt === undefined || record.count <= failures.length) {
    return cause.headline(tables, why);
  }
  return cause.headlineMore(tables, why, record.count, scene.time(record.firstAt));
}

function section(alerts: readonly FailedAlert[], scene: Scene): readonly Block[] {
  const failures = alerts.filter(({ what }) => what === 'failure');
  const reasons = alerts.filter(({ what }) => what === 'reason');
  const groups = groupByCause(failures, scene.causes);
  return [...sectionOfGroups(groups, scene), ...foundReasons(reasons, scene)];
}

function sectionOfGroups(groups: readonly Group[], scene: Scene): readonly Block[] {
  const [first] = groups;
  if (first === undefined) return [];
  const all = groups.flatMap(({ failures }) => failures);
  const alone = all.length === 1 ? all[0] : undefined;
  const examples = examplesOf(groups, scene);
  const evidence = evidenceOf(examples, alone !== undefined, scene);
  const summary =
    alone === undefined ? groupBlocks(groups, examples, scene) : [aloneBlock(alone, first, scene)];
  const standing = all.filter(({ recoveredSince }) => !recoveredSince);
  const retry = retryLines(tasksOf(standing), scene, jobsToStop(scene.alerts));
  const log = alone === undefined ? [] : [taskLogLink(alone.task, scene)];
  return [...summary, { kind: 'lines', tone: 'failed', lines: [...retry, log] }, ...evidence];
}

/** What is taken in at a glance. */
const glance = { lines: 3, characters: 300 } as const;

function aloneBlock(alert: Failure, group: Group, scene: Scene): Block {
  const { failure } = scene.messages;
  const rows = rowCountsOf(alert);
  const [row] = alert.rows;
  const log = row === undefined ? '' : logText(row.message, scene);
  const isLong = log.split('\n').length > glance.lines || log.length > glance.characters;
  const phase = phaseOf(alert.status, scene);
  const where = joined([route(alert, scene), phase, ...marksOf(alert, scene)]);
  const lines = [
    joined([where, newsOf(group, scene)]),
    rows === undefined ? [] : [failure.rows(rows)],
    isLong && alert.cause.reason !== '' ? reasonOf(alert.cause, scene) : [],
    fixOf(group.category, scene),
  ];
  return { kind: 'lines', tone: toneOf(alert), lines, tells: [alert] };
}

function phaseOf(status: string, { messages }: Scene): Line {
  const { phase } = messages.failure;
  const key = statusKey(status);
  if (key.startsWith('SCHEMA')) return [phase.schema];
  if (key.startsWith('DATA')) return [phase.data];
  return isVerification(status) ? [phase.verification] : [];
}

function groupBlocks(
  groups: readonly Group[],
  examples: readonly Failure[],
  scene: Scene,
): readonly Block[] {
  const { limits } = scene;
  const elsewhere = limits.rest !== 'ids';
  const inFull = new Set(examples);
  const shown = groups.slice(0, limits.causes);
  const rest = groups.slice(shown.length).flatMap(({ failures }) => failures);
  const lists = listsOf(shown, inFull, scene);
  const blocks = shown.map((group, index): Block => {
    const named = group.failures
      .slice(0, isOfCounts(group) ? limits.lines : limits.names)
      .filter((alert) => !inFull.has(alert));
    return {
      kind: 'lines',
      tone: group.standing > 0 ? 'failed' : 'attention',
      lines: lists[index] ?? [],
      tells: elsewhere ? group.failures : named,
    };
  });
  const lines = afterCauses(groups, groups.slice(shown.length), scene);
  const tells = elsewhere ? rest : [];
  return [...blocks, { kind: 'lines', tone: 'failed', lines, tells }];
}

function listsOf(
  groups: readonly Group[],
  inFull: ReadonlySet<Failure>,
  scene: Scene,
): readonly (readonly Line[])[] {
  const last = groups.at(-1);
  if (last !== undefined && groups.every(isOfCounts)) {
    const fix = fixOf(last.category, scene);
    return groups.map((group) => [...countLines(group, scene), ...(group === last ? [fix] : [])]);
  }
  if (last !== undefined && groups.length === 1) return [onlyGroupLines(last, scene)];
  return causeLines(
    groups.map((group) => listedGroup(group, inFull, scene)),
    scene,
  );
}

function onlyGroupLines(group: Group, scene: Scene): readonly Line[] {
  const fix = fixOf(group.category, scene);
  const same = scene.messages.cause.sameForAll(reasonOf(group.cause, scene));
  const story = joined([same, newsOf(group, scene), ...marksOfGroup(group, scene)]);
  return [story, someTasks(group.tasks, scene), fix];
}

function listedGroup(group: Group, inFull: ReadonlySet<Failure>, scene: Scene): ListedCause {
  return {
    ...group,
    news: joined([briefNewsOf(group, scene), ...marksOfGroup(group, scene)]),
    hasEvidence: group.failures.some((alert) => inFull.has(alert)),
    tables: isOfCounts(group) ? countLines(group, scene) : undefined,
  };
}

/** Counts of a verification say more than any text. */
const isOfCounts = ({ failures: [first] }: Group): boolean =>
  first !== undefined && rowCountsOf(first) !== undefined;

function countLines({ failures }: Group, scene: Scene): readonly Line[] {
  const { failure } = scene.messages;
  const { shown, more } = shownOf(failures, scene);
  const lines = shown.map((alert): Line => {
    const rows = rowCountsOf(alert);
    const counts: Line = rows === undefined ? whyOf(alert.cause, scene) : [failure.rows(rows)];
    return joined([taskName(alert.task, scene), counts, ...marksOf(alert, scene)]);
  });
  return [...lines, more];
}

function marksOfGroup({ failures, standing }: Group, { messages }: Scene): readonly Line[] {
  const { cause } = messages;
  const marks: Line[] = [];
  const attempts = failures.reduce((sum, alert) => sum + alert.attempts, 0);
  if (attempts > failures.length) marks.push([cause.attempts(attempts)]);
  if (standing < failures.length) marks.push([cause.recovered(failures.length - standing)]);
  return marks;
}

/** The same beside other causes. */
function briefNewsOf(group: Group, scene: Scene): Line {
  const { cause, count, record } = group;
  const { cause: messages } = scene.messages;
  if (cause.reason === '') return [];
  if (!isNew(record)) return [messages.inAllBrief(record?.count ?? count)];
  return isLate(group, scene) ? [] : [messages.isNew];
}

const isLate = ({ failures }: Group, scene: Scene): boolean =>
  failures.every(({ task }) => scene.isLate(task.sourceId));

/** Whether the cause is new, or how far it has come. */
function newsOf(group: Group, scene: Scene): Line {
  const { cause, record, failures } = group;
  if (cause.reason === '') return [];
  const { cause: messages } = scene.messages;
  const { time, timeBeside } = scene;
  if (record?.notifiedAt === undefined) {
    const isOld = record !== undefined && scene.now - record.firstAt > newsAge;
    if (isOld) return messages.firstSeenAt(time(record.firstAt));
    if (isLate(group, scene)) return [];
    const jobs = group.newIn.map((job) => jobAmong(job, group.newIn, scene));
    return jobs.length === 0 ? [messages.firstSeen] : messages.firstSeenIn(someOf(jobs, scene));
  }
  const { firstAt, notifiedAt, count } = record;
  if (failures.length === 1) return messages.nth(count, time(firstAt));
  if (notifiedAt - firstAt < newsAge) return messages.inAll(count, time(firstAt));
  return messages.growing(failures.length, timeBeside(notifiedAt, firstAt), count, time(firstAt));
}

/** Milliseconds: what is older was not seen just now. */
const newsAge = 3 * 60_000;

/** One failure of each cause in full, and three in all at least. */
function examplesOf(groups: readonly Group[], { limits }: Scene): readonly Failure[] {
  const { ofOneCause, most } = limits.examples;
  const shown = groups.slice(0, most);
  let more = (groups.length === 1 ? ofOneCause : leastInFull) - shown.length;
  return shown.flatMap(({ failures }) => {
    const examples = failures.slice(0, 1 + Math.max(0, more));
    more -= examples.length - 1;
    return examples;
  });
}

/** Reasons that were found later, a line each. */
function foundReasons(alerts: readonly FailedAlert[], scene: Scene): readonly Block[] {
  if (alerts.length === 0) return [];
  const { failure, form } = scene.messages;
  const groups = causeGroupsOf(alerts);
  const lines = groups
    .slice(0, scene.limits.lines)
    .map(({ cause, count, tasks }) =>
      failure.reasonFound(count, someTasks(tasks, scene, count), reasonOf(cause, scene)),
    );
  const more = tasksIn(groups.slice(lines.length));
  if (more > 0) lines.push([form.more(more)]);
  return [{ kind: 'lines', tone: 'plain', lines, tells: alerts }];
}

export const failuresIn = (alerts: readonly Alert[]): readonly FailedAlert[] =>
  alerts.filter(isFailed).filter(({ what }) => what === 'failure');

export const isFailed = (alert: Alert): alert is FailedAlert => alert.kind === 'failed';
