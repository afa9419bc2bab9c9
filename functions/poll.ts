import { connect, type InstanceCache } from './connect.ts';
import { parseContext, parseEvent } from './invocation.ts';
import { tickTimeOf } from './pipeline/deadlines.ts';
import { runPipeline, type PollSettings } from './pipeline/pipeline.ts';
import type { Problem, Summary } from './pipeline/summary.ts';
import type { Clock, Sleep } from './ports.ts';
import { createJsonLog } from './runtime/json-log.ts';
import { createRedactor, redactError, type Redactor } from './runtime/redaction.ts';
import { parseConfiguration } from './settings/configuration.ts';
import { secretsOf } from './settings/credentials.ts';
import { maskSecrets } from './untrusted-text/mask-secrets.ts';

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
 * One invocation. It does all that it can, and only then rejects if FC has to count a failure.
 * Nothing that it returns, logs or throws holds a secret.
 *
 * @throws AggregateError naming every problem
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
    const { preview, ...counts } = result.summary;
    const summary: Summary = {
      ...counts,
      // Messages may hold links that grant access, where they are wanted.
      ...(preview && { preview: redactedTexts(preview, redact) }),
      problems: problems.map(({ where, message }) => ({ where, message })),
    };
    log.info('tick.finished', { requestId, dryRun: settings.dryRun, ...summary });
    const failures = problems.filter(({ rejects }) => rejects);
    const isBad = failures.length > 0;
    if (!settings.dryRun) {
      const { cache } = runtime;
      const badBefore = Math.max(cache.badTicks, result.troubledBefore);
      cache.badTicks = isBad ? badBefore + 1 : 0;
      if (cache.badTicks === 0 || cache.badTicks >= badTicksToReport) {
        const reason = await heartbeat?.beat(isBad ? 'bad' : 'good', time.saveUntil);
        if (reason !== undefined) log.warn('heartbeat.failed', { reason });
      }
    }
    if (isBad)
      throw new AggregateError(failures.map(errorOf), messageOf(failures, settings.dryRun));
    return summary;
  } catch (error) {
    const safe = redactError(error, redact);
    log.error('tick.failed', { error: safe.name, message: safe.message });
    throw safe;
  }
}

const redactedTexts = (
  texts: Readonly<Record<string, string>>,
  redact: Redactor,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redact(text)]));

/** One or two running may pass. */
const badTicksToReport = 3;

/** FC shows the message of an error and nothing else, so each problem stands in it. */
function messageOf(problems: readonly Problem[], isDryRun: boolean): string {
  const reasons = problems.map(({ where, message }) => `${where}: ${message}`).join('; ');
  const rest = isDryRun
    ? 'a dry run: nothing was delivered or saved'
    : 'everything else was delivered and saved; a later tick goes on with the rest';
  return `${reasons} (${rest})`;
}

const errorOf = ({ where, message, cause }: Problem): Error =>
  new Error(`${where}: ${message}`, cause === undefined ? undefined : { cause });
