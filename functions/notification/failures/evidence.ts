import * as z from 'zod/mini';
import { isVerification } from '../../mms/task.ts';
import { type Excerpt, shorten, showExcerpt } from '../../untrusted-text/excerpt.ts';
import { inOtherWords } from '../../untrusted-text/stack-frames.ts';
import {
  code,
  joined,
  quote,
  strong,
  words,
  type Block,
  type Line,
  type Tone,
} from '../document.ts';
import type { Alert, AlertParts } from '../alert.ts';
import type { RowCounts } from '../wording/numbers.ts';
import { idOf, inSource, nameAndId, sentenceWithin, shortName } from '../names.ts';
import { taskLogLink } from '../next-steps.ts';
import type { Scene } from '../kind.ts';

/** A failure as messages draw it: part of the stored alert. */
export const failureFields = ({ task, text, count, cause, excerpt, logId }: AlertParts) => ({
  task,
  /** Of the rows, or the task's own where no row said so. */
  status: text,
  /** Told together; one at least. */
  attempts: count,
  /** Which failure the last of them is since the task was done: 1 for the first. */
  ordinal: count,
  rows: z.readonly(
    z.array(z.object({ logId, status: text, time: text, action: excerpt, message: excerpt })),
  ),
  logUnread: z.optional(text),
  /** `DONE` before this channel could be told. */
  recoveredSince: z.boolean(),
  cause,
  sameCause: z.optional(z.boolean()),
  countedRows: z.optional(z.object({ source: text, destination: text })),
});

export type Failure = Alert & Readonly<z.infer<z.ZodMiniObject<ReturnType<typeof failureFields>>>>;
export type FailedRow = Failure['rows'][number];

const digits = /^\d{1,40}$/;

export function rowCountsOf({ status, countedRows }: Failure): RowCounts | undefined {
  if (countedRows === undefined || !isVerification(status)) return undefined;
  const { source, destination } = countedRows;
  if (!digits.test(source) || !digits.test(destination) || source === destination) return undefined;
  return { source: BigInt(source), destination: BigInt(destination) };
}

export function hasMissingRows(failure: Failure): boolean {
  const rows = rowCountsOf(failure);
  return rows !== undefined && rows.source > rows.destination;
}

/** No text is shown twice. The summary of a failure told alone names its table and log. */
export function evidenceOf(
  failures: readonly Failure[],
  isAlone: boolean,
  scene: Scene,
): readonly Block[] {
  const { sameMessageAs } = scene.messages.failure;
  const shownFor = new Map<string, string>();
  return failures.flatMap((failure) => {
    const { id } = failure.task;
    const blocks: Block[] = isAlone ? [] : [evidenceHead(failure, scene)];
    const same = new Set<string>();
    const shown = endsOf(failure.rows);
    const room = Math.floor(scene.limits.log(failures.length) / Math.max(1, shown.length));
    for (const { message } of shown) {
      const text = logText(message, scene);
      const before = shownFor.get(text);
      if (text === '' || before === id) continue;
      if (before === undefined) {
        shownFor.set(text, id);
        blocks.push({ kind: 'log', text: logText(shorten(message, room), scene) });
      } else same.add(before);
    }
    const repeated = [...same].map((before) => sameMessageAs([idOf(before)]));
    blocks.push({ kind: 'note', lines: [...whereabouts(failure, scene), ...repeated] });
    return blocks.map((block) => ({ ...block, evidence: true, tells: [failure] }));
  });
}

const evidenceHead = (failure: Failure, scene: Scene): Block => ({
  kind: 'lines',
  tone: toneOf(failure),
  lines: [
    joined([route(failure, scene), ...marksOf(failure, scene), [taskLogLink(failure.task, scene)]]),
  ],
});

export const toneOf = ({ recoveredSince }: Failure): Tone =>
  recoveredSince ? 'attention' : 'failed';

/** `finance_dw.orders → mms_prod.default.orders` */
export function route({ task }: Pick<Failure, 'task'>, scene: Scene): Line {
  const { noSourceTable, noDestinationTable } = scene.messages.failure;
  const table = (name: string, missing: string): Line =>
    name === '' ? [missing] : shortName(name, scene);
  return words`${table(task.sourceTable, noSourceTable)} → ${table(task.destinationTable, noDestinationTable)}`;
}

function actionsOf({ rows }: Failure, scene: Scene): readonly Line[] {
  const { failure } = scene.messages;
  const actions = rows
    .map(({ action }) => logText(shorten(action, scene.limits.action), scene))
    .map((action) => action.replace(/\s+/g, ' '));
  return [...new Set(actions)]
    .filter(isStatement)
    .slice(0, 2)
    .map((action) => failure.running([quote(action)]));
}

/** MMS calls what it did not foresee "unexpected error". */
const isStatement = (action: string): boolean =>
  action !== '' && !/^unexpected error$/i.test(action);

/** `DATA_FAILED · task 4032 · job nightly_full (87) · source demo (2000015) · log 10231 · …` */
function whereabouts(failure: Failure, scene: Scene): readonly Line[] {
  const { task, rows, logUnread } = failure;
  const { failure: messages, form } = scene.messages;
  const job =
    task.jobName === '' && task.jobId === undefined
      ? []
      : messages.job(nameAndId(task.jobName, task.jobId, scene));
  const last = rows.at(-1);
  const parts: Line[] = [
    shortName(failure.status, scene),
    messages.task([idOf(task.id)]),
    job,
    inSource(task, scene),
  ];
  if (rows.length > 0) parts.push(messages.log(form.listed(idsOf(endsOf(rows)))));
  if (last !== undefined && last.time !== '') parts.push(messages.mmsTime([code(last.time)]));

  const lines: Line[] = [joined(parts)];
  const saysNothing = rows.length > 0 && rows.every(({ message }) => message.head === '');
  if (saysNothing) lines.push([messages.noMessage]);
  lines.push(...actionsOf(failure, scene));
  if (rows.length > 2) {
    const between = rows.slice(1, -1);
    const ids = form.listed(idsOf(between.slice(0, 5)));
    lines.push(messages.rowsBetween(between.length, ids));
  }
  if (logUnread !== undefined) {
    const reason = sentenceWithin(logUnread, 2 * scene.limits.reason);
    lines.push(messages.logUnread([quote(reason)]));
  } else if (rows.length === 0) {
    lines.push([messages.noRow]);
  }
  return lines;
}

const endsOf = (rows: readonly FailedRow[]): readonly FailedRow[] =>
  rows.filter((_, index) => index === 0 || index === rows.length - 1);

const idsOf = (rows: readonly FailedRow[]): readonly Line[] =>
  rows.map(({ logId }): Line => [idOf(logId)]);

/** What was left out is said in the reader's language. */
export const logText = (excerpt: Excerpt, { messages }: Scene): string => {
  const { failure } = messages;
  return inOtherWords(showExcerpt(excerpt, failure.omitted), failure.framesOmitted);
};

/** Which failure of its table it is, and whether it stands. */
export function marksOf(failure: Failure, { messages }: Scene): readonly Line[] {
  const { failure: said } = messages;
  const { attempts, ordinal, sameCause, recoveredSince } = failure;
  const marks: Line[] = [];
  if (attempts > 1) marks.push([said.attempts(attempts, ordinal)]);
  else if (ordinal > 1) marks.push([said.again(ordinal, sameCause)]);
  if (recoveredSince) marks.push([strong(said.recoveredSince)]);
  return marks;
}
