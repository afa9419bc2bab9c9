import type { JobRef, TaskRef } from './alert.ts';
import { code, plainLine, type Inline, type Line } from './document.ts';
import type { Scene } from './kind.ts';
import type { Unit } from './wording/numbers.ts';

const isId = /^\d{1,20}$/;

/** Digits cannot be markup, and set as code they would drown the names. */
export const idOf = (id: string): Inline => (isId.test(id) ? id : code(id));

/** Its table without database and schema, else its id. */
function tableOf(task: TaskRef): string {
  const table = (task.sourceTable || task.destinationTable).split('.').at(-1) ?? '';
  return table === '' ? task.id : table;
}

/** A name or a status of MMS, as far as a line has room for it. */
export const shortName = (name: string, { limits }: Scene): Line => [
  code(nameWithin(name, limits.name)),
];

/** `orders`, where an id stands nearby. */
export const tableName = (task: TaskRef, scene: Scene): Line => shortName(tableOf(task), scene);

/** `orders (4032)` */
export function taskName(task: TaskRef, scene: Scene): Line {
  const table = tableOf(task);
  return nameAndId(table === task.id ? '' : table, task.id, scene);
}

export const jobName = ({ name, id }: JobRef, scene: Scene): Line => nameAndId(name, id, scene);

export const shortJobName = ({ name, id }: JobRef, scene: Scene): Line =>
  shortName(name || id, scene);

/** With its id where another job has its name. */
export const jobAmong = (job: JobRef, others: readonly JobRef[], scene: Scene): Line =>
  others.filter(({ name }) => name === job.name).length > 1
    ? jobName(job, scene)
    : shortJobName(job, scene);

/** `demo (2000015)`, or the id alone. */
export function nameAndId(name: string, id: string | undefined, scene: Scene): Line {
  if (name === '') return [code(id ?? '')];
  const short = shortName(name, scene);
  return id === undefined ? short : scene.messages.form.named(short, [idOf(id)]);
}

type OfSource = Readonly<{ sourceId: string; sourceName?: string | undefined }>;

const calledIn = ({ sourceId, sourceName }: OfSource, { sourceNames }: Scene): string =>
  sourceName === undefined || sourceName === '' ? (sourceNames.get(sourceId) ?? '') : sourceName;

/** What MMS calls a source, and its id. */
export const sourceName = (of: OfSource, scene: Scene): Line =>
  nameAndId(calledIn(of, scene), of.sourceId, scene);

/** For a headline. */
export const shortSourceName = (of: OfSource, scene: Scene): Line =>
  shortName(calledIn(of, scene) || of.sourceId, scene);

/** `source demo (2000015)` */
export const inSource = (of: OfSource, scene: Scene): Line =>
  scene.messages.failure.source(sourceName(of, scene));

export const tasksOf = (alerts: readonly Readonly<{ task: TaskRef }>[]): readonly TaskRef[] =>
  alerts.map(({ task }) => task);

/** Parts of one table can be tasks of their own. */
export function unitOf(tasks: readonly TaskRef[]): Unit {
  const tables = new Set(
    tasks.map(({ id, sourceId, sourceTable }) => `${sourceId} ${sourceTable || id}`),
  );
  return tables.size === tasks.length ? 'table' : 'task';
}

/** Where all of these happened: their job, else their source. */
export function placeOf(tasks: readonly TaskRef[], scene: Scene): Line {
  const [first] = tasks;
  if (first === undefined) return [];
  const sources = new Set(tasks.map(({ sourceId }) => sourceId));
  if (sources.size > 1) return [scene.messages.form.sources(sources.size)];
  const jobOf = ({ jobName: name, jobId }: TaskRef): string => name || (jobId ?? '');
  const job = jobOf(first);
  return job !== '' && tasks.every((task) => jobOf(task) === job)
    ? shortName(job, scene)
    : shortSourceName(first, scene);
}

export function oneOrCount<A>(
  alerts: readonly A[],
  one: (alert: A) => Line,
  count: (alerts: number) => string,
): Line {
  const [first, second] = alerts;
  if (first === undefined) return [];
  return second === undefined ? one(first) : [count(alerts.length)];
}

/** `a, b, c and 9 more`, of a `total` that was said before. */
export function someOf(
  names: readonly Line[],
  { messages, limits }: Scene,
  total = names.length,
): Line {
  const { form } = messages;
  const shown = names.slice(0, limits.names);
  if (shown.length === 0) return [form.counted(total, 'task')];
  const list = form.listed(shown);
  return total > shown.length ? form.andMore(list, total - shown.length) : list;
}

/** Those with lines of their own, and a line for the rest: `and 9 more: a, b, c and 6 more`. */
export function shownOf<Item>(
  items: readonly Item[],
  scene: Scene,
  nameOf?: (item: Item) => Line,
): Readonly<{ shown: readonly Item[]; rest: readonly Item[]; more: Line }> {
  const { form } = scene.messages;
  const shown = items.slice(0, scene.limits.lines);
  const rest = items.slice(shown.length);
  const names = nameOf === undefined ? [] : [form.colon, ...someOf(rest.map(nameOf), scene)];
  return { shown, rest, more: rest.length === 0 ? [] : [form.more(rest.length), ...names] };
}

export const someTasks = (tasks: readonly TaskRef[], scene: Scene, total = tasks.length): Line =>
  someOf(
    tasks.slice(0, scene.limits.names).map((task) => taskName(task, scene)),
    scene,
    total,
  );

/** Many good news need no names where a mail has them. */
export const goodNewsNames = (tasks: readonly TaskRef[], scene: Scene): Line =>
  scene.limits.rest === 'mail' && tasks.length > scene.limits.names ? [] : someTasks(tasks, scene);

/** Cut in its middle to `limit` characters as people count them: both ends tell names apart. */
export function nameWithin(name: string, limit: number): string {
  if (name.length <= limit || isId.test(name)) return name;
  const characters = charactersOf(name);
  if (characters.length <= limit) return name;
  const head = Math.ceil((limit - 1) / 2);
  const tail = characters.slice(characters.length - (limit - 1 - head));
  return `${characters.slice(0, head).join('')}…${tail.join('')}`;
}

/** Cut at its end to `limit` characters as people count them. */
export function sentenceWithin(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = charactersOf(text.slice(0, limit * 12));
  if (characters.length <= limit && text.length <= limit * 12) return text;
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`;
}

/** Cut at its end to `limit` UTF-16 units. */
export function lineWithin(line: Line, limit: number): Line {
  if (plainLine(line).length <= limit) return line;
  const kept: Inline[] = [];
  let room = limit - 1;
  for (const inline of line) {
    const text = plainLine([inline]);
    if (text.length > room) {
      let short = '';
      for (const character of charactersOf(text)) {
        if (short.length + character.length > room) break;
        short += character;
      }
      kept.push(withText(inline, `${short.trimEnd()}…`));
      break;
    }
    kept.push(inline);
    room -= text.length;
  }
  return kept;
}

function withText(inline: Inline, text: string): Inline {
  if (typeof inline === 'string') return text;
  if ('strong' in inline) return { strong: text };
  if ('code' in inline) return { code: text };
  return 'quote' in inline ? { quote: text } : text;
}

let graphemes: Intl.Segmenter | undefined;
const isAscii = /^[\0-\x7f]*$/;

/** A joined emoji or a letter with its marks is one character. */
function charactersOf(text: string): readonly string[] {
  if (isAscii.test(text)) return text.split('');
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
