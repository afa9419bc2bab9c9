import { CronExpressionParser } from 'cron-parser';
import { isRecord } from '../../functions/runtime/json.ts';
import { choiceVariables } from '../../functions/settings/choices.ts';

/** The component's schema checks nothing of the timer. */
export function* timerProblems(triggers: unknown, timeoutSeconds: unknown): Generator<string> {
  let [timers, enabled] = [0, 0];
  for (const [index, trigger] of (Array.isArray(triggers) ? triggers : []).entries()) {
    if (!isRecord(trigger) || trigger.triggerType !== 'timer') continue;
    const config = isRecord(trigger.triggerConfig) ? trigger.triggerConfig : {};
    timers += 1;
    if (config.enable !== false) enabled += 1;
    yield* configProblems(config, `triggers[${index}].triggerConfig`, timeoutSeconds);
  }
  if (timers === 0) yield 'triggers: no timer, so nothing would ever run';
  else if (enabled === 0) yield 'triggers: no timer is enabled, so nothing would ever run';
  else if (enabled > 1) yield 'triggers: several timers, whose ticks would meet; expected one';
}

const properties = ['cronExpression', 'enable', 'payload'];

function* configProblems(
  config: Readonly<Record<string, unknown>>,
  at: string,
  timeoutSeconds: unknown,
): Generator<string> {
  const { cronExpression, enable, payload = '' } = config;
  for (const name of Object.keys(config).filter((one) => !properties.includes(one)))
    yield `${at}.${name}: a timer takes ${properties.join(', ')} only`;
  if (typeof enable !== 'boolean')
    yield `${at}.enable: expected true or false; a text is always true`;
  // What the function takes as a timer's payload.
  const taken = /^\s*(?:\{\s*(?:"dryRun"\s*:\s*true\s*)?\}\s*)?$/;
  if (typeof payload !== 'string' || !taken.test(payload))
    yield `${at}.payload: expected none, or {"dryRun":true}, under which nothing is sent`;
  const interval = shortestInterval(typeof cronExpression === 'string' ? cronExpression : '');
  if (typeof interval === 'string') yield `${at}.cronExpression: ${interval}`;
  else if (typeof timeoutSeconds === 'number' && timeoutSeconds >= interval)
    yield `timeout: ${timeoutSeconds} s is not below the timer's interval of ${interval} s, so ticks would meet`;
}

const form =
  'expected second, minute, hour, day of month, month and day of week, such as "0 */5 * * * *", or "@every 5m"';

/** Stricter than cron-parser: what Function Compute documents for each field. */
const shape = /^\S+(?: [\d*,/-]+){2} [\d*?,/-]+ (?:[\d*,/-]|[A-Z]{3})+ (?:[\d*?,/-]|[A-Z]{3})+$/i;

/**
 * Seconds between two ticks, at the least, or what is wrong with the expression.
 * https://help.aliyun.com/document_detail/171746.html: six fields, the first a plain number, or
 * `@every`; in UTC unless `CRON_TZ=` says otherwise.
 */
export function shortestInterval(expression: string): number | string {
  const [, zone, rest = ''] = /^(?:CRON_TZ=(\S+) )?(.*)$/s.exec(expression) ?? [];
  if (zone !== undefined && !choiceVariables.ALERT_TIME_ZONE.schema.safeParse(zone).success)
    return `CRON_TZ=${zone} is no time zone, such as Asia/Shanghai`;
  const [, every] = /^@every (.*)$/s.exec(rest) ?? [];
  if (every !== undefined) return secondsIn(every);
  if (/^\S+(?: \S+){4}$/.test(rest))
    return 'has five fields; the second comes first: put "0 " before it';
  if (!shape.test(rest)) return form;
  if (!/^[0-5]?\d /.test(rest))
    return 'the second must be one number from 0 to 59: once a minute is the finest that there is';
  try {
    const { minute, hour } = CronExpressionParser.parse(rest).fields;
    return 60 * shortestGap(minute.values, hour.values);
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}; ${form}`;
  }
}

function secondsIn(every: string): number | string {
  if (!/^(?:\d+[hms])+$/.test(every)) return '@every takes a duration such as 90s, 5m or 1h30m';
  const units = new Map([
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ]);
  let seconds = 0;
  for (const [, count, unit = ''] of every.matchAll(/(\d+)([hms])/g))
    seconds += Number(count) * (units.get(unit) ?? 0);
  if (seconds >= 60) return seconds;
  return `@every ${every} is shorter than a minute, the finest that there is`;
}

/** In minutes, of the days on which it fires at all. */
function shortestGap(minutes: readonly number[], hours: readonly number[]): number {
  const day = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const twice = [...day, ...day.map((tick) => tick + 24 * 60)];
  return Math.min(...twice.slice(1).map((tick, index) => tick - (twice[index] ?? 0)));
}
