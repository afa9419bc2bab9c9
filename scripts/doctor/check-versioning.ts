import { failureIn, type AskOss } from './ask-oss.ts';
import { fail, ok, skip, warn, type Finding } from './finding.ts';

const check = 'bucket versioning';

/**
 * Each tick that saves would leave a version behind, for ever. Few keys may ask, and the function's
 * need not.
 */
export async function checkVersioning(bucket: string, { call, said }: AskOss): Promise<Finding> {
  try {
    const { body } = await call({ method: 'GET', key: '', subresource: 'versioning' });
    const status = /<Status>(\w+)<\/Status>/.exec(body.toString())?.[1];
    if (status === 'Enabled') {
      const found = `${bucket} keeps every version: a copy of the state for each tick that saves`;
      return fail(
        check,
        found,
        'suspend the versioning of the bucket, or name another bucket in STATE_URL',
      );
    }
    if (status === undefined) return ok(check, 'off');
    return warn(
      check,
      'suspended; what was kept before stays and is paid for',
      'delete the old versions of the state',
    );
  } catch (error) {
    const failure = failureIn(error);
    const why =
      failure.status === 403
        ? 'these keys may not ask (oss:GetBucketVersioning)'
        : `no answer: ${said(failure)}`;
    return skip(check, why, `look at ${bucket} in the console: its versioning should be off`);
  }
}
