import { describe, expect, it } from 'vitest';
import { onOperation } from '../../rehearsal/world/fault.ts';
import { ossForbids, ossSays, wellPatient } from './patient.ts';

describe('of the state it says', () => {
  it.each([
    ['read', 'GetObject', '"oss:GetObject"'],
    ['write', 'PutObject', '"oss:PutObject"'],
  ])('the policy line that is missing to %s it', async (what, operation, line) => {
    const patient = await wellPatient();
    patient.world.oss.fault = onOperation(operation, ossForbids);
    expect(await patient.examine()).toBe(false);
    expect(patient.of(`state ${what}`)).toMatch(/^fail .*AccessDenied \(HTTP 403, request ABC\)/);
    expect(patient.of(`state ${what}`)).toContain(
      `add to the policy: {"Effect":"Allow","Action":[${line}],"Resource":["acs:oss:*:*:mms-task-alerts/production/*"]}`,
    );
  });

  it('nothing of the versioning where OSS refuses more than that', async () => {
    const patient = await wellPatient();
    patient.world.oss.fault = () => ossForbids;
    expect(await patient.examine()).toBe(false);
    expect(patient.of('state read')).toMatch(/^fail /);
    expect(patient.of('bucket versioning')).toBe('');
  });

  it('that what it wrote stays where it may not delete', async () => {
    const patient = await wellPatient();
    patient.world.oss.fault = onOperation('DeleteObject', ossForbids);
    expect(await patient.examine()).toBe(true);
    expect(patient.of('state write')).toMatch(/^ok .*it stays/);
  });

  it.each([
    ['Enabled', 'fail', false],
    ['Suspended', 'warn', true],
  ] as const)('that versioning is %s', async (versioning, verdict, well) => {
    const patient = await wellPatient();
    patient.world.oss.versioning = versioning;
    expect(await patient.examine()).toBe(well);
    expect(patient.of('bucket versioning')).toMatch(new RegExp(`^${verdict} `));
  });

  it('that it may not ask for the versioning', async () => {
    const patient = await wellPatient();
    patient.world.oss.fault = onOperation('GetBucketVersioning', ossForbids);
    expect(await patient.examine()).toBe(true);
    expect(patient.of('bucket versioning')).toMatch(
      /^skip .*these keys may not ask \(oss:GetBucketVersioning\) -> look at mms-task-alerts in the console/,
    );
  });

  it.each([
    ['The bucket you are attempting to access must be addressed using the specified endpoint.'],
    ['Invalid signing region in Authorization header.'],
  ])('that the bucket is in another region: %s', async (message) => {
    const patient = await wellPatient();
    patient.world.oss.fault = () => ossSays(message);
    expect(await patient.examine()).toBe(false);
    expect(patient.of('state read')).toMatch(/the bucket is in another region: set OSS_ENDPOINT/);
    expect(patient.of('state write')).toMatch(/the bucket is in another region: set OSS_ENDPOINT/);
  });

  it('that there is no such bucket', async () => {
    const patient = await wellPatient();
    patient.variables = { STATE_URL: 'oss://nobodys-bucket/production' };
    expect(await patient.examine()).toBe(false);
    expect(patient.of('state read')).toMatch(
      /NoSuchBucket.*create the bucket nobodys-bucket, or check STATE_URL/,
    );
  });

  it.each([
    ['{"version":', /is not valid JSON .* -> Restore an earlier copy/],
    ['{"version":99}', /has version 99.* -> Deploy that release again/],
    ['{"version":1}', /cannot be read as a state .* -> Restore an earlier copy/],
  ])('that the function would not understand %s', async (text, expected) => {
    const patient = await wellPatient();
    patient.world.putState('email', text);
    expect(await patient.examine()).toBe(false);
    expect(patient.of('state read')).toMatch(expected);
    expect(patient.of('state read')).toContain('email.json');
  });
});

it('is refused in a folder, which is not tried', async () => {
  const patient = await wellPatient();
  patient.variables = { STATE_URL: 'file:/dev/null/state' };
  expect(await patient.examine()).toBe(false);
  expect(patient.of('deployment')).toContain('STATE_URL: file: is for local use');
  expect(patient.of('state')).toBe('skip state a folder is for local use');
});
