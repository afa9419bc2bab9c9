import {
  isNoSuchKey,
  ossAdvice,
  type OssFailure,
  type OssOperation,
} from '../../functions/storage/oss-failure.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import { allow } from '../deployment/policies.ts';
import { createAskOss, failureIn, type AskOss, type OssState } from './ask-oss.ts';
import { checkVersioning } from './check-versioning.ts';
import { fail, ok, type Finding } from './finding.ts';
import { readable, type StoredState } from './stored-state.ts';

/** Beside the channels' objects, which are left alone. */
export const probeName = 'doctor-probe.json';

/**
 * Reads the states of these channels, and writes, reads back and deletes an object of its own
 * beside them.
 */
export async function checkOssState(
  state: OssState,
  channels: readonly string[],
  credentials: Credentials,
  until: number,
  patience: RetryDeps,
): Promise<readonly Finding[]> {
  const oss = createAskOss(state, credentials, until, patience);
  return [
    await checkReading(state, channels, oss),
    await checkWriting(state, oss),
    await checkVersioning(state.bucket, oss),
  ];
}

async function textOf({ call }: AskOss, key: string): Promise<string> {
  return (await call({ method: 'GET', key })).body.toString('utf8');
}

async function checkReading(
  state: OssState,
  channels: readonly string[],
  oss: AskOss,
): Promise<Finding> {
  const check = 'state read';
  const states: StoredState[] = [];
  for (const name of channels) {
    const key = `${state.prefix}${name}.json`;
    const location = `oss://${state.bucket}/${key}`;
    try {
      states.push({ location, text: await textOf(oss, key) });
    } catch (error) {
      const failure = failureIn(error);
      if (!isNoSuchKey(failure)) {
        return fail(
          check,
          `${location}: ${oss.said(failure)}`,
          ...hintsFor(failure, 'GetObject', state),
        );
      }
      states.push({ location, text: undefined });
    }
  }
  return readable(check, states);
}

async function checkWriting(state: OssState, oss: AskOss): Promise<Finding> {
  const check = 'state write';
  const key = `${state.prefix}${probeName}`;
  const location = `oss://${state.bucket}/${key}`;
  // The same from every doctor, since two may be at work.
  const written = JSON.stringify({
    about: 'written by the doctor; nothing reads it, and it may be deleted',
  });
  const headers = { 'content-type': 'application/json' };
  try {
    await oss.call({ method: 'PUT', key, headers, body: Buffer.from(written) });
  } catch (error) {
    const failure = failureIn(error);
    return fail(
      check,
      `${location}: ${oss.said(failure)}`,
      ...hintsFor(failure, 'PutObject', state),
    );
  }
  try {
    if ((await textOf(oss, key)) !== written) {
      return fail(
        check,
        `${location} was written, but another text was read back`,
        'look for a cache before OSS_ENDPOINT',
      );
    }
  } catch (error) {
    const failure = failureIn(error);
    return fail(
      check,
      `${location} was written, but not read: ${oss.said(failure)}`,
      ...hintsFor(failure, 'GetObject', state),
    );
  }
  try {
    await oss.call({ method: 'DELETE', key });
    return ok(check, `${location} written, read back and deleted`);
  } catch {
    return ok(
      check,
      `${location} written and read back; it stays: these keys may not delete, nor does the function`,
    );
  }
}

const listing =
  'and oss:ListObjects as `npm run doctor -- --policy` shows it, or what is not there yet may read as forbidden';

function hintsFor(
  failure: OssFailure,
  operation: OssOperation,
  { bucket, prefix }: OssState,
): readonly string[] {
  const advice = ossAdvice(failure, operation, bucket);
  if (advice.includes('next tick')) return ['try again; if it stays so, check OSS_ENDPOINT'];
  if (!advice.startsWith('allow ')) return [advice];
  const line = `add to the policy: ${allow(`oss:${operation}`, `acs:oss:*:*:${bucket}/${prefix}*`)}`;
  return operation === 'GetObject' ? [line, listing] : [line];
}
