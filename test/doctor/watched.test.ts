import { describe, expect, it } from 'vitest';
import { answer, badGateway, onOperation } from '../../rehearsal/world/fault.ts';
import { mmsForbids, mmsSays, wellPatient } from './patient.ts';

describe('of what is watched it says', () => {
  it('the policy line that is missing', async () => {
    const patient = await wellPatient();
    patient.world.mms.fault = onOperation('ListMmsTasks', mmsForbids);
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toBe(
      'fail source 2000015 ListMmsTasks: NoPermission (HTTP 403, request A): You are not authorized to do this operation.' +
        ' -> add to the policy: {"Effect":"Allow","Action":["odps:ListMmsTasks"],"Resource":["acs:odps:cn-shanghai:1234567890123456:mmsdatasource/2000015"]}',
    );
  });

  it('that the logs may not be read, which only shows when one is', async () => {
    const patient = await wellPatient();
    patient.world.mms.fault = onOperation('ListMmsTaskLogs', mmsForbids);
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(
      /^fail .*ListMmsTaskLogs: NoPermission.*"odps:ListMmsTaskLogs"/,
    );
  });

  it('that jobs may not be listed, which costs calls and breaks nothing', async () => {
    const patient = await wellPatient();
    patient.world.mms.fault = onOperation('ListMmsJobs', mmsForbids);
    expect(await patient.examine()).toBe(true);
    expect(patient.of('source 2000015')).toMatch(/^ok/);
    expect(patient.of('jobs of source 2000015')).toMatch(
      /^warn .*every page of tasks is read in every tick, and the end of a job is not told -> .*"odps:ListMmsJobs"/,
    );
  });

  it.each([
    ['GetMmsDataSource', 'status of source 2000015', 'trouble of the source itself is not told'],
    ['ListMmsTimers', 'timers of source 2000015', 'trouble of its timers'],
    ['ListMmsTimerLogs', 'log of timer 18', 'trouble of its timers is not told'],
  ])('that %s is refused, and what is not reported then', async (action, check, loss) => {
    const patient = await wellPatient();
    patient.world.migration.addTimer(patient.deployment.source, 'every_night');
    expect(await patient.examine()).toBe(true);
    expect(patient.of(check)).toBe('');
    patient.world.mms.fault = onOperation(action, mmsForbids);
    expect(await patient.examine()).toBe(true);
    expect(patient.of(check)).toMatch(/^warn /);
    expect(patient.of(check)).toContain(`${action}: NoPermission`);
    expect(patient.of(check)).toContain(loss);
    expect(patient.of(check)).toContain(
      `add to the policy: {"Effect":"Allow","Action":["odps:${action}"]`,
    );
  });

  it('each target by itself', async () => {
    const patient = await wellPatient();
    const [task] = patient.deployment.job.tasks;
    patient.watch = `2000015/jobs/${patient.deployment.job.id},2000015/jobs/999999,2000015/tasks/${task?.id ?? ''},2000015/tasks/999999,77`;
    expect(await patient.examine()).toBe(false);
    expect(patient.of(`job 2000015/jobs/${patient.deployment.job.id}`)).toMatch(/^ok .* 1 task;/);
    expect(patient.of('job 2000015/jobs/999999')).toMatch(/^warn .*it lists no task/);
    expect(patient.of(`task 2000015/tasks/${task?.id ?? ''}`)).toMatch(
      /^ok .*the task can be read; the log/,
    );
    expect(patient.of('task 2000015/tasks/999999')).toMatch(
      /^fail .*HTTP 404.*check that what MMS_WATCH names exists in this region/,
    );
    expect(patient.of('source 77')).toMatch(
      /^fail .*HTTP 404.*check that what MMS_WATCH names exists in this region; a bare number is a data source, a job is written SOURCE\/jobs\/ID$/,
    );
  });

  it('that a region has no MMS, and which ones have', async () => {
    const patient = await wellPatient();
    patient.variables = { MMS_REGION: 'me-central-1' };
    patient.world.mms.fault = () =>
      mmsSays(404, 'InvalidApi.NotFound', 'Specified api is not found.');
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(
      /InvalidApi\.NotFound.*this endpoint has no MMS.*MMS is known in cn-hangzhou, .*not in me-central-1$/,
    );
  });

  it('that the server is in trouble, or is none', async () => {
    const patient = await wellPatient();
    patient.world.mms.fault = () => badGateway;
    patient.world.oss.fault = () => badGateway;
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(
      /^fail .*the answer is no JSON object -> (?:try again|what answers may not be MMS).*MMS_ENDPOINT/,
    );
    expect(patient.of('state read')).toMatch(
      /^fail .*HTTP 502.* -> try again; .*check OSS_ENDPOINT$/,
    );
    patient.world.mms.fault = () => answer(200, '{"data":{"objectList":7}}');
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(/^fail .*this does not answer as MMS does$/);
    await patient.world.mms.close();
    expect(await patient.examine()).toBe(false);
    expect(patient.of('source 2000015')).toMatch(
      /^fail .*the host cannot be reached: check MMS_ENDPOINT /,
    );
  });

  it('that no answer came, when its patience ends', async () => {
    const patient = await wellPatient();
    patient.world.mms.fault = () => ({ kind: 'hang' });
    patient.world.oss.fault = () => ({ kind: 'hang' });
    expect(await patient.examine({ timeoutMs: 300 })).toBe(false);
    expect(patient.of('source 2000015')).toMatch(/^fail/);
    expect(patient.of('state read')).toMatch(/^fail/);
  });
});
