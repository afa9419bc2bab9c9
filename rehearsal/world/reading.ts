import type { ExpectedAlert } from './expected-alerts.ts';
import type { Mail } from './mail-server.ts';
import type { MigrationSource, MigrationTask, MigrationTimer } from './migration-records.ts';
import type { SlackMessage } from './slack-server.ts';

export type Reading = Readonly<{
  /** Which of the alerts that wait for this receiver they tell. */
  tells: (waiting: readonly ExpectedAlert[]) => readonly ExpectedAlert[];
  /** Ids of the tasks that they speak of, among these. */
  tasks: (known: ReadonlySet<string>) => readonly string[];
}>;

/**
 * By what hardly depends on wording: ids, numbers, statuses and commands. A chat beside a mail may
 * name one failure of a kind and count the others, by the exact number of what waits, and only
 * count what is well. Who `listsEveryId` may do neither.
 */
export function readTexts(texts: readonly string[], listsEveryId: boolean): Reading {
  const text = plain(texts.join('\n'));
  const digits = new Set(text.match(/\d+/g));
  const numbers = numbersIn(text);
  const jobs = idsAfter(text, jobIds);
  const toStop = idsAfter(text, /stop-mms-job [^\n]*--job-id (\d+)/g);

  const lines = text.split('\n').map((line) => ({
    said: line,
    digits: new Set(line.match(/\d+/g)),
    jobs: idsAfter(line, jobIds),
  }));

  const isCounted = (tasks: readonly MigrationTask[]): boolean =>
    !listsEveryId && numbers.has(new Set(tasks).size);

  /** What is well has lines with a mark, which may only count: the oldest are told first. */
  const ticked = (ended: readonly Ended[]): readonly Ended[] =>
    lines.flatMap(({ said, digits: onLine }) => {
      if (listsEveryId || !said.trimStart().startsWith('✓')) return [];
      const kind = /recover|恢复/.test(said) ? 'recovered' : 'done';
      const own = ended.filter((event) => event.kind === kind);
      const [count = 0] = numbersIn(said);
      const named = own.filter(({ task }) => onLine.has(task.id));
      const unnamed = own.filter(({ task }) => !digits.has(task.id));
      return [...named, ...unnamed.slice(0, Math.max(0, count - named.length))];
    });

  /** On a line that is about no task or job of it. */
  const speaksOf = ({ id, tasks, jobs: own }: MigrationSource, timer?: MigrationTimer): boolean =>
    lines
      .filter((line) => line.digits.has(id))
      .filter(({ said }) => timer === undefined || said.includes(timer.name))
      .filter((line) => !own.some((job) => line.jobs.has(job.id)))
      .some((line) => !tasks.some((task) => line.digits.has(task.id)));

  const names = (event: ExpectedAlert): boolean => {
    switch (event.kind) {
      case 'failed':
      case 'recovered':
      case 'done':
      case 'stalled':
        return digits.has(event.task.id);
      case 'unknown':
        return text.includes(event.status);
      case 'reminder':
        return isCounted(event.tasks) || event.tasks.every(({ id }) => digits.has(id));
      case 'job-finished':
        return (
          jobs.has(event.job.id) &&
          [event.done, event.job.tasks.length].every((number) => numbers.has(number))
        );
      case 'escalation':
        return toStop.has(event.job.id);
      case 'blind':
        return 'source' in event
          ? speaksOf(event.source)
          : text.toLowerCase().includes(event.channel);
      case 'source':
        return speaksOf(event.timer.source, event.timer);
      case 'baseline':
        return text.includes(event.target);
      default:
        return event satisfies never;
    }
  };

  return {
    tells: (waiting) => {
      const failed = waiting.filter((event) => event.kind === 'failed');
      const failing = new Set(failed.map(({ task }) => task));
      const ended = waiting.filter((event) => event.kind === 'recovered' || event.kind === 'done');
      // Whoever hears of a failure and its end at once hears of one thing.
      const alone = ended.filter(({ task }) => !failing.has(task));
      const groups = [failed, ...groupsOf(failed, ({ cause }) => cause ?? '')];
      const told = new Set<ExpectedAlert>(waiting.filter(names));
      const finished = [...told].flatMap((event) =>
        event.kind === 'job-finished' && numbers.has(event.failed) ? [event.job] : [],
      );
      for (const group of groups) {
        const isNamed = group.some(({ task }) => digits.has(task.id));
        if (!isNamed || !isCounted(group.map(({ task }) => task))) continue;
        for (const event of group) told.add(event);
      }
      for (const event of ticked(alone)) told.add(event);
      for (const event of failed) if (finished.includes(event.task.job)) told.add(event);
      const heard = new Set(failed.filter((event) => told.has(event)).map(({ task }) => task));
      for (const event of ended) if (heard.has(event.task)) told.add(event);
      return [...told];
    },
    tasks: (known) => [...digits].filter((id) => known.has(id)),
  };
}

type Ended = Extract<ExpectedAlert, { kind: 'recovered' | 'done' }>;

const groupsOf = <Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[][] => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
};

const numbersIn = (text: string): ReadonlySet<number> =>
  new Set(
    Array.from(text.matchAll(/(?<!\w)\d+(?:,\d{3})*(?!\w)/g), ([written]) =>
      Number(written.replaceAll(',', '')),
    ),
  );

const jobIds = /(?:"jobId":"?|--job-id |[(（])(\d+)/g;

const idsAfter = (text: string, pattern: RegExp): ReadonlySet<string> =>
  new Set(Array.from(text.matchAll(pattern), ([, id = '']) => id));

/** Without the escapes of any channel; addresses are read too. */
const plain = (text: string): string =>
  text
    .replace(/%(?:22|2C|3A|7B|7D)/g, decodeURIComponent)
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/[\\\u200b`*]/g, '');

export const readSlackMessage = ({ all }: SlackMessage): Reading => readTexts([all], false);

export function readMail({ parsed }: Mail): Reading {
  const { subject = '', text = '', html = '', attachments } = parsed;
  const files = attachments.map(({ content }) =>
    typeof content === 'string' ? content : new TextDecoder().decode(content),
  );
  return readTexts([subject, text, html, ...files], true);
}
