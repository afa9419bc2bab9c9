import { setTimeout as sleep } from 'node:timers/promises';
import { keyVariable, type ConfiguredChannel } from '../../functions/channels/channel.ts';
import { channels } from '../../functions/channels/channels.ts';
import { targetName } from '../../functions/mms/target.ts';
import { createHeartbeat } from '../../functions/runtime/heartbeat.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { secretsOf } from '../../functions/settings/credentials.ts';
import {
  deployerIn,
  deployersKeys,
  functionsKeys,
  keysAdvice,
  type Deployer,
  type Keys,
} from '../deployment/deployer.ts';
import type { LoadedDotenv } from '../deployment/load-dotenv.ts';
import { reviewDeployment, type DeploymentReview } from '../deployment/review.ts';
import {
  conclusionOf,
  fail,
  known,
  linesOf,
  ok,
  skip,
  warn,
  type Check,
  type Finding,
} from './finding.ts';
import { checksOfState } from './state.ts';
import { checksOfMms } from './watched.ts';

type Examination = Readonly<{
  /** `.env` included. */
  environment: Environment;
  dotenv: LoadedDotenv;
  review: DeploymentReview;
  sendTest: boolean;
  timeoutMs: number;
  deps: RetryDeps;
}>;

/** Examines this folder in the terminal; gives the exit code. */
export async function examineFolder(
  folder: string,
  dotenv: LoadedDotenv,
  sendTest = false,
): Promise<number> {
  const { env: environment } = process;
  const isWell = await diagnose(
    {
      environment,
      dotenv,
      review: await reviewDeployment(environment, { folder }),
      sendTest,
      timeoutMs: 15_000,
      deps: { clock: Date.now, sleep, random: Math.random },
    },
    (line) => {
      console.log(line);
    },
  );
  return isWell ? 0 : 1;
}

/** Prints each finding as it comes, without secrets. Returns whether nothing failed. */
export async function diagnose(
  examination: Examination,
  print: (line: string) => void,
): Promise<boolean> {
  const { environment, review } = examination;
  const keys = deployersKeys(environment) ?? review.keys ?? functionsKeys(environment);
  const redact = createRedactor([
    ...(review.variables.configuration?.secrets ?? []),
    ...(keys === undefined ? [] : secretsOf(keys.credentials)),
  ]);
  const findings: Finding[] = [];
  for await (const finding of examine(examination, keys)) {
    findings.push(finding);
    for (const line of linesOf(finding)) print(redact(line));
  }
  print('');
  print(conclusionOf(findings));
  return findings.every(({ verdict }) => verdict !== 'fail');
}

async function* examine(examination: Examination, keys: Keys | undefined): AsyncGenerator<Finding> {
  const { environment, dotenv, review, deps, timeoutMs } = examination;
  yield* findingsOnDotenv(dotenv);
  if (dotenv.problems.length > 0) {
    const rest = ['configuration', 'deployment', 'credentials', ...services];
    yield* rest.map((what) => skip(what, `${dotenv.file} comes first`));
    return;
  }
  yield* configurationFindings(review);
  const deployer = deployerIn(environment);
  yield deploymentFinding(review, deployer);
  yield credentialsFinding(keys, deployer.roleArn);
  const { configuration } = review.variables;
  if (configuration === undefined) {
    yield* services.map((what) => skip(what, 'the configuration comes first'));
    return;
  }
  const asking = {
    credentials: keys?.credentials,
    deployer,
    deps,
    until: deps.clock() + timeoutMs,
  };
  // All at once; they are printed in order, whichever service answers first.
  const asked = [
    ...checksOfMms(configuration, asking),
    ...checksOfState(configuration, asking),
    ...checksOfChannels(configuration, examination),
  ].map((check) => check.catch(ownMistake));
  for (const check of asked)
    for (const finding of await check) yield inOwnWords(finding, environment, keys);
}

const ownMistake = (error: unknown): readonly Finding[] => [
  fail('doctor', String(error), 'this is a mistake of the doctor itself: please report it'),
];

const services = ['MMS', 'state', ...Object.values(channels).map(({ title }) => title.en)];

function findingsOnDotenv({ file, found, expanded, problems }: LoadedDotenv): readonly Finding[] {
  if (problems.length > 0)
    return problems.map((problem) => fail(file, problem.replace(`${file}: `, '')));
  if (!found)
    return [
      skip(file, 'not there: the environment alone is checked', '`npm run setup` writes one'),
    ];
  return expanded.map((name) =>
    warn(
      file,
      `${name}: its $ was expanded, as Serverless Devs does it`,
      'for a $ write %24 in an address; elsewhere choose a text without one',
    ),
  );
}

const counted = ({ length }: readonly unknown[]): string =>
  length === 1 ? 'one problem' : `${length} problems`;

function configurationFindings({ variables: sent }: DeploymentReview): readonly Finding[] {
  const { configuration, problems, warnings } = sent;
  if (configuration === undefined) return [fail('configuration', counted(problems), ...problems)];
  const { targets, channels: told, state } = configuration;
  const watched = targets.map(targetName).join(', ');
  const names = new Intl.ListFormat('en-GB').format(told.map(({ name }) => name));
  const place = state.kind === 'oss' ? `oss://${state.bucket}/${state.prefix}` : state.folder;
  return [
    ok('configuration', `watches ${watched}; tells ${names}; remembers in ${place}`),
    ...warnings.map((warning) => warn('configuration', warning)),
  ];
}

function deploymentFinding(
  { problems, warnings, variables: sent, keys }: DeploymentReview,
  { functionName, region }: Deployer,
): Finding {
  const check = 'deployment';
  if (problems.length > 0) {
    const found = `npm run deploy would refuse it: ${counted(problems)}`;
    return fail(check, found, ...problems, ...warnings);
  }
  if (sent.configuration === undefined)
    return skip(check, 'the configuration comes first', ...warnings);
  const by = keys === undefined ? '' : `, with the keys of ${keys.from}`;
  const found = `npm run deploy would make ${functionName} in ${region}${by}`;
  return warnings.length > 0 ? warn(check, found, ...warnings) : ok(check, found);
}

/** Whether they are valid, the services say. */
function credentialsFinding(keys: Keys | undefined, roleArn: string | undefined): Finding {
  if (keys === undefined) return fail('credentials', 'none', keysAdvice);
  const { from, credentials } = keys;
  const temporary = credentials.securityToken === undefined ? '' : ', temporary ones with a token';
  const role = roleArn ?? "the function's role";
  return ok(
    'credentials',
    `from ${from}${temporary}; not those of ${role}, whose rights a dry run checks once deployed`,
  );
}

const testText =
  'This is a test message of mms-task-alerts, sent by hand with `npm run doctor -- --send-test`. ' +
  'Nothing has happened in any migration.';

function checksOfChannels(
  { channels: configured, heartbeatUrl }: Configuration,
  { sendTest, deps, timeoutMs }: Examination,
): readonly Check[] {
  const until = deps.clock() + timeoutMs;
  const ofChannel = async ({ title, probe, sendTest: send }: ConfiguredChannel) => {
    const probed = await probe(until, deps);
    const found = [{ check: title.en, ...probed }];
    if (!sendTest || probed.verdict === 'fail') return found;
    return [...found, { check: `${title.en}: test`, ...(await send(testText, until, deps)) }];
  };
  const checks = Object.entries(channels).map(([name, { title, variables }]) => {
    const channel = configured.find((each) => each.name === name);
    return channel === undefined
      ? known(skip(title.en, `${keyVariable(variables)} is not set`))
      : ofChannel(channel);
  });
  if (heartbeatUrl === undefined) return checks;
  const ofHeartbeat = async () => [
    heard(await createHeartbeat(heartbeatUrl, deps).beat('good', until)),
  ];
  const unasked = skip('heartbeat', 'it would be taken for a good tick; --send-test sends one');
  return [...checks, sendTest ? ofHeartbeat() : known(unasked)];
}

const heard = (reason: string | undefined): Finding =>
  reason === undefined
    ? ok('heartbeat', 'heard, as a good tick would be')
    : fail(
        'heartbeat',
        reason.replace(/: check HEARTBEAT_URL$/, ''),
        "check HEARTBEAT_URL and this machine's network",
      );

/** Hints name what the function reads; here the same may come from other variables. */
function inOwnWords(
  { hints, ...finding }: Finding,
  environment: Environment,
  keys: Keys | undefined,
): Finding {
  const firstSet = (...names: readonly string[]): string =>
    names.find((name) => textOf(environment, name) !== undefined) ?? 'FC_DEPLOY_REGION';
  const mms = firstSet('MMS_ENDPOINT', 'MMS_REGION');
  const oss = firstSet('OSS_ENDPOINT', 'FC_DEPLOY_REGION', 'MMS_REGION');
  const whose = keys === undefined || keys.from === 'AccessKeyID' ? '' : ` of ${keys.from}`;
  const isDeployers = keys !== undefined && !keys.from.startsWith('ALIBABA_CLOUD_');
  const translated = (hint: string): string => {
    const placed = hint
      .replace('MMS_REGION and MMS_ENDPOINT', mms)
      .replace(/check MMS_ENDPOINT$/, `check ${mms}`)
      .replace(/(check (?:STATE_URL and )?)OSS_ENDPOINT/, `$1${oss}`);
    if (!isDeployers) return placed;
    return placed
      .replace(/check the function's role, or set new (ALIBABA_CLOUD_)/, 'set new $1')
      .replace(/ALIBABA_CLOUD_ACCESS_KEY_ID/g, `AccessKeyID${whose}`)
      .replace(/ALIBABA_CLOUD_ACCESS_KEY_SECRET/g, `AccessKeySecret${whose}`)
      .replace(/ALIBABA_CLOUD_SECURITY_TOKEN/g, `SecurityToken${whose}`);
  };
  return { ...finding, hints: hints.map(translated) };
}
