import * as z from 'zod/mini';
import { alertKinds, type AlertKind } from '../kinds/kinds.ts';
import { languages } from '../language.ts';
import { httpUrl, tlsWarnings } from './endpoint.ts';
import {
  listOf,
  oneOf,
  readVariables,
  understood,
  type Environment,
  type Variables,
} from './environment.ts';
import { Secret } from './secret.ts';

const someKinds = `expected some of ${alertKinds.join(', ')}`;

const kindList = z.pipe(
  listOf(`alert kind; ${someKinds}`, (entry, refuse) => {
    const kind = alertKinds.find((known) => known === entry);
    if (kind === undefined) refuse(`is not an alert kind; ${someKinds}`);
    return kind;
  }),
  z.transform((kinds): readonly AlertKind[] => alertKinds.filter((kind) => kinds.includes(kind))),
);

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** In milliseconds; `word` stands for `never`. */
const duration = <Never extends 0 | undefined>(pattern: RegExp, word: string, never: Never) =>
  z.pipe(
    z
      .string()
      .check(z.regex(pattern, `expected a duration such as 90s, 15m, 2h or 1d, or ${word}`)),
    z.transform((text): number | Never =>
      text === word ? never : Number(text.slice(0, -1)) * (seconds[text.slice(-1)] ?? NaN) * 1_000,
    ),
  );
const durationOrOff = duration(/^(?:off|0*[1-9]\d{0,5}[smhd])$/, 'off', undefined);

const zoneForm = 'expected an IANA name such as Asia/Shanghai, or UTC';

/**
 * Refuses offsets, which have no summer time, and abbreviations: `CST` would be Chicago, and means
 * Shanghai to many.
 */
const timeZone = understood((text, refuse) => {
  if (/^(?:UTC|GMT)?[+-]?\d/i.test(text)) {
    refuse(`is an offset, not a time zone; ${zoneForm}`);
    return undefined;
  }
  // To ask for a zone loads all that Node knows of time, a tenth of a cold tick.
  if (text === 'UTC') return text;
  const known = /^(?:UTC|[a-z_]+(?:\/[\w+-]+)+)$/i.test(text) ? zoneKnownAs(text) : undefined;
  if (known === undefined) refuse(`is no name of a time zone; ${zoneForm}`);
  return known?.toLowerCase() === text.toLowerCase() ? known : text;
});

/** Perhaps by an older name of the same zone. */
function zoneKnownAs(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const heartbeatForm = 'expected the address to ping, such as https://hc-ping.com/…';

/** A secret: whoever has it can report that all is well. */
const heartbeatUrl = understood((text, refuse) => {
  const url = httpUrl(text, heartbeatForm, refuse);
  const [, signal] = /\/(fail|start|log)\/?$/.exec(url?.pathname ?? '') ?? [];
  if (signal !== undefined)
    refuse(`ends in /${signal}, which would be sent with every tick; ${heartbeatForm}, without it`);
  return url && new Secret(text);
});

/** The path too, unless it is a short word that other URLs may have. */
export function secretsOfHeartbeat(url: Secret): readonly Secret[] {
  const { pathname, search } = new URL(url.reveal());
  const path = pathname + search;
  return path.length >= 8 ? [url, new Secret(path)] : [url];
}

export const choiceVariables = {
  ALERT_ON: { otherwise: 'every kind', schema: kindList },
  FIRST_RUN: { fallback: 'baseline', schema: oneOf(['baseline', 'replay']) },
  DIGEST_EVERY: { fallback: '15m', schema: duration(/^(?:0|\d{1,6}[smhd])$/, '0', 0) },
  REMIND_AFTER: { fallback: '24h', schema: durationOrOff },
  STALL_AFTER: { fallback: '2h', schema: durationOrOff },
  HEARTBEAT_URL: { secret: true, schema: heartbeatUrl, warnings: tlsWarnings },
  ALERT_LANGUAGE: { fallback: 'en', schema: oneOf(languages) },
  ALERT_TIME_ZONE: { fallback: 'UTC', schema: timeZone },
  LOGVIEW_LINKS: { fallback: 'strip', schema: oneOf(['strip', 'keep']) },
  DRY_RUN: { fallback: 'false', schema: oneOf(['true', 'false']) },
} satisfies Variables;

/** Complete where there is no problem. Durations are in milliseconds. */
export function readChoices(environment: Environment) {
  const { values, problems, warnings } = readVariables(choiceVariables, environment);
  const alertOn: ReadonlySet<AlertKind> = new Set(values.ALERT_ON ?? alertKinds);
  const choices = {
    alertOn,
    firstRun: values.FIRST_RUN,
    digestEvery: values.DIGEST_EVERY,
    /** `undefined`: never, as below. */
    remindAfter: values.REMIND_AFTER,
    stallAfter: values.STALL_AFTER,
    heartbeatUrl: values.HEARTBEAT_URL,
    language: values.ALERT_LANGUAGE,
    timeZone: values.ALERT_TIME_ZONE,
    logviewLinks: values.LOGVIEW_LINKS,
    dryRun: values.DRY_RUN === 'true',
  };
  return { choices, problems, warnings };
}

export type Choices = Readonly<ReturnType<typeof readChoices>['choices']>;
