import { words } from '../../document.ts';
import type { HeadlineWording } from '../wording.ts';
import { count, number, tally } from './form.ts';

export const headline: HeadlineWording = {
  inPlace: (place, afterMore) => words`${afterMore ? ',' : ''} in ${place}`,
  placeOfJob: (place, job) => words`${place} (job ${job})`,
  job: (job) => words`job ${job}`,
  sources: (value) => count(value, 'data source'),
  failed: (value, unit) => tally(value, unit, 'failed'),
  moreFailed: (value, unit, since) =>
    `${number(value)} more ${value === 1 ? unit : `${unit}s`} failed (${number(since.all)} since ${since.at})`,
  recovered: (value, unit) => tally(value, unit, 'recovered'),
  done: (value, unit) => tally(value, unit, 'done'),
  causes: (value) => count(value, 'cause'),
  recoveredSince: (value, ofAll) =>
    ofAll ? 'recovered since' : `${number(value)} of them recovered since`,
  dataLoss: (value, ofAll) =>
    ofAll ? 'possible data loss' : `possible data loss in ${number(value)} of them`,
  unknownStatuses: (value) => count(value, 'unknown status', 'unknown statuses'),
  watching: (name, first) => words`${first ? 'Watching' : 'now watching'} ${name}`,
  watchingTargets: (value, first) =>
    `${first ? 'Watching' : 'now watching'} ${count(value, 'target')}`,
  totals: (tasks, done, failed) =>
    tasks === 0
      ? 'no tasks yet'
      : [
          count(tasks, 'task'),
          `${number(done)} done`,
          ...(failed > 0 ? [`${number(failed)} already failed`] : []),
        ].join(', '),
  finished: (job, result) => words`${job} finished: ${result}`,
  jobsFinished: (value, result) => `${count(value, 'job')} finished: ${result}`,
  result: ({ done, failed, stopped, total }) =>
    done === total && total > 0
      ? `all ${number(total)} done`
      : [
          `${number(done)} done`,
          ...(failed > 0 ? [`${number(failed)} failed`] : []),
          ...(stopped > 0 ? [`${number(stopped)} stopped`] : []),
        ].join(', '),
  escalation: (job, why) => words`Escalation in ${job}: ${why}`,
  escalations: (value, jobs) => words`Escalation in ${count(value, 'job')}: ${jobs}`,
  blind: (source, first) => words`${first ? 'Blind' : 'blind'}: ${source} cannot be read`,
  blindSources: (value, first) =>
    `${first ? 'Blind' : 'blind'}: ${count(value, 'source')} cannot be read`,
  sightReturned: (source) => words`${source} can be read again`,
  sightReturnedTo: (value) => `${count(value, 'source')} can be read again`,
  channelsLost: (value) => `${count(value, 'channel')} take no messages`,
  channelLost: (channel) => words`${channel} takes no messages`,
  stalledTasks: (value) => `${count(value, 'task')} stalled`,
  stalledJob: (job, waiting) =>
    words`${job} stalled: ${count(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'}, none runs`,
  stalledJobs: (value) => `${count(value, 'job')} stalled`,
  stillFailed: (value, unit, longer) => `${count(value, unit)} still failed after ${longer}`,
};
