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
  const variables = understand(sent, props.region, ofRegion.map(named));
  const ofKeys = findingsOnKeys(credential, environment);
  const problems = [
    ...objections.filter((one) => !ofRegion.includes(one)),
    ...roleProblems(props.role, 'error' in credential ? '' : credential.AccountID),
    ...sizeProblems(props),
    ...rules
      .filter(([place, isGood]) => !isGood(valueAt(props, place)))
      .map(([place, , objection]) => `${place}: ${objection}`),
    ...timerProblems(props.triggers, props.timeout),
    ...roomProblems(props.environmentVariables),
    ...ofKeys.problems,
    ...stateProblems(sent),
  ];
  const isDryRun = textOf(sent, 'DRY_RUN') === 'true';
  return {
    problems: [...new Set(problems)].map(named),
    warnings: isDryRun
      ? [...ofKeys.warnings, 'DRY_RUN: is true, so nothing would ever be sent']
      : ofKeys.warnings,
    variables,
    keys: keysOf(credential, access, environment),
  };
}

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

const arnForm = 'acs:ram::<account>:role/<name>';

/**
 * The component sends it in lower case, and takes anything but an ARN for a name in the deployer's
 * account.
 */
function roleProblems(role: unknown, account: string): readonly string[] {
  if (role === undefined || role === '')
    return [
      `role: not set, so every tick would fail for lack of credentials; set FC_DEPLOY_ROLE_ARN to ${arnForm}`,
    ];
  const [, owner] = fullArn.exec(typeof role === 'string' ? role : '') ?? [];
  if (owner === undefined)
    return [
      `role: expected a full ARN in lower case, ${arnForm}; any other is sent as a role that nobody has`,
    ];
  return account === '' || account === owner
    ? []
    : [
        `role: is one of account ${owner}, but ${account} deploys; expected a role of the same account`,
      ];
}

/** https://help.aliyun.com/zh/functioncompute/limits-on-resource-usage */
function sizeProblems({ cpu, memorySize }: Props): readonly string[] {
  if (typeof cpu !== 'number' || typeof memorySize !== 'number')
    return ['cpu, memorySize: set both as numbers; the component chooses what is not set'];
  const ratio = memorySize / 1024 / cpu;
  return ratio < 1 || ratio > 4
    ? [`cpu, memorySize: ${memorySize} MB for ${cpu} cpu; expected 1 to 4 GB for each cpu`]
    : [];
}

const record = (value: unknown): Props => (isRecord(value) ? value : {});

const valueAt = (props: Props, place: string): unknown =>
  place.split('.').reduce<unknown>((value, name) => record(value)[name], props);

const one = (value: unknown): boolean => value === 1;
const oneWriter = 'expected 1: the state has one writer';

/** What the component's schema leaves open, and is wrong for this function or for any. */
const rules: readonly (readonly [
  place: string,
  isGood: (value: unknown) => boolean,
  objection: string,
])[] = [
  [
    'functionName',
    (name) => typeof name !== 'string' || name === '' || functionNames.pattern.test(name),
    `expected ${functionNames.form}`,
  ],
  ['timeout', (given) => given !== undefined, 'not set; the component would send 3 seconds'],
  [
    'cpu',
    (cpu) => typeof cpu !== 'number' || Math.abs(cpu * 20 - Math.round(cpu * 20)) < 1e-9,
    'expected a multiple of 0.05',
  ],
  ['instanceConcurrency', one, oneWriter],
  ['concurrencyConfig.reservedConcurrency', one, oneWriter],
  [
    'asyncInvokeConfig.maxAsyncRetryAttempts',
    (retries) => retries === 0,
    'expected 0: the next tick is the retry',
  ],
  [
    // By default ticks that had to wait would queue for a day.
    'asyncInvokeConfig.maxAsyncEventAgeInSeconds',
    (age) => typeof age === 'number' && age >= 1 && age <= 604_800,
    'expected 1 to 604800, such as 60',
  ],
];

const mostBytes = 4096;

function roomProblems(given: unknown): readonly string[] {
  const sizes = Object.entries(record(given))
    .map(([name, text]) => ({ name, bytes: Buffer.byteLength(name + String(text)) }))
    .sort((a, b) => b.bytes - a.bytes);
  const problems = sizes
    .filter(({ name }) => !/^(?!FC_)[A-Za-z]\w*$/.test(name))
    .map(
      ({ name }) =>
        `environmentVariables.${name}: expected a letter, then letters, digits and _; FC_ is Function Compute's own`,
    );
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest] = sizes;
  if (total > mostBytes && largest !== undefined)
    problems.push(
      `environmentVariables: ${total} bytes of names and values; Function Compute takes ${mostBytes}. The largest is ${largest.name} with ${largest.bytes}`,
    );
  return problems;
}

function findingsOnKeys(
  credential: ResolvedResource['credential'],
  environment: Environment,
): Findings {
  const wrong = (problem: string): Findings => ({ problems: [problem], warnings: [] });
  if ('error' in credential) return wrong(missingKeys(credential.error, environment));
  const empty = trio.filter((name) => textOf(environment, name) === undefined);
  if (hasTrio(environment) && empty.length > 0)
    return wrong(
      `${empty.join(', ')}: set, but empty, and Serverless Devs takes the empty text before any alias; fill in ${trio.join(', ')}, or delete all three`,
    );
  const { AccountID, AccessKeyID, SecurityToken } = credential;
  if (!/^\d+$/.test(AccountID))
    return wrong('AccountID: expected the number of the account that deploys');
  if (!AccessKeyID.startsWith('STS') || SecurityToken !== undefined)
    return { problems: [], warnings: [] };
  if (textOf(environment, 'SecurityToken') === undefined)
    return wrong(
      'AccessKeyID: is a temporary key, which is worth nothing without its SecurityToken',
    );
  // `npm run deploy` passes the token on by an alias of its own; `s deploy` does not.
  const dropped =
    'SecurityToken: is dropped by Serverless Devs. Keys in the environment: deploy with `npm run deploy`, which hands it on. Keys in .env: move them to the environment, or to an alias of `npx s config add`';
  return { problems: [], warnings: [dropped] };
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
  const own = new Set<string>(ownVariables.map(({ name }) => name));
  const foreign = Object.entries(environment).filter(([name]) => !own.has(name));
  const sent = Object.entries(record(environmentVariables)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries([...foreign, ...sent]);
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
