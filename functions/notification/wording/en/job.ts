import { words } from '../../document.ts';
import type { JobWording, WatchWording } from '../wording.ts';
import { count, number } from './form.ts';

const rules = {
  'share failed': 'over 20 % of the ended tasks failed',
  'no success': 'no success for 30 minutes while failures go on',
  burst: 'over 100 failures in 10 minutes',
} as const;

export const job: JobWording = {
  finished: (name) => words`${{ strong: 'Finished' }}: ${name}`,
  took: (duration) => `took ${duration}`,
  slowest: (tasks) => words`slowest: ${tasks}`,
  failedByCause: 'failed, by cause:',
  failedTasks: (names) => words`failed: ${names}`,
  unlisted: (value) =>
    `${count(value, 'failed task')} more ${value === 1 ? 'is' : 'are'} in no list: more than can be remembered; MMS's console has them`,
  failedInMail: 'all failed tasks are in the mail',
  failedAttached: (file) => `all failed tasks are in the attached ${file}`,
  moreFinished: (jobs) => words`also finished: ${jobs}`,
  doneOf: (done, total) => `${number(done)} of ${number(total)} done`,
  failed: (value) => `${number(value)} failed`,
  running: (value) => `${number(value)} running`,
  waiting: (value) => `${number(value)} waiting`,
  stopped: (value) => `${number(value)} stopped`,
  perHour: (value) => `${number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))}/h`,
  left: (duration) => `about ${duration} left`,
  moreJobs: (value) => `and ${count(value, 'more job')}`,
  escalation: (name, why) => words`${{ strong: 'Escalation' }} in ${name}: ${why}`,
  shareFailed: (failed, ended) => `${number(failed)} of ${number(ended)} ended tasks failed`,
  noSuccess: (since, duration, failed) =>
    `no task has succeeded since ${since} (${duration}) while ${number(failed)} failed`,
  burst: (failed) => `${count(failed, 'failure')} within ten minutes`,
  guide: (broken) =>
    `Alibaba Cloud's own guide to MMS says to stop and look now at this: ${broken.map((rule) => rules[rule]).join('; ')}.`,
};

export const watch: WatchWording = {
  blind: (source, since) =>
    words`${{ strong: 'Blind' }} since ${since}: source ${source}, for three looks running`,
  nothingIsLost: 'What happens there meanwhile is told when it can be read again.',
  moreBlind: (value) => `and ${number(value)} more that cannot be read or told`,
  sightReturned: (source, { from, until, lasted, meanwhile }) =>
    words`${{ strong: 'Can see' }} source ${source} again; blind from ${from} to ${until} (${lasted}); since then: ${meanwhile}`,
  moreBack: (value) => `and ${count(value, 'more source')} can be read again`,
  meanwhile: (failed, recovered, done) => {
    const parts = [
      ...(failed > 0 ? [`${number(failed)} failed`] : []),
      ...(recovered > 0 ? [`${number(recovered)} recovered`] : []),
      ...(done > 0 ? [`${number(done)} done`] : []),
    ];
    return parts.length === 0 ? 'nothing' : parts.join(', ');
  },
  channelLost: (channel, since) => words`${{ strong: 'Lost' }} since ${since}: ${channel}`,
  owedWaits: 'What is owed there waits; this channel tells it too.',
  noLogRow: (duration) => `no log row for ${duration}`,
  stalledTask: (task, noLogRow) => words`! stalled: ${task}, ${noLogRow}`,
  usually: (duration) => `; tables of this job usually take ${duration}`,
  stalledJob: (name, waiting, duration) =>
    words`! stalled: ${name}, ${count(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'} and none has run for ${duration}`,
  moreStalled: (value) => `! ${number(value)} more stalled`,
  stillFailed: (longer, counted) => `Still failed after ${longer}: ${counted}`,
};
