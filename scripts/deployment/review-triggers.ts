import { isRecord } from '../../functions/runtime/json.ts';
import { timingOf } from './cron.ts';
import type { Props } from './review.ts';

const named = ['cronExpression', 'enable', 'payload'];

/** The schema looks at no timer's configuration. */
export function reviewTriggers({ triggers, timeout }: Props): readonly string[] {
  const list: readonly unknown[] = Array.isArray(triggers) ? triggers : [];
  const timers = list.flatMap((trigger, index) =>
    isRecord(trigger) && trigger.triggerType === 'timer'
      ? [{ trigger, at: `triggers[${index}]` }]
      : [],
  );
  if (timers.length === 0) return ['triggers: no timer, so nothing would ever run'];
  const enabled = timers.filter(
    ({ trigger }) => !isRecord(trigger.triggerConfig) || trigger.triggerConfig.enable !== false,
  );
  return [
    ...(enabled.length === 0 ? ['triggers: no timer is enabled, so nothing would ever run'] : []),
    ...(enabled.length > 1
      ? ['triggers: several timers; their ticks would meet, and the state has one writer']
      : []),
    ...timers.flatMap(({ trigger, at }) =>
      reviewTimer(trigger.triggerConfig, `${at}.triggerConfig`, timeout),
    ),
  ];
}

function reviewTimer(config: unknown, at: string, timeout: unknown): readonly string[] {
  if (!isRecord(config)) return [`${at}: expected cronExpression and enable`];
  const unknown = Object.keys(config).filter((name) => !named.includes(name));
  return [
    ...unknown.map(
      (name) => `${at}.${name}: a timer has no such property; expected ${named.join(', ')}`,
    ),
    ...(typeof config.enable === 'boolean'
      ? []
      : [`${at}.enable: expected true or false; a text is always true`]),
    ...payloadProblems(config.payload, at),
    ...timingProblems(config.cronExpression, at, timeout),
  ];
}

function timingProblems(expression: unknown, at: string, timeout: unknown): readonly string[] {
  if (typeof expression !== 'string')
    return [`${at}.cronExpression: expected a text such as "0 * * * * *"`];
  const timing = timingOf(expression);
  if (timing.kind === 'wrong') return [`${at}.cronExpression: ${timing.problem}`];
  if (typeof timeout !== 'number' || timeout < timing.shortestSeconds) return [];
  return [
    `timeout: ${timeout} s is not below the timer's interval of ${timing.shortestSeconds} s, so ticks would meet`,
  ];
}

/** What the function takes as a timer's payload. */
function payloadProblems(payload: unknown, at: string): readonly string[] {
  if (payload === undefined || payload === '') return [];
  const known =
    typeof payload === 'string' && /^\s*\{\s*(?:"dryRun"\s*:\s*true\s*)?\}\s*$/.test(payload);
  return known
    ? []
    : [`${at}.payload: expected none, or {"dryRun":true}, under which nothing is ever told`];
}
