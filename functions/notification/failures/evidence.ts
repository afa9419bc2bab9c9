import type { Excerpt } from '../../untrusted-text/excerpt.ts';
import { inOtherWords } from '../../untrusted-text/fold-stack-frames.ts';
import { shorten, showExcerpt } from '../../untrusted-text/show-excerpt.ts';
import { code, joined, quote, strong, words, type Block, type Line } from '../document.ts';
import { nameAndId, nameWithin, sentenceWithin, sourceName } from '../names.ts';
import { linkLine } from '../next-steps.ts';
import type { Scene } from '../notification.ts';
import type { FailedRow, Failure } from './failure.ts';

/** Draws one failure after another with all that a person needs to look into it. */
export type DrawEvidence = (failure: Failure, tells: readonly string[]) => readonly Block[];

/** A text that is longer than this is not shown twice in one message. */
const worthRepeating = 300;

/**
 * Evidence of up to `inFull` failures. Of a long text that another task had before, only its first
 * line is shown, and where the rest stands.
 */
export function evidenceOf(inFull: number, scene: Scene): DrawEvidence {
  const shownFor = new Map<string, string>();
  return (failure, tells) => {
    const { rows, task } = failure;
    const shown = rows.length > 2 ? [rows[0], rows.at(-1)] : rows;
    const room = Math.floor(scene.limits.log(inFull) / Math.max(1, shown.length));
    const messages = shown.flatMap((row) => {
      if (row === undefined) return [];
      const text = logText(row.message, scene);
      const before = text.length > worthRepeating ? shownFor.get(text) : undefined;
      if (before === undefined) shownFor.set(text, task.id);
      const log =
        before === undefined ? within(row.message, room, scene) : first(text, before, scene);
      return [{ row, log }];
    });
    const withTells = (block: Block): Block => ({ ...block, evidence: true, tells });
    return [
      withTells({ kind: 'lines', tone: toneOf(failure), lines: [route(failure, scene)] }),
      ...messages.flatMap(({ row, log }) => logBlocks(row, log, scene)).map(withTells),
      withTells({ kind: 'note', lines: whereabouts(failure, scene) }),
    ];
  };
}

const toneOf = ({ recoveredSince }: Failure): 'attention' | 'failed' =>
  recoveredSince ? 'attention' : 'failed';

/** `finance_dw.orders → mms_prod.default.orders` */
export function route({ task }: Pick<Failure, 'task'>, { locale, limits }: Scene): Line {
  const { failure } = locale.messages;
  const source = nameWithin(task.sourceTable || failure.noSourceTable, limits.name);
  const destination = nameWithin(task.destinationTable || failure.noDestinationTable, limits.name);
  return words`${code(source)} → ${code(destination)}`;
}

function logBlocks(row: FailedRow, log: string, scene: Scene): readonly Block[] {
  const { failure } = scene.locale.messages;
  const action = logText(shorten(row.action, scene.limits.action), scene).replace(/\s+/g, ' ');
  const running = isStatement(action) ? [failure.running([quote(action)])] : [];
  const text: Block[] = log === '' ? [] : [{ kind: 'log', text: log }];
  const lines = [...(log === '' ? [[failure.noMessage]] : []), ...running];
  return lines.length === 0 ? text : [...text, { kind: 'note', lines }];
}

/** MMS names what it did not foresee "unexpected error", which is no action. */
const isStatement = (action: string): boolean =>
  action !== '' && !/^unexpected error$/i.test(action);

/** `DATA_FAILED · task 4032 · job nightly_full (87) · source demo (2000015) · log 10231 · …` */
function whereabouts(failure: Failure, scene: Scene): readonly Line[] {
  const { task, rows, logUnread } = failure;
  const { failure: messages } = scene.locale.messages;
  const job =
    task.jobName === '' && task.jobId === undefined
      ? []
      : messages.job(nameAndId(task.jobName, task.jobId, scene));
  const last = rows.at(-1);
  const [firstRow] = rows;
  const parts: readonly Line[] = [
    [code(nameWithin(failure.status, scene.limits.name))],
    messages.task([code(task.id)]),
    job,
    messages.source(sourceName(task.sourceId, task.sourceName, scene)),
    ...(firstRow === undefined ? [] : [messages.log(logIds(rows))]),
    ...(last === undefined || last.time === '' ? [] : [messages.mmsTime([code(last.time)])]),
  ];
  const between = rows.slice(1, -1).map(({ logId }): Line => [code(logId)]);
  return [
    joined(parts, ' · '),
    ...(rows.length > 2
      ? [
          messages.rowsBetween(
            between.length,
            scene.locale.messages.form.listed(between.slice(0, 5)),
          ),
        ]
      : []),
    ...(logUnread === undefined
      ? []
      : [messages.logUnread([quote(sentenceWithin(logUnread, 2 * scene.limits.reason))])]),
    ...(logUnread === undefined && rows.length === 0 ? [[messages.noRow]] : []),
    linkLine(task, scene),
  ];
}

function logIds(rows: readonly FailedRow[]): Line {
  const ids = rows.length > 2 ? [rows[0], rows.at(-1)] : rows;
  return joined(
    ids.flatMap((row) => (row === undefined ? [] : [[code(row.logId)]])),
    ', ',
  );
}

/** A text of MMS as it is read: what was left out of it is said in the reader's language. */
export const logText = (excerpt: Excerpt, { locale }: Scene): string => {
  const { failure } = locale.messages;
  return inOtherWords(showExcerpt(excerpt, failure.omitted), failure.framesOmitted);
};

const within = (message: Excerpt, limit: number, scene: Scene): string =>
  logText(shorten(message, limit), scene);

function first(text: string, before: string, { locale }: Scene): string {
  const [line = ''] = text.split('\n');
  return `${sentenceWithin(line, 300)}\n${locale.messages.failure.restAsIn(before)}`;
}

/** Marks that a failure has beside its cause: which one of its table it is, and whether it stands. */
export function marksOf(failure: Failure, { locale }: Scene): readonly Line[] {
  const { failure: messages } = locale.messages;
  const { attempts, ordinal, sameCause, recoveredSince } = failure;
  const marks: Line[] = [];
  if (attempts > 1) marks.push([messages.attempts(attempts, ordinal)]);
  else if (ordinal > 1) marks.push([messages.again(ordinal, sameCause)]);
  if (recoveredSince) marks.push([strong(messages.recoveredSince)]);
  return marks;
}
