import { connect, type InstanceCache } from './connect.ts';
import { parseContext, parseEvent } from './invocation.ts';
import { tickTimeOf } from './pipeline/deadlines.ts';
import { runPipeline, type PollResult, type PollSettings } from './pipeline/pipeline.ts';
import type { Problem, Summary } from './pipeline/summary.ts';
import type { Clock, Heartbeat, Log, Sleep } from './ports.ts';
import { createJsonLog } from './runtime/json-log.ts';
import { createRedactor, redactError, type Redactor } from './runtime/redaction.ts';
import { parseConfiguration } from './settings/configuration.ts';
import { secretsOf } from './settings/credentials.ts';
import { maskSecrets } from './untrusted-text/mask-secrets.ts';

/** All that an invocation takes from the machine. */
type Runtime = Readonly<{
  environment: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  random: () => number;
  sleep: Sleep;
  /** Takes one line of the log, without its line break. */
  write: (line: string) => void;
  cache: InstanceCache;
}>;

/**
 * One invocation: understands the event and the environment, lets the poll do all that it can, and
 * only then rejects if something has to be counted by FC. Nothing that leaves here, be it returned,
 * logged or thrown, holds a secret.
 *
 * @throws AggregateError naming every problem, when something watched could not be read, a channel
 * could not be told, or a state could not be read or saved
 * @throws ConfigurationError | InvocationError before anything is called
 */
export async function poll(event: unknown, context: unknown, runtime: Runtime): Promise<Summary> {
  const { clock, environment, write } = runtime;
  const startedAt = clock();
  let redact: Redactor = maskSecrets;
  const log = createJsonLog({ write, clock, redact: (text) => redact(text) });
  try {
    const { dryRun } = parseEvent(event);
    const invocation = parseContext(context, environment);
    const { region, functionName, requestId, credentials, timeoutMs } = invocation;
    const configuration = parseConfiguration(environment, { region });
    redact = createRedactor([...configuration.secrets, ...secretsOf(credentials)]);
    for (const warning of configuration.warnings) log.warn('configuration.warning', { warning });
    const settings: PollSettings = {
      ...configuration,
      owner: functionName && region ? { functionName, region } : undefined,
      dryRun: dryRun || configuration.dryRun,
    };
    const { heartbeat, ...ports } = connect(configuration, invocation, log, runtime);
    const time = tickTimeOf(startedAt, timeoutMs);
    const result = await runPipeline(settings, ports, time);

    const problems = result.problems.map((problem) => ({
      ...problem,
      message: redact(problem.message),
    }));
    for (const { where, message, rejects } of problems)
      log[rejects ? 'error' : 'warn']('tick.problem', { where, message });
    const summary = {
      ...withoutSecrets(result.summary, redact),
      problems: problems.map(({ where, message }) => ({ where, message })),
    };
    log.info('tick.finished', { requestId, dryRun: settings.dryRun, ...summary });
    const failures = problems.filter(({ rejects }) => rejects);
    if (!settings.dryRun) {
      const { cache } = runtime;
      const badBefore = Math.max(cache.badTicks, result.troubledBefore);
      cache.badTicks = failures.length > 0 ? badBefore + 1 : 0;
      await beat(heartbeat, cache.badTicks, time.saveUntil, log);
    }
    if (failures.length > 0) {
      const message = messageOf(failures, settings.dryRun);
      throw new AggregateError(failures.map(asError), message);
    }
    return summary;
  } catch (error) {
    const safe = redactError(error, redact);
    log.error('tick.failed', { error: safe.name, message: safe.message });
    throw safe;
  }
}

/** From the third bad tick running on, the heartbeat says so; one or two may pass. */
const badTicksToReport = 3;

/** If the heartbeat itself fails, that is a line in the log and no bad tick. */
async function beat(
  heartbeat: Heartbeat | undefined,
  badTicks: number,
  until: number,
  log: Log,
): Promise<void> {
  if (badTicks > 0 && badTicks < badTicksToReport) return;
  const reason = await heartbeat?.beat(badTicks > 0 ? 'bad' : 'good', until);
  if (reason !== undefined) log.warn('heartbeat.failed', { reason });
}

/**
 * Messages may hold links that grant access, where they are wanted; what is returned is logged too.
 */
function withoutSecrets(
  { preview, ...rest }: PollResult['summary'],
  redact: Redactor,
): PollResult['summary'] {
  if (preview === undefined) return rest;
  const texts = Object.entries(preview).map(([channel, text]) => [channel, redact(text)] as const);
  return { ...rest, preview: Object.fromEntries(texts) };
}

/** FC shows the message of an error and nothing else, so each problem stands in it. */
function messageOf(problems: readonly Problem[], isDryRun: boolean): string {
  const reasons = problems.map(({ where, message }) => `${where}: ${message}`).join('; ');
  const rest = isDryRun
    ? 'a dry run: nothing was delivered or saved'
    : 'everything else was delivered and saved; a later tick goes on with the rest';
  return `${reasons} (${rest})`;
}

const asError = ({ where, message, cause }: Problem): Error =>
  new Error(`${where}: ${message}`, cause === undefined ? undefined : { cause });
