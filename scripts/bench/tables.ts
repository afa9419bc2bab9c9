import type { Measured, Results, Startup } from './results.ts';
import { titles } from './scenarios.ts';
import { bytes, count, ratio, table, time } from './wording.ts';

export const callsOf = ({ calls }: Measured): number =>
  Object.values(calls).reduce((sum, number) => sum + number, 0);
export const toFloor = ({ warm, floor }: Measured): number => warm.wallMs / floor.inTurn.median;
export const toAllAtOnce = ({ warm, floor }: Measured): number => warm.wallMs / floor.atOnce.median;

/** The poller over the same tasks, in milliseconds: it does the same whatever has happened. */
export const pollerOver = ({ measured }: Results, tasks: number): Measured['poller'] =>
  measured.find((one) => one.tasks === tasks && one.poller !== undefined)?.poller;

/** One row a measurement: what a tick takes, and how that stands to the poller and to the floor. */
export function growthTable(results: Results): string {
  const rows = results.measured.map((one) => {
    const poller = pollerOver(results, one.tasks);
    return [
      titles[one.scenario],
      count(one.tasks),
      time(one.warm.wallMs),
      `${ratio(toFloor(one))} ×`,
      `${ratio(toAllAtOnce(one))} ×`,
      poller === undefined ? '' : `1/${ratio(poller.wallMs / one.warm.wallMs)}`,
      time(one.cold.wallMs),
      count(callsOf(one)),
      bytes(one.warm.bytes),
      bytes(Math.max(one.warm.peakBytes, one.cold.peakBytes)),
      String(one.peakInFlight),
    ];
  });
  return table(
    [
      'tick',
      'tasks',
      'warm',
      'of the floor',
      'of all at once',
      'of the poller',
      'cold',
      'calls',
      'bytes',
      'peak memory',
      'in flight',
    ],
    rows,
  );
}

const apis = [
  'GetObject',
  'ListMmsJobs',
  'ListMmsTasks',
  'ListMmsTaskLogs',
  'Slack',
  'SMTP',
  'PutObject',
];

export function callTable({ measured }: Results): string {
  const rows = measured.map((one) => [
    titles[one.scenario],
    count(one.tasks),
    count(one.running),
    count(one.changed),
    ...apis.map((api) => count(one.calls[api] ?? 0)),
  ]);
  return table(['tick', 'tasks', 'running', 'changed', ...apis], rows);
}

/** What the ratios stand on. */
export function baseTable(results: Results): string {
  const rows = results.measured.map((one) => {
    const poller =
      one.poller === undefined
        ? ''
        : `${time(one.poller.wallMs)}${one.poller.isComputed ? ' (computed)' : ''}`;
    const { median, least, most } = one.warmWall;
    const { requests, inTurn, atOnce } = one.floor;
    return [
      titles[one.scenario],
      count(one.tasks),
      `${time(median)} (${time(least)} – ${time(most)})`,
      time(one.warm.cpuMs),
      count(requests),
      `${time(inTurn.median)} (${time(inTurn.least)} – ${time(inTurn.most)})`,
      time(atOnce.median),
      poller,
    ];
  });
  return table(
    [
      'tick',
      'tasks',
      'warm: median (least – most)',
      'processor',
      "floor's requests",
      'floor: median (least – most)',
      'all at once',
      'poller',
    ],
    rows,
  );
}

export function startupTable({
  emptyMs,
  nodeMs,
  bundleMs,
  loadMs,
  bundleKilobytes,
  libraries,
}: Startup): string {
  const processes = table(
    ['a whole process that loads', 'takes', 'of the second'],
    [
      ['an empty file', time(emptyMs), `${ratio(emptyMs / nodeMs)} ×`],
      ['`node:https` and `node:crypto`', time(nodeMs), '1.0 ×'],
      [
        `the bundle (${count(bundleKilobytes)} kB), of which \`require\` ${time(loadMs)}`,
        time(bundleMs),
        `${ratio(bundleMs / nodeMs)} ×`,
      ],
    ],
  );
  const each = table(
    ['library, by itself', 'is loaded by', 'size', '`require` takes'],
    libraries.map(({ name, loadedBy, kilobytes, ms }) => [
      `\`${name}\``,
      loadedBy,
      `${count(kilobytes)} kB`,
      time(ms),
    ]),
  );
  return `${processes}\n\n${each}`;
}
