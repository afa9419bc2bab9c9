import { ConfigurationError } from '../../functions/errors.ts';
import { isRecord } from '../../functions/runtime/json.ts';
import {
  parseConfiguration,
  variables as ownVariables,
  type Configuration,
} from '../../functions/settings/configuration.ts';
import { namingQuotes, textOf, type Environment } from '../../functions/settings/environment.ts';
import {
  deployerIn,
  fullArn,
  functionNames,
  hasTrio,
  keysOf,
  trio,
  type Keys,
} from './deployer.ts';
import { resolveTemplate, type ResolvedResource, type ResolveOrder } from './resolve.ts';
import { objectionsTo } from './schema.ts';
import { timerProblems } from './timer.ts';

type Findings = Readonly<{ problems: readonly string[]; warnings: readonly string[] }>;

/** What the function would make of its variables; no configuration where there is a problem. */
type Understood = Findings & Readonly<{ configuration: Configuration | undefined }>;

export type DeploymentReview = Findings &
  Readonly<{ variables: Understood; keys: Keys | undefined }>;

/** Builds and sends nothing; Serverless Devs fills in the template, which takes a second. */
export async function reviewDeployment(
  environment: Environment,
  order: ResolveOrder,
): Promise<DeploymentReview> {
  try {
    const [resource, ...others] = await resolveTemplate(order, environment);
    if (resource !== undefined && others.length === 0) return reviewResource(resource, environment);
    throw new Error('resources: expected one, the function');
  } catch (error) {
    const problems = [error instanceof Error ? error.message : String(error)];
    const variables = understand(environment, deployerIn(environment).region, []);
    problems.push(...stateProblems(environment));
    return { problems, warnings: [], variables, keys: undefined };
  }
}

type Props = ResolvedResource['props'];

/** `environment` is the deployer's: a misspelt variable never gets to the resource. */
export function reviewResource(
  { props, credential, access }: ResolvedResource,
  environment: Environment,
): DeploymentReview {
  const named = (problem: string): string => namingVariable(problem, environment);
  const objections = objectionsTo(props);
  const ofRegion = objections.filter((one) => one.startsWith('region: '));
  const sent = sentTo(props, environment);
  const problems = new Set([
    ...objections.filter((one) => !ofRegion.includes(one)),
    ...problemsBeyondSchema(props, 'error' in credential ? '' : credential.AccountID),
    ...problemsOfKeys(credential, environment),
    ...stateProblems(sent),
  ]);
  const warnings: string[] = [];
  // `npm run deploy` passes the token on by an alias of its own; `s deploy` does not.
  if (lacksToken(credential) && textOf(environment, 'SecurityToken') !== undefined)
    warnings.push(
      'SecurityToken: is dropped by Serverless Devs. Keys in the environment: deploy with `npm run deploy`, which hands it on. Keys in .env: move them to the environment, or to an alias of `npx s config add`',
    );
  if (textOf(sent, 'DRY_RUN') === 'true')
    warnings.push('DRY_RUN: is true, so nothing would ever be sent');
  return {
    problems: [...problems].map(named),
    warnings,
    variables: understand(sent, props.region, ofRegion.map(named)),
    keys: keysOf(credential, access, environment),
  };
}

/** Names the variable that somebody set, rather than the property that it fills. */
function namingVariable(problem: string, environment: Environment): string {
  const properties = {
    FC_DEPLOY_REGION: 'region',
    MMS_REGION: 'region',
    FC_DEPLOY_FUNCTION_NAME: 'functionName',
    FC_DEPLOY_ROLE_ARN: 'role',
    FC_DEPLOY_CRON: 'triggers[0].triggerConfig.cronExpression',
  };
  for (const [variable, place] of Object.entries(properties)) {
    const text = textOf(environment, variable);
    if (problem.startsWith(`${place}: `) && text !== undefined)
      return `${variable}: ${namingQuotes(problem.slice(place.length + 2), text)}`;
  }
  return problem;
}

const stateProblems = (environment: Environment): readonly string[] =>
  /^file:/i.test(textOf(environment, 'STATE_URL') ?? '')
    ? ['STATE_URL: file: is for local use: a folder goes with its instance; expected oss://']
    : [];

const record = (value: unknown): Props => (isRecord(value) ? value : {});

const arnForm = 'acs:ram::<account>:role/<name>';

/**
 * What is wrong for this function or for any, though the component's schema takes it.
 * https://help.aliyun.com/zh/functioncompute/limits-on-resource-usage
 */
function* problemsBeyondSchema(props: Props, account: string): Generator<string> {
  const { functionName: name, role, timeout, cpu, memorySize } = props;
  if (typeof name === 'string' && name !== '' && !functionNames.pattern.test(name))
    yield `functionName: expected ${functionNames.form}`;

  // The component sends it in lower case, and takes anything but an ARN for a name in its account.
  const [, owner] = fullArn.exec(typeof role === 'string' ? role : '') ?? [];
  if (role === undefined || role === '')
    yield `role: not set, so every tick would fail for lack of credentials; set FC_DEPLOY_ROLE_ARN to ${arnForm}`;
  else if (owner === undefined)
    yield `role: expected a full ARN in lower case, ${arnForm}; any other is sent as a role that nobody has`;
  else if (account !== '' && account !== owner)
    yield `role: is one of account ${owner}, but ${account} deploys; expected a role of the same account`;

  if (timeout === undefined) yield 'timeout: not set; the component would send 3 seconds';
  if (typeof cpu !== 'number' || typeof memorySize !== 'number')
    yield 'cpu, memorySize: set both as numbers; the component chooses what is not set';
  else {
    const ratio = memorySize / 1024 / cpu;
    if (ratio < 1 || ratio > 4)
      yield `cpu, memorySize: ${memorySize} MB for ${cpu} cpu; expected 1 to 4 GB for each cpu`;
    if (Math.abs(cpu * 20 - Math.round(cpu * 20)) > 1e-9) yield 'cpu: expected a multiple of 0.05';
  }

  const oneWriter = 'expected 1: the state has one writer';
  if (props.instanceConcurrency !== 1) yield `instanceConcurrency: ${oneWriter}`;
  if (record(props.concurrencyConfig).reservedConcurrency !== 1)
    yield `concurrencyConfig.reservedConcurrency: ${oneWriter}`;
  const { maxAsyncRetryAttempts: retries, maxAsyncEventAgeInSeconds: age } = record(
    props.asyncInvokeConfig,
  );
  if (retries !== 0)
    yield 'asyncInvokeConfig.maxAsyncRetryAttempts: expected 0: the next tick is the retry';
  // By default ticks that had to wait would queue for a day.
  if (typeof age !== 'number' || age < 1 || age > 604_800)
    yield 'asyncInvokeConfig.maxAsyncEventAgeInSeconds: expected 1 to 604800, such as 60';

  yield* timerProblems(props.triggers, timeout);
  yield* roomProblems(record(props.environmentVariables));
}

const mostBytes = 4096;

function* roomProblems(variables: Props): Generator<string> {
  let [total, largest, most] = [0, '', 0];
  for (const [name, text] of Object.entries(variables)) {
    if (!/^(?!FC_)[A-Za-z]\w*$/.test(name))
      yield `environmentVariables.${name}: expected a letter, then letters, digits and _; FC_ is Function Compute's own`;
    const bytes = Buffer.byteLength(name + String(text));
    total += bytes;
    if (bytes > most) [largest, most] = [name, bytes];
  }
  if (total > mostBytes)
    yield `environmentVariables: ${total} bytes of names and values; Function Compute takes ${mostBytes}. The largest is ${largest} with ${most}`;
}

type Credential = ResolvedResource['credential'];

const lacksToken = (credential: Credential): boolean =>
  !('error' in credential) &&
  credential.AccessKeyID.startsWith('STS') &&
  credential.SecurityToken === undefined;

function* problemsOfKeys(credential: Credential, environment: Environment): Generator<string> {
  const empty = trio.filter((name) => textOf(environment, name) === undefined);
  if ('error' in credential) yield missingKeys(credential.error, environment);
  else if (hasTrio(environment) && empty.length > 0)
    yield `${empty.join(', ')}: set, but empty, and Serverless Devs takes the empty text before any alias; fill in ${trio.join(', ')}, or delete all three`;
  else if (!/^\d+$/.test(credential.AccountID))
    yield 'AccountID: expected the number of the account that deploys';
  else if (lacksToken(credential) && textOf(environment, 'SecurityToken') === undefined)
    yield 'AccessKeyID: is a temporary key, which is worth nothing without its SecurityToken';
}

function missingKeys(reason: string, environment: Environment): string {
  const unset = trio.filter((name) => environment[name] === undefined);
  const misspelt = Object.keys(environment).find((name) =>
    unset.some((one) => one !== name && one.toLowerCase() === name.toLowerCase()),
  );
  const hint = misspelt === undefined ? '' : ` (${misspelt} is set, which it does not read)`;
  if (unset.length < trio.length)
    return `${unset.join(', ')}: not set${hint}, and Serverless Devs takes ${trio.join(', ')} only all together`;
  const others =
    textOf(environment, 'ALIBABA_CLOUD_ACCESS_KEY_ID') === undefined
      ? hint
      : ' (it does not read ALIBABA_CLOUD_ACCESS_KEY_ID)';
  return `AccessKeyID: Serverless Devs has no keys to deploy with${others}: set ${trio.join(', ')}, or add an alias with \`npx s config add -a default\` (${reason})`;
}

/**
 * What the function would be sent, beside what the deployer has set under other names: a misspelt
 * variable never gets to the resource.
 */
function sentTo({ environmentVariables }: Props, environment: Environment): Environment {
  const unset = ownVariables.map(({ name }) => [name, undefined] as const);
  const sent = Object.entries(record(environmentVariables)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { ...environment, ...Object.fromEntries(unset), ...Object.fromEntries(sent) };
}

/** `ofRegion`: why the function cannot be deployed there, and nothing can be asked there. */
function understand(
  environment: Environment,
  region: unknown,
  ofRegion: readonly string[],
): Understood {
  const problems = [...ofRegion];
  try {
    const context = { region: typeof region === 'string' ? region : undefined };
    const configuration = parseConfiguration(environment, context);
    const { warnings } = configuration;
    if (problems.length === 0) return { configuration, problems, warnings };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
  }
  return { configuration: undefined, problems, warnings: [] };
}
