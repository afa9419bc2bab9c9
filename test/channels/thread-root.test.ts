import { describe, expect, it } from 'vitest';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import { threadRootOf } from '../../functions/channels/email/thread-root.ts';
import {
  aBaseline,
  aBlindSource,
  aCompletion,
  aFailure,
  aFinishedJob,
  aLostChannel,
  anEscalation,
  aStalledJob,
  aTask,
  id,
} from '../notification/alerts.ts';

const failure = aFailure(aTask(1), []);
const ofOtherJob = aFailure(aTask(2, 't', { jobId: id<JobId>(88) }), []);
const ofOtherSource = aFailure(aTask(3, 't', { sourceId: id<SourceId>(9) }), []);

describe('the thread of a mail', () => {
  it.each([
    {
      what: 'one job',
      alerts: [failure, aCompletion(aTask(2)), aFinishedJob(), anEscalation(), aStalledJob()],
      root: 'mms-job-2000015-87',
    },
    {
      what: 'one job at its first look',
      alerts: [aBaseline({ target: '2000015/jobs/87' })],
      root: 'mms-job-2000015-87',
    },
    { what: 'two jobs of a source', alerts: [failure, ofOtherJob], root: 'mms-source-2000015' },
    { what: 'a job and its source', alerts: [failure, aBlindSource()], root: 'mms-source-2000015' },
    {
      what: 'tasks of no job',
      alerts: [aFailure(aTask(1, 't', { jobId: undefined }), [])],
      root: 'mms-source-2000015',
    },
    { what: 'two sources', alerts: [failure, ofOtherSource], root: 'mms-task-alerts' },
    { what: 'a lost channel', alerts: [aLostChannel()], root: 'mms-task-alerts' },
    {
      what: 'one job and a lost channel',
      alerts: [aLostChannel(), failure],
      root: 'mms-job-2000015-87',
    },
  ])('is that of $root for $what', ({ alerts, root }) => {
    expect(threadRootOf(alerts)).toBe(root);
  });
});
