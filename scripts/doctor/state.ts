import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { kinds } from '../../functions/kinds/kinds.ts';
import { StateError } from '../../functions/errors.ts';
import { OutOfTime, requestTimeout } from '../../functions/runtime/deadline.ts';
import type { HttpAnswer } from '../../functions/runtime/http.ts';
import { redactorOf } from '../../functions/runtime/redact-credentials.ts';
import { backoff, retryUntil } from '../../functions/runtime/retry.ts';
import { quote } from '../../functions/runtime/service-answer.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import type { Credentials } from '../../functions/settings/credentials.ts';
import type { StateLocation } from '../../functions/settings/places.ts';
import { createFileStateStore } from '../../functions/storage/file-state-store.ts';
import { createOssClient, type OssCall } from '../../functions/storage/oss-client.ts';
import {
  isNoSuchKey,
  ossAdvice,
  ossFailureOf,
  OssRefusal,
  type OssFailure,
  type OssOperation,
} from '../../functions/storage/oss-failure.ts';
import { decodeState } from '../../functions/storage/state-codec.ts';
import { allow } from '../deployment/policies.ts';
import { fail, known, ok, skip, warn, type Check, type Finding } from './finding.ts';
import { reachable, type Services } from './services.ts';

/**
 * Reads the states of the channels, and writes, reads back and deletes an object of its own beside
 * them.
 */
export function checksOfState(
  { state, channels }: Configuration,
  services: Services,
): readonly Check[] {
  const names = channels.map(({ name }) => name);
  if (state.kind === 'folder')
    return [{ what: 'state', work: () => checkFolder(state.folder, names) }];
  const { credentials, deployer } = services;
  if (credentials === undefined) return [known(skip('state', 'there are no credentials'))];
  const { endpoint, findings } = reachable('OSS_ENDPOINT', state.endpoint, deployer);
  return [
    ...findings.map(known),
    { what: 'state', work: () => checkOss({ ...state, endpoint }, names, credentials, services) },
  ];
}

/** A channel's state as it was found; `text` is `undefined` where there is none yet. */
type StoredState = Readonly<{ location: string; text: string | undefined }>;

/** Whether the function would understand them. */
function readable(states: readonly StoredState[]): Finding {
  for (const { location, text } of states) {
    if (text === undefined) continue;
    try {
      decodeState(text, { kinds, location, owner: undefined });
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const end = error.message.indexOf('. ');
      return fail('state read', error.message.slice(0, end), error.message.slice(end + 2));
    }
  }
  return ok('state read', states.map(sizeOf).join('; '));
}

const sizeOf = ({ location, text }: StoredState): string =>
  `${location}: ${text === undefined ? 'not there yet, so its first run is to come' : `${Buffer.byteLength(text)} bytes`}`;

type OssState = Extract<StateLocation, { kind: 'oss' }>;

type Oss = Readonly<{
  /** The answer, where its status is 2xx. */
  call: (oss: OssCall) => Promise<HttpAnswer>;
  said: (failure: OssFailure) => string;
}>;

const retries = 2;

async function checkOss(
  state: OssState,
  channels: readonly string[],
  credentials: Credentials,
  { deps, until }: Services,
): Promise<readonly Finding[]> {
  const ask = createOssClient(state, credentials);
  const redact = redactorOf(credentials);
  // As the function does, but it gives up early: somebody is waiting.
  const delayBefore = (error: Error, retry: number): number | undefined =>
    ossFailureOf(error).transient && retry < retries
      ? backoff(retry, { first: 200, most: 2_000 }, deps.random)
      : undefined;
  const attempt = async (oss: OssCall): Promise<HttpAnswer> => {
    const answer = await ask(oss, requestTimeout(until, deps.clock));
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new OssRefusal(answer);
  };
  const oss: Oss = {
    call: (call) => retryUntil(() => attempt(call), { ...deps, until, delayBefore }),
    said: (failure) => quote(failure, redact),
  };
  return [
    await checkReading(state, channels, oss),
    await checkWriting(state, oss),
    await checkVersioning(state.bucket, oss),
  ];
}

const failureIn = (error: unknown): OssFailure =>
  ossFailureOf(error instanceof OutOfTime ? (error.cause ?? error) : error);

async function textOf({ call }: Oss, key: string): Promise<string> {
  return (await call({ method: 'GET', key })).body.toString('utf8');
}

async function checkReading(
  state: OssState,
  channels: readonly string[],
  oss: Oss,
): Promise<Finding> {
  const states: StoredState[] = [];
  for (const name of channels) {
    const key = `${state.prefix}${name}.json`;
    const location = `oss://${state.bucket}/${key}`;
    try {
      states.push({ location, text: await textOf(oss, key) });
    } catch (error) {
      const failure = failureIn(error);
      if (!isNoSuchKey(failure))
        return fail(
          'state read',
          `${location}: ${oss.said(failure)}`,
          ...hintsFor(failure, 'GetObject', state),
        );
      states.push({ location, text: undefined });
    }
  }
  return readable(states);
}

/** Beside the channels' objects, which are left alone. */
const probeName = 'doctor-probe.json';

async function checkWriting(state: OssState, oss: Oss): Promise<Finding> {
  const check = 'state write';
  const key = `${state.prefix}${probeName}`;
  const location = `oss://${state.bucket}/${key}`;
  // The same from every doctor, since two may be at work.
  const about = 'written by the doctor; nothing reads it, and it may be deleted';
  const written = JSON.stringify({ about });
  const headers = { 'content-type': 'application/json' };
  const refused = (error: unknown, before: string, operation: OssOperation): Finding => {
    const failure = failureIn(error);
    const found = `${location}${before}: ${oss.said(failure)}`;
    return fail(check, found, ...hintsFor(failure, operation, state));
  };
  try {
    await oss.call({ method: 'PUT', key, headers, body: Buffer.from(written) });
  } catch (error) {
    return refused(error, '', 'PutObject');
  }
  try {
    if ((await textOf(oss, key)) !== written)
      return fail(
        check,
        `${location} was written, but another text was read back`,
        'look for a cache before OSS_ENDPOINT',
      );
  } catch (error) {
    return refused(error, ' was written, but not read', 'GetObject');
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

/**
 * Each tick that saves would leave a version behind, for ever. Few keys may ask, and the function's
 * need not.
 */
async function checkVersioning(bucket: string, { call, said }: Oss): Promise<Finding> {
  const check = 'bucket versioning';
  try {
    const { body } = await call({ method: 'GET', key: '', subresource: 'versioning' });
    const status = /<Status>(\w+)<\/Status>/.exec(body.toString())?.[1];
    if (status === 'Enabled')
      return fail(
        check,
        `${bucket} keeps every version: a copy of the state for each tick that saves`,
        'suspend the versioning of the bucket, or name another bucket in STATE_URL',
      );
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

const checkFolderIn = 'check the folder in STATE_URL and who may write to it';

/** The states in a folder of this machine, and whether it can be written to. */
async function checkFolder(
  folder: string,
  channels: readonly string[],
): Promise<readonly Finding[]> {
  const store = createFileStateStore(folder);
  try {
    const states: StoredState[] = [];
    for (const name of channels)
      states.push({
        location: store.locate(name),
        text: await store.load(name, Number.POSITIVE_INFINITY),
      });
    return [readable(states), await checkWritingTo(resolve(folder))];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return [fail('state read', said, checkFolderIn), await checkWritingTo(resolve(folder))];
  }
}

async function checkWritingTo(folder: string): Promise<Finding> {
  const probe = join(folder, `doctor-probe.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'doctor');
    const text = await readFile(probe, 'utf8');
    await rm(probe);
    if (text !== 'doctor')
      return fail('state write', `${folder} gave another text back`, 'check the disk');
    return ok('state write', `${folder} written, read back and deleted`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return fail('state write', `${folder} could not be written to: ${why}`, checkFolderIn);
  }
}
