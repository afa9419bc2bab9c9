import { setTimeout as sleep } from 'node:timers/promises';
import { keyVariable } from '../../functions/channels/channel.ts';
import { channels } from '../../functions/channels/channels.ts';
import { targetName } from '../../functions/mms/target.ts';
import { createHeartbeat } from '../../functions/runtime/heartbeat.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import type { RetryDeps } from '../../functions/runtime/retry.ts';
import type { Configuration } from '../../functions/settings/configuration.ts';
import { textOf, type Environment } from '../../functions/settings/environment.ts';
import { secretsOf } from '../../functions/settings/credentials.ts';
import { deployerIn, keysAdvice, keysIn, type Keys } from '../deployment/deployer.ts';
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
  const review = await reviewDeployment(environment, { folder });
  const deps = { clock: Date.now, sleep, random: Math.random };
  const examination = { environment, dotenv, review, sendTest, timeoutMs: 15_000, deps };
  const isWell = await diagnose(examination, (line) => {
    console.log(line);
  });
  return isWell ? 0 : 1;
}

/** Prints each finding as it comes, without secrets. Returns whether nothing failed. */
export async function diagnose(
  examination: Examination,
  print: (line: string) => void,
): Promise<boolean> {
  const { environment, review } = examination;
  const keys = keysIn(environment, review.keys);
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

const services = ['MMS', 'state', ...Object.values(channels).map(({ title }) => title.en)];

async function* examine(examination: Examination, keys: Keys | undefined): AsyncGenerator<Finding> {
  const { environment, dotenv, review, deps, timeoutMs } = examination;
  yield* findingsOnDotenv(dotenv);
  if (dotenv.problems.length > 0) {
    const rest = ['configuration', 'deployment', 'credentials', ...services];
    yield* rest.map((what) => skip(what, `${dotenv.file} comes first`));
    return;
  }
  yield* configurationFindings(review);
  yield deploymentFinding(review, environment);
  yield credentialsFinding(keys, environment);
  const { configuration } = review.variables;
  if (configuration === undefined) {
    yield* services.map((what) => skip(what, 'the configuration comes first'));
    return;
  }
  const asking = {
    credentials: keys?.credentials,
    deployer: deployerIn(environment),
    deps,
    until: deps.clock() + timeoutMs,
  };
  const asked = [
    ...checksOfMms(configuration, asking),
    ...checksOfState(configuration, asking),
    ...checksOfChannels(configuration, examination),
  ].map((check) => check.catch(ownMistake));
  // They run all at once, and are printed in order, whichever service answers first.
  for (const check of asked)
    for (const finding of await check) yield inOwnWords(finding, environment, keys);
}

const ownMistake = (error: unknown): readonly Finding[] => [
  fail('doctor', String(error), 'this is a mistake of the doctor itself: please report it'),
];

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
  environment: Environment,
): Finding {
  const check = 'deployment';
  if (problems.length > 0) {
    const found = `npm run deploy would refuse it: ${counted(problems)}`;
    return fail(check, found, ...problems, ...warnings);
  }
  if (sent.configuration === undefined)
    return skip(check, 'the configuration comes first', ...warnings);
  const { functionName, region } = deployerIn(environment);
  const by = keys === undefined ? '' : `, with the keys of ${keys.from}`;
  const found = `npm run deploy would make ${functionName} in ${region}${by}`;
  return (warnings.length > 0 ? warn : ok)(check, found, ...warnings);
}

/** Whether they are valid, the services say. */
function credentialsFinding(keys: Keys | undefined, environment: Environment): Finding {
  if (keys === undefined) return fail('credentials', 'none', keysAdvice);
  const { from, credentials } = keys;
  const temporary = credentials.securityToken === undefined ? '' : ', temporary ones with a token';
  const role = deployerIn(environment).roleArn ?? "the function's role";
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
  const checks = Object.entries(channels).map(async ([name, { title, variables }]) => {
    const channel = configured.find((each) => each.name === name);
    if (channel === undefined) return [skip(title.en, `${keyVariable(variables)} is not set`)];
    const found = { check: title.en, ...(await channel.probe(until, deps)) };
    if (!sendTest || found.verdict === 'fail') return [found];
    const sent = await channel.sendTest(testText, until, deps);
    return [found, { check: `${title.en}: test`, ...sent }];
  });
  if (heartbeatUrl === undefined) return checks;
  if (!sendTest) {
    const why = 'it would be taken for a good tick; --send-test sends one';
    return [...checks, known(skip('heartbeat', why))];
  }
  const beat = createHeartbeat(heartbeatUrl, deps).beat('good', until);
  return [...checks, beat.then((reason) => [heartbeatFinding(reason)])];
}

const heartbeatFinding = (reason: string | undefined): Finding =>
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
  const replacements: (readonly [RegExp, string])[] = [
    [/MMS_REGION and MMS_ENDPOINT/, mms],
    [/(?<=check )MMS_ENDPOINT$/, mms],
    [/(?<=check (?:STATE_URL and )?)OSS_ENDPOINT/, oss],
  ];
  if (keys !== undefined && !keys.from.startsWith('ALIBABA_CLOUD_')) {
    const whose = keys.from === 'AccessKeyID' ? '' : ` of ${keys.from}`;
    replacements.push(
      [/check the function's role, or (?=set new ALIBABA_CLOUD_)/, ''],
      [/ALIBABA_CLOUD_ACCESS_KEY_ID/g, `AccessKeyID${whose}`],
      [/ALIBABA_CLOUD_ACCESS_KEY_SECRET/g, `AccessKeySecret${whose}`],
      [/ALIBABA_CLOUD_SECURITY_TOKEN/g, `SecurityToken${whose}`],
    );
  }
  const translated = (hint: string): string =>
    replacements.reduce((text, [from, to]) => text.replace(from, to), hint);
  return { ...finding, hints: hints.map(translated) };
}
