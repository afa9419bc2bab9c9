import { isRecord } from '../../functions/runtime/json.ts';
import type { Environment } from '../../functions/settings/environment-reader.ts';
import { deployerIn } from './deployer.ts';
import { objectionsTo } from './fc3-schema.ts';
import { reviewTriggers } from './review-triggers.ts';
import { reviewVariables } from './review-variables.ts';

/** What `s.yaml` resolves to for the function: the component's properties. */
export type Props = Readonly<Record<string, unknown>>;

/** Each begins with the place in `props`; none holds a value that may be secret. */
export type Review = Readonly<{ problems: readonly string[]; warnings: readonly string[] }>;

/**
 * What would go wrong, or be dropped in silence, if these properties were deployed: all that
 * neither the component nor its schema says. `environment` is the deployer's, where a misspelt
 * variable would be left behind.
 */
export function review(props: Props, environment: Environment): Review {
  const variables = reviewVariables(props, environment);
  const problems = [
    ...objectionsTo(props),
    ...roleProblems(props.role, environment),
    ...sizeProblems(props),
    ...oneWriterProblems(props),
    ...reviewTriggers(props),
    ...variables.problems,
  ];
  return { problems: [...new Set(problems)], warnings: variables.warnings };
}

const form = 'acs:ram::<account>:role/<name>';
const arn = /^acs:ram::(\d+):role\/[a-z0-9.@_-]+$/;

/**
 * The component sends it in lower case; what is no ARN it takes for a name in the deployer's
 * account.
 */
function roleProblems(role: unknown, environment: Environment): readonly string[] {
  if (role === undefined || role === '') {
    return [
      `role: not set, so every tick would fail for lack of credentials; set FC_DEPLOY_ROLE_ARN to ${form}`,
    ];
  }
  const account = typeof role === 'string' ? arn.exec(role)?.[1] : undefined;
  if (account === undefined)
    return [
      `role: expected a full ARN in lower case, ${form}; any other is sent as a role that nobody has`,
    ];
  const own = deployerIn(environment).account;
  if (own === undefined || own === account) return [];
  return [
    `role: is one of account ${account}, but ${own} deploys; expected a role of the same account`,
  ];
}

/**
 * One to four GB of memory for a cpu, both in steps, as Function Compute's page on limits has it.
 */
function sizeProblems({ cpu, memorySize, timeout }: Props): readonly string[] {
  const untimed =
    timeout === undefined ? ['timeout: not set; the component would send 3 seconds'] : [];
  if (typeof cpu !== 'number' || typeof memorySize !== 'number') {
    return [
      ...untimed,
      'cpu, memorySize: set both as numbers; what is not set is chosen by the component',
    ];
  }
  const ratio = memorySize / 1024 / cpu;
  return [
    ...untimed,
    ...(ratio < 1 || ratio > 4
      ? [`cpu, memorySize: ${memorySize} MB for ${cpu} cpu; expected 1 to 4 GB for each cpu`]
      : []),
    ...(memorySize % 64 === 0 ? [] : ['memorySize: expected a multiple of 64']),
    ...(Math.abs(cpu * 20 - Math.round(cpu * 20)) < 1e-9
      ? []
      : ['cpu: expected a multiple of 0.05']),
  ];
}

/** The state has one writer, and the next tick is the retry. */
function oneWriterProblems({
  instanceConcurrency,
  concurrencyConfig,
  asyncInvokeConfig,
}: Props): readonly string[] {
  const { reservedConcurrency } = isRecord(concurrencyConfig) ? concurrencyConfig : {};
  const { maxAsyncRetryAttempts, maxAsyncEventAgeInSeconds: age } = isRecord(asyncInvokeConfig)
    ? asyncInvokeConfig
    : {};
  const one = 'expected 1: the state has one writer';
  return [
    ...(instanceConcurrency === 1 ? [] : [`instanceConcurrency: ${one}`]),
    ...(reservedConcurrency === 1 ? [] : [`concurrencyConfig.reservedConcurrency: ${one}`]),
    ...(maxAsyncRetryAttempts === 0
      ? []
      : ['asyncInvokeConfig.maxAsyncRetryAttempts: expected 0: the next tick is the retry']),
    // The API takes a week; without it ticks that had to wait would queue for a day.
    ...(typeof age === 'number' && age >= 1 && age <= 604_800
      ? []
      : ['asyncInvokeConfig.maxAsyncEventAgeInSeconds: expected 1 to 604800, such as 60']),
  ];
}
