import { words } from '../../document.ts';
import type { FrameWording, NewsWording } from '../wording.ts';
import { count, number } from './form.ts';

export const news: NewsWording = {
  recovered: ({ task, after, again, stateSaid }) =>
    words`${stateSaid ? '✓ ' : '✓ recovered: '}${task}, ${after}${again ? ', failed again since' : ''}`,
  after: (failures, duration) => `after ${count(failures, 'failure')}, ${duration}`,
  moreRecovered: (value) => `✓ ${number(value)} more recovered`,
  done: (value, place) =>
    place.length === 0 ? [`✓ ${number(value)} done`] : words`✓ ${number(value)} done in ${place}`,
  unknownStatus: (status, task, others) =>
    words`? unknown status ${status}: ${task}${others > 0 ? ` and ${count(others, 'more task')}` : ''}`,
  moreUnknown: (value, statuses) =>
    words`? ${count(value, 'more unknown status', 'more unknown statuses')}: ${statuses}`,
  unknownAdvice: (value) =>
    `MMS does not document ${value === 1 ? 'this status' : 'these statuses'}: look at the task in the console. Each status is told once.`,
  target: (target) => words`target ${target}`,
  watching: (name, totals) => words`${{ strong: 'Watching' }} ${name}: ${totals}`,
  moreTargets: (value, totals) => `and ${count(value, 'more target')}: ${totals}`,
  moreStatuses: (value) => `and ${count(value, 'more status', 'more statuses')}`,
  alreadyFailed: (tasks) => words`already failed: ${tasks}`,
  fromHereOn: 'From here on every change is told; what happened before is not.',
};

export const frame: FrameWording = {
  console: 'Open the MMS console',
  continued: (failed, page, pages) => `${failed}, continued (${page} of ${pages})`,
  notListed: (value, mailAlso) =>
    `and ${count(value, 'more failed task')}; ${mailAlso ? 'all ids are in the mail' : 'there was no room for their ids'}`,
  moreInTable: (value, file) => `and ${count(value, 'more failed task')} in the attached ${file}`,
  allInTable: (value, file) =>
    `all ${number(value)} changes, with every id, are in the attached ${file}`,
  kinds: {
    failed: 'failed',
    recovered: 'recovered',
    done: 'done',
    unknown: 'unknown status',
    baseline: 'watching',
    'job-finished': 'finished jobs',
    'job-stopped': 'stopped jobs',
    escalation: 'escalation in jobs',
    stalled: 'stalled',
    reminder: 'still failed',
    blind: 'blind',
    source: 'data source',
  },
  textRefused: 'The text of this message was refused: see MMS for the rest.',
};
