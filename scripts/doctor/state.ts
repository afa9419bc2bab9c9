import { StateError } from '../../functions/errors.ts';
import { kinds } from '../../functions/kinds/kinds.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { quote } from '../../functions/runtime/service-answer.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { secretsOf } from '../../functions/settings/credentials.ts';
import { createOssClient, type OssClientOptions } from '../../functions/storage/oss-client.ts';
import { ossFailureOf } from '../../functions/storage/oss-failure.ts';
import { createOssStateStore } from '../../functions/storage/oss-state-store.ts';
import { decodeState } from '../../functions/storage/state-codec.ts';
import { allow } from '../deployment/policies.ts';
import { fail, known, ok, skip, warn, type Check, type Finding } from './finding.ts';
import { reachable, type Services } from './services.ts';

/** Beside the channels' objects, which are left alone. */
const probe = 'doctor-probe';

/** Reads the states of the channels as the function does, and writes, reads and deletes a probe. */
export function checksOfState(
  { state, channels }: Configuration,
  { credentials, deployer, deps, until }: Services,
): readonly Check[] {
  if (state.kind === 'folder') return [known(skip('state', 'a folder is for local use'))];
  if (credentials === undefined) return [known(skip('state', 'there are no credentials'))];
  const { endpoint, findings } = reachable('OSS_ENDPOINT', state.endpoint, deployer);
  // Fewer retries than the function: somebody is waiting.
  const oss = { ...deps, ...state, endpoint, credentials, retries: 2 };
  const resource = `acs:oss:*:*:${state.bucket}/${state.prefix}*`;
  const check = async (what: string, found: Promise<Finding>): Promise<Finding> => {
    try {
      return await found;
    } catch (error) {
      if (error instanceof StateError) return failed(what, error.message, resource);
      throw error;
    }
  };
  const work = async () => {
    const names = channels.map(({ name }) => name);
    const found = [
      await check('state read', checkReading(oss, names, until)),
      await check('state write', checkWriting(oss, until)),
    ];
    // Whoever refuses these refuses the question after the versioning, too.
    const isRefused = found.some(({ verdict }) => verdict === 'fail');
    return isRefused ? found : [...found, await checkVersioning(oss, until)];
  };
  return [...findings.map(known), work()];
}

type OssOptions = OssClientOptions & Readonly<{ prefix: string }>;

async function checkReading(
  oss: OssOptions,
  names: readonly string[],
  until: number,
): Promise<Finding> {
  const store = createOssStateStore(oss);
  const found: string[] = [];
  for (const name of names) {
    const location = store.locate(name);
    const bytes = await store.load(name, until);
    if (bytes !== undefined) decodeState(bytes, { kinds, location, owner: undefined });
    const size = bytes && `${bytes.length} bytes`;
    found.push(`${location}: ${size ?? 'not there yet, so its first run is to come'}`);
  }
  return ok('state read', found.join('; '));
}

async function checkWriting(oss: OssOptions, until: number): Promise<Finding> {
  const check = 'state write';
  const store = createOssStateStore(oss);
  const location = store.locate(probe);
  // Every doctor writes the same, since two may be at work.
  const about = 'written by the doctor; nothing reads it, and it may be deleted';
  const written = Buffer.from(JSON.stringify({ about }));
  await store.save(probe, written, until);
  // Another store remembers nothing of what was written.
  const read = await createOssStateStore(oss).load(probe, until);
  if (read?.equals(written) !== true)
    return fail(
      check,
      `${location} was written, but another text was read back`,
      'look for a cache before OSS_ENDPOINT',
    );
  const isDeleted = await createOssClient(oss)(
    { method: 'DELETE', key: `${oss.prefix}${probe}.json` },
    until,
  ).then(
    () => true,
    () => false,
  );
  const end = isDeleted
    ? 'written, read back and deleted'
    : 'written and read back; it stays: these keys may not delete, nor does the function';
  return ok(check, `${location} ${end}`);
}

/** The message of a store ends in what to do, that of the codec goes on with it. */
function failed(check: string, message: string, resource: string): Finding {
  const end = message.lastIndexOf('; ');
  if (end >= 0)
    return fail(check, message.slice(0, end), ...hintsFor(message.slice(end + 2), resource));
  const [said = '', ...more] = message.split('. ');
  return fail(check, said, more.join('. '));
}

function hintsFor(advice: string, resource: string): readonly string[] {
  if (advice.includes('next tick')) return ['try again; if it stays so, check OSS_ENDPOINT'];
  const [, action] = /^allow the function's role (oss:\w+) on /.exec(advice) ?? [];
  if (action === undefined) return [advice];
  const line = `add to the policy: ${allow(action, resource)}`;
  const listing =
    'and oss:ListObjects as `npm run doctor -- --policy` shows it, or what is not there yet may read as forbidden';
  return action === 'oss:GetObject' ? [line, listing] : [line];
}

/** With versioning each save leaves a version behind, for ever. Few keys may ask for it. */
async function checkVersioning(oss: OssClientOptions, until: number): Promise<Finding> {
  const check = 'bucket versioning';
  const { bucket, credentials } = oss;
  try {
    const ask = createOssClient(oss);
    const { body } = await ask({ method: 'GET', key: '', subresource: 'versioning' }, until);
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
    const failure = ossFailureOf(error instanceof Error ? (error.cause ?? error) : error);
    const why =
      failure.status === 403
        ? 'these keys may not ask (oss:GetBucketVersioning)'
        : `no answer: ${quote(failure, createRedactor(secretsOf(credentials)))}`;
    return skip(check, why, `look at ${bucket} in the console: its versioning should be off`);
  }
}
