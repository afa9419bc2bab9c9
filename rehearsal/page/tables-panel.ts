import type { SeenJob, SeenTable } from '../story/sight.ts';
import type { Board } from './board.ts';
import { html, type Html } from './html.ts';

/** The state of a table in a word and a sign; colour only repeats them. */
type Look = Readonly<{
  word: string;
  sign: string;
  tone: 'waiting' | 'doing' | 'done' | 'failed' | 'odd';
}>;

/** Every table in a cell of its own, under its job; a job that comes later comes first. */
export function showTables(board: Board, jobs: readonly SeenJob[]): void {
  board.list('jobs', { place: 'first' });
  for (const { id, name, tables } of jobs.toReversed()) {
    board.put(
      'jobs',
      `job-${id}`,
      html`<section id="job-${id}" class="job">
        <h3>${name} <span class="id">${id}</span></h3>
        <p id="job-${id}-sum" class="sum"></p>
        <ol id="job-${id}-tables" class="cells"></ol>
      </section>`,
    );
    board.list(`job-${id}-tables`, { place: 'last' });
    for (const table of tables) board.put(`job-${id}-tables`, `task-${table.taskId}`, cell(table));
    board.text(`job-${id}-sum`, sumOf(tables));
  }
}

function cell(table: SeenTable): Html {
  const { word, sign, tone } = lookOf(table);
  const exact = `task ${table.taskId}, ${table.status}${table.retriedTimes > 0 ? `, retried ${table.retriedTimes} times` : ''}`;
  return html`<li id="task-${table.taskId}" class="cell ${tone}" title="${exact}">
    <span class="name">${table.table}</span>
    <span class="state"><span aria-hidden="true">${sign}</span> ${word}</span>
  </li>`;
}

const phases: Readonly<Record<string, string>> = {
  SCHEMA: 'schema',
  DATA: 'data',
  VERIFICATION: 'verify',
};

function lookOf({ status, running, stopped }: SeenTable): Look {
  const [, phase = '', step = ''] =
    /^(SCHEMA|DATA|VERIFICATION)_(DOING|DONE|FAILED)$/.exec(status) ?? [];
  if (status === 'DONE') return { word: 'done', sign: '✓', tone: 'done' };
  if (stopped) return { word: 'stopped', sign: '■', tone: 'odd' };
  if (status === 'INIT') return { word: 'waiting', sign: '·', tone: 'waiting' };
  if (phase === '') return { word: status, sign: '?', tone: 'odd' };
  if (step === 'FAILED')
    return { word: `${phases[phase] ?? phase} failed`, sign: '✕', tone: 'failed' };
  return {
    word: `${phases[phase] ?? phase}${running ? '' : ', waiting'}`,
    sign: '▸',
    tone: 'doing',
  };
}

function sumOf(tables: readonly SeenTable[]): string {
  const counts = new Map<string, number>();
  for (const table of tables) {
    const { tone } = lookOf(table);
    counts.set(tone, (counts.get(tone) ?? 0) + 1);
  }
  const parts = [
    ['done', 'done'],
    ['failed', 'failed'],
    ['doing', 'under way'],
    ['waiting', 'waiting'],
    ['odd', 'odd'],
  ] as const;
  const said = parts.flatMap(([tone, word]) =>
    counts.has(tone) ? [`${counts.get(tone) ?? 0} ${word}`] : [],
  );
  return `${tables.length} tables: ${said.join(', ')}`;
}
