import { createJsonLog } from './runtime/json-log.ts';
import type { Sleep } from './runtime/sleep.ts';
import { parseConfiguration, type Configuration } from './settings/configuration.ts';
import { Secret } from './settings/secret.ts';
import type { InstanceCache } from './connect.ts';
import { connect } from './connect.ts';
import { maskSecrets } from './untrusted-text/mask-secrets.ts';
import type { Invocation } from './invocation.ts';
import { parseContext, parseEvent } from './invocation.ts';
import type { Clock, Heartbeat, Log } from './ports.ts';
import type { Redactor } from './runtime/redaction.ts';
import { redactError } from './runtime/redact-error.ts';
import { createRedactor } from './runtime/redaction.ts';
import { deadlinesOf } from './pipeline/deadlines.ts';
import type { Problem, Summary } from './pipeline/summary.ts';
import { tick } from './pipeline/tick.ts';

/** All that an invocation takes from the machine. */
export type Runtime = Readonly<{
  environment: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  random: () => number;
  sleep: Sleep;
  /** Takes one line of the log, without its line break. */
  write: (line: string) => void;
  warmth: InstanceCache;
}>;

/**
 * One invocation: understands the event and the environment, lets the tick do all that it can, and
 * only then rejects if something has to be counted by FC. Nothing that leaves here, be it returned,
 * logged or thrown, holds a secret.
 *
 * @throws AggregateError naming every problem, when something watched could not be read, a channel
 * could not be told, or a state could not be read or saved
 * @throws ConfigurationError | InvocationError before anything is called
 */
export async function poll(event: unknown, context: unknown, machine: Runtime): Promise<Summary> {
  const startedAt = machine.clock();
  let redact: Redactor = maskSecrets;
  const log = createJsonLog({
    write: machine.write,
    clock: machine.clock,
    redact: (text) => redact(text),
  });
  try {
    const { dryRun } = parseEvent(event);
    const invocation = parseContext(context, machine.environment);
    const configuration = parseConfiguration(machine.environment, { region: invocation.region });
    redact = createRedactor([...configuration.secrets, ...secretsOf(invocation)]);
    for (const warning of configuration.warnings) log.warn('configuration.warning', { warning });
    return await pollWith(configuration, invocation, dryRun, startedAt, log, redact, machine);
  } catch (error) {
    const safe = redactError(error, redact);
    log.error('tick.failed', { error: safe.name, message: safe.message });
    throw safe;
  }
}

async function pollWith(
  configuration: Configuration,
  invocation: Invocation,
  dryRun: boolean,
  startedAt: number,
  log: Log,
  redact: Redactor,
  machine: Runtime,
): Promise<Summary> {
  const settings = {
    targets: configuration.targets,
    alertOn: new Set(configuration.alertOn),
    firstRun: configuration.firstRun,
    doneEvery: configuration.digestEveryMs,
    repeatEvery: configuration.digestEveryMs,
    stallAfter: configuration.stallAfterMs,
    remindAfter: configuration.remindAfterMs,
    dryRun: dryRun || configuration.dryRun,
  };
  const { heartbeat, ...ports } = connect(configuration, invocation, log, machine, machine.warmth);
  const budget = deadlinesOf(startedAt, invocation.timeoutMs);
  const result = await tick(settings, ports, budget);
  const problems = result.problems.map((problem) => ({
    ...problem,
    message: redact(problem.message),
  }));
  const summary = withoutSecrets(
    { ...result.summary, problems: problems.map(({ where, message }) => ({ where, message })) },
    redact,
  );
  for (const { where, message, rejects } of problems)
    log[rejects ? 'error' : 'warn']('tick.problem', { where, message });
  log.info('tick.finished', {
    requestId: invocation.requestId,
    dryRun: settings.dryRun,
    ...summary,
  });
  const counted = problems.filter(({ rejects }) => rejects);
  if (!settings.dryRun)
    await tellHeartbeat(
      heartbeat,
      counted.length > 0,
      result.troubledBefore,
      log,
      machine.warmth,
      budget.saveUntil,
    );
  if (counted.length > 0) throw new AggregateError(counted.map(asError), messageOf(counted));
  return summary;
}

/** As many bad ticks running as raise the alarm at once; of fewer, silence says enough. */
const badTicksToTell = 3;

/** Its own failure is a line in the log: a tick is good without being heard of. */
async function tellHeartbeat(
  heartbeat: Heartbeat | undefined,
  bad: boolean,
  troubledBefore: number,
  log: Log,
  { trouble = { badTicks: 0 } }: InstanceCache,
  until: number,
): Promise<void> {
  trouble.badTicks = bad ? 1 + Math.max(trouble.badTicks, troubledBefore) : 0;
  if (bad && trouble.badTicks < badTicksToTell) return;
  const reason = await heartbeat?.beat(bad ? 'bad' : 'good', until);
  if (reason !== undefined) log.warn('heartbeat.failed', { reason });
}

/**
 * Messages may hold links that grant access, where they are wanted; what is returned is logged too.
 */
function withoutSecrets(summary: Summary, redact: Redactor): Summary {
  const { preview } = summary;
  if (preview === undefined) return summary;
  return {
    ...summary,
    preview: Object.fromEntries(
      Object.entries(preview).map(([channel, text]) => [channel, redact(text)]),
    ),
  };
}

/** FC shows the message of an error and nothing else, so each problem stands in it. */
function messageOf(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return `${count} in this tick; what could be told was told, and the rest is told by a later tick: ${problems.map(({ where, message }) => `${where}: ${message}`).join('; ')}`;
}

const asError = ({ where, message, cause }: Problem): Error =>
  new Error(`${where}: ${message}`, cause === undefined ? undefined : { cause });

function secretsOf({ credentials }: Invocation): readonly Secret[] {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return [new Secret(accessKeyId), accessKeySecret, ...(securityToken ? [securityToken] : [])];
}
