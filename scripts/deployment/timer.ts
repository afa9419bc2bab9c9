import { CronExpressionParser } from 'cron-parser';
import { isRecord } from '../../functions/runtime/json.ts';
import { choiceVariables } from '../../functions/settings/choices.ts';

/** The component's schema checks nothing of the timer. */
export function timerProblems(triggers: unknown, timeoutSeconds: unknown): readonly string[] {
  const timers = (Array.isArray(triggers) ? triggers : []).flatMap((trigger: unknown, index) => {
    if (!isRecord(trigger) || trigger.triggerType !== 'timer') return [];
    const { triggerConfig: config } = trigger;
    return [{ config: isRecord(config) ? config : {}, at: `triggers[${index}].triggerConfig` }];
  });
  if (timers.length === 0) return ['triggers: no timer, so nothing would ever run'];
  const enabled = timers.filter(({ config }) => config.enable !== false);
  const problems = timers.flatMap(({ config, at }) => configProblems(config, at, timeoutSeconds));
  if (enabled.length === 0)
    problems.push('triggers: no timer is enabled, so nothing would ever run');
  if (enabled.length > 1)
    problems.push('triggers: several timers, whose ticks would meet; expected one');
  return problems;
}

const properties = ['cronExpression', 'enable', 'payload'];

function configProblems(
  config: Readonly<Record<string, unknown>>,
  at: string,
  timeoutSeconds: unknown,
): readonly string[] {
  const { cronExpression, enable, payload = '' } = config;
  const problems = Object.keys(config)
    .filter((name) => !properties.includes(name))
    .map((name) => `${at}.${name}: a timer takes ${properties.join(', ')} only`);
  if (typeof enable !== 'boolean')
    problems.push(`${at}.enable: expected true or false; a text is always true`);
  // What the function takes as a timer's payload.
  const taken = /^\s*(?:\{\s*(?:"dryRun"\s*:\s*true\s*)?\}\s*)?$/;
  if (typeof payload !== 'string' || !taken.test(payload))
    problems.push(`${at}.payload: expected none, or {"dryRun":true}, under which nothing is sent`);
  const timing = timingOf(typeof cronExpression === 'string' ? cronExpression : '');
  if ('problem' in timing) problems.push(`${at}.cronExpression: ${timing.problem}`);
  else if (typeof timeoutSeconds === 'number' && timeoutSeconds >= timing.shortestSeconds)
    problems.push(
      `timeout: ${timeoutSeconds} s is not below the timer's interval of ${timing.shortestSeconds} s, so ticks would meet`,
    );
  return problems;
}

type Timing = Readonly<{ shortestSeconds: number }> | Readonly<{ problem: string }>;

const form =
  'expected second, minute, hour, day of month, month and day of week, such as "0 */5 * * * *", or "@every 5m"';

/**
 * https://help.aliyun.com/document_detail/171746.html: six fields, the first a plain number, or
 * `@every`; in UTC unless `CRON_TZ=` says otherwise.
 */
export function timingOf(expression: string): Timing {
  const [, zone, rest = ''] = /^(?:CRON_TZ=(\S+) )?(.*)$/s.exec(expression) ?? [];
  if (zone !== undefined && !choiceVariables.ALERT_TIME_ZONE.schema.safeParse(zone).success)
    return { problem: `CRON_TZ=${zone} is no time zone, such as Asia/Shanghai` };
  const [, interval] = /^@every (.*)$/s.exec(rest) ?? [];
  return interval === undefined ? timingOfFields(rest) : timingOfInterval(interval);
}

function timingOfInterval(text: string): Timing {
  if (!/^(?:\d+[hms])+$/.test(text))
    return { problem: '@every takes a duration such as 90s, 5m or 1h30m' };
  const inSeconds: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };
  let seconds = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+)([hms])/g))
    seconds += Number(count) * (inSeconds[unit] ?? 0);
  return seconds < 60
    ? { problem: `@every ${text} is shorter than a minute, the finest that there is` }
    : { shortestSeconds: seconds };
}

/** Stricter than cron-parser: what Function Compute documents for each field. */
const shape = /^\S+(?: [\d*,/-]+){2} [\d*?,/-]+ (?:[\d*,/-]|[A-Z]{3})+ (?:[\d*?,/-]|[A-Z]{3})+$/i;

function timingOfFields(text: string): Timing {
  if (/^\S+(?: \S+){4}$/.test(text))
    return { problem: 'has five fields; the second comes first: put "0 " before it' };
  if (!shape.test(text)) return { problem: form };
  if (!/^[0-5]?\d /.test(text))
    return {
      problem:
        'the second must be one number from 0 to 59: once a minute is the finest that there is',
    };
  try {
    const { minute, hour } = CronExpressionParser.parse(text).fields;
    return { shortestSeconds: 60 * shortestGap(minute.values, hour.values) };
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : String(error)}; ${form}` };
  }
}

/** In minutes, of the days on which it fires at all. */
function shortestGap(minutes: readonly number[], hours: readonly number[]): number {
  const day = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const twice = [...day, ...day.map((tick) => tick + 24 * 60)];
  return Math.min(...twice.slice(1).map((tick, index) => tick - (twice[index] ?? 0)));
}
