import { answer, tooManyRequests, type Fault } from '../../rehearsal/world/fault.ts';
import type { Call, ServerName } from './calls.ts';

/**
 * The process is gone from here on; `applied` says whether the call it was making still arrived.
 */
export type Death = Readonly<{ kind: 'dies'; applied: boolean }>;

/** One way in which a call breaks. */
export type Breakage = Readonly<{
  name: string;
  how: Fault | Death;
  /** Every further try of the operation in this tick meets it too. */
  allTick?: boolean;
  /**
   * The answer may still come, is none of the service, or is about a mail that may have arrived:
   * nothing is sent again in this tick.
   */
  answerLost?: boolean;
  /** The tick ends at its deadline and not before. */
  waitsForTheEnd?: boolean;
  /** An honest-looking answer that is not true; no client can notice it. */
  lie?: boolean;
}>;

const json = { 'content-type': 'application/json;charset=utf-8' };
const xml = { 'content-type': 'application/xml' };
const html = { 'content-type': 'text/html' };
const portal =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in to this network.</body></html>';

/** What each service says around a status. */
function refusal(server: ServerName, status: number): Fault {
  if (server === 'mms')
    return answer(
      status,
      `{"RequestId":"B7EE4EC1-0E4A-5B3B-9D60-1D0F6C2B0001","Code":"Bench.${status}","Message":"broken on purpose"}`,
      json,
    );
  if (server === 'oss')
    return answer(
      status,
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>Bench${status}</Code><Message>broken on purpose</Message><RequestId>5C3D9175B6FC201293AD</RequestId></Error>`,
      xml,
    );
  return answer(status, slackSays.get(status) ?? 'broken_on_purpose', html);
}

const slackSays: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_blocks'],
  [403, 'action_prohibited'],
  [404, 'no_service'],
  [410, 'channel_is_archived'],
]);

const applied = (fault: Fault): Fault =>
  fault.kind === 'answer' || fault.kind === 'reset' || fault.kind === 'hang'
    ? { ...fault, applied: true }
    : fault;

/** An honest answer that comes after the time that the tick has. */
const slow: Fault = { kind: 'delay', ms: Number.POSITIVE_INFINITY };

/** What a service could say that has mistaken the question. */
const otherAnswers: Readonly<Record<Exclude<ServerName, 'mail'>, readonly Breakage[]>> = {
  mms: [
    {
      name: 'throttled',
      how: answer(
        400,
        '{"Code":"Throttling.User","Message":"Request was denied due to user flow control."}',
        json,
      ),
    },
    {
      name: 'error inside 200',
      how: answer(
        200,
        '{"requestId":"x","success":false,"code":"InternalError","message":"broken"}',
        json,
      ),
    },
    { name: 'empty object', how: answer(200, '{}', json), lie: true },
    { name: 'null data', how: answer(200, '{"data":null}', json), lie: true },
    {
      name: 'empty list',
      how: answer(200, '{"data":{"total":0,"objectList":[]}}', json),
      lie: true,
    },
    { name: 'empty array', how: answer(200, '{"data":[]}', json), lie: true },
    { name: 'a number', how: answer(200, '7', json) },
  ],
  oss: [
    { name: 'other JSON', how: answer(200, '{"hello":"world"}', json), lie: true },
    { name: 'newer version', how: answer(200, '{"version":99}', json), lie: true },
  ],
  slack: [{ name: 'other JSON', how: answer(200, '{"ok":true}', json), answerLost: true }],
};

/**
 * Calls that change something beyond us can be applied although their answer says nothing of it.
 */
const whenApplied: readonly Breakage[] = [
  { name: 'reset though applied', how: { kind: 'reset', applied: true } },
  {
    name: 'hangs though applied',
    how: { kind: 'hang', applied: true },
    answerLost: true,
    waitsForTheEnd: true,
  },
  { name: '500 though applied', how: applied(answer(500, '')) },
  {
    name: 'sign-in page though applied',
    how: applied(answer(200, portal, html)),
    answerLost: true,
  },
  { name: 'empty 200 though applied', how: applied(answer(200, '')), answerLost: true },
];

function httpBreakages(server: Exclude<ServerName, 'mail'>, changes: boolean): readonly Breakage[] {
  const lie = changes && server === 'oss';
  return [
    { name: 'refused', how: { kind: 'down' }, waitsForTheEnd: true },
    { name: 'reset', how: { kind: 'reset' } },
    {
      name: 'reset all tick',
      how: { kind: 'reset' },
      allTick: true,
      waitsForTheEnd: true,
    },
    { name: 'hangs', how: { kind: 'hang' }, answerLost: true, waitsForTheEnd: true },
    { name: 'slow', how: slow, answerLost: true, waitsForTheEnd: true },
    { name: 'cut JSON', how: { kind: 'truncated' }, answerLost: true },
    { name: 'broken off', how: { kind: 'broken-off' } },
    { name: 'stalled', how: { kind: 'stalled' }, answerLost: true, waitsForTheEnd: true },
    ...[400, 403, 404, 410].map((status) => ({
      name: String(status),
      how: refusal(server, status),
    })),
    { name: '500', how: refusal(server, 500) },
    { name: '503', how: refusal(server, 503) },
    { name: '503 all tick', how: refusal(server, 503), allTick: true, waitsForTheEnd: true },
    { name: '429 for 1 s', how: tooManyRequests(1) },
    { name: '429 for 90 s', how: tooManyRequests(90), allTick: true, waitsForTheEnd: true },
    { name: 'sign-in page', how: answer(200, portal, html), answerLost: true, lie },
    {
      name: '502 page',
      how: answer(502, '<html><body><h1>502 Bad Gateway</h1></body></html>', html),
    },
    { name: 'empty 200', how: answer(200, ''), answerLost: true, lie },
    ...(lie ? [] : otherAnswers[server]),
    ...(changes ? whenApplied : []),
  ];
}

/** Only the last stage leaves it open whether the mail was taken. */
function smtpBreakages(operation: string): readonly Breakage[] {
  const last = operation === 'end of data';
  return [
    { name: '421', how: answer(421, '4.3.2 closing the transmission channel') },
    { name: '451', how: answer(451, '4.3.0 try again later') },
    {
      name: '451 all tick',
      how: answer(451, '4.3.0 try again later'),
      allTick: true,
      waitsForTheEnd: true,
    },
    { name: '554', how: answer(554, '5.3.0 refused') },
    { name: 'hangs', how: { kind: 'hang' }, answerLost: last, waitsForTheEnd: true },
    { name: 'closes', how: { kind: 'reset' }, answerLost: last },
    {
      name: 'closes all tick',
      how: { kind: 'reset' },
      allTick: true,
      waitsForTheEnd: true,
      answerLost: last,
    },
    ...(last
      ? [
          {
            name: 'hangs though applied',
            how: { kind: 'hang', applied: true } as const,
            answerLost: true,
            waitsForTheEnd: true,
          },
          {
            name: 'closes though applied',
            how: { kind: 'reset', applied: true } as const,
            answerLost: true,
          },
        ]
      : []),
  ];
}

const deaths: readonly Breakage[] = [
  { name: 'dies before', how: { kind: 'dies', applied: false }, waitsForTheEnd: true },
  { name: 'dies after', how: { kind: 'dies', applied: true }, waitsForTheEnd: true },
];

/** Every way in which this call can break. */
export function breakagesOf({ server, operation }: Call): readonly Breakage[] {
  if (server === 'mail') return [...smtpBreakages(operation), ...deaths];
  return [...httpBreakages(server, server === 'slack' || operation.startsWith('Put')), ...deaths];
}
