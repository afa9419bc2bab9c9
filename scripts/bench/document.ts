import type { HostileRow } from './hostile-row.ts';
import type { Bench, StormRow, TickRow } from './measure.ts';

type Results = Readonly<{
  bench: Bench;
  ticks: readonly TickRow[];
  deployedTicks: readonly TickRow[];
  storms: readonly StormRow[];
  hostile: HostileRow;
}>;

export function documentOf({ bench, ticks, deployedTicks, storms, hostile }: Results): string {
  const { cpu, memoryMb, timeoutSeconds, latencyMs } = bench;
  return `# What a tick costs

Written by \`npm run bench\`: one run on one machine, Node ${process.versions.node}. Servers on loopback take ${latencyMs} ms for each
answer. Ratios hold better than times, since both sides are measured in turns on the same servers.

- **of the floor**: against a bare keep-alive client that makes the same calls, all signed beforehand and 16 at a time,
  and parses the answers. Its CPU time is the least with which a tick could be done in Node.
- **cold**: the first tick of a process, with the libraries that it loads and the states that it reads; **warm**: a tick
  of a process that ticked before, as an instance that Function Compute uses again. Of several the least is shown.
- **memory**: the most that the process ever held. Its heap is limited to half of the deployed memory.
- **a month** of warm ticks, one each minute: a tick of s seconds takes s × (vCPU + GB × 0.15) + 0.0075 compute units at
  $0.00002, of which an hour's are rounded up, without any free quota ([prices](https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/billing-overview-of-fc)).

## At the deployed size: ${cpu} vCPU and ${memoryMb} MB

The real bundle in a process that is paused whenever it has used more than ${cpu} of a processor.

${tickTable(deployedTicks, bench)}

A storm begins with a cold instance. A tick that is not back within ${timeoutSeconds} s is killed, and the next one is cold.

${stormTable(storms)}

## On a whole core

${tickTable(ticks, { ...bench, cpu: 1 })}

A log row of 64 KB that is made to be slow to read, ${hostile.shapes} kinds of it, takes at most ${hostile.slowestMs.toFixed(1)} ms from MMS's text to
the masked excerpt and the cause (the slowest repeats \`${JSON.stringify(hostile.slowest)}\`).

## Aims

At the deployed size a warm quiet tick over 10,000 tasks takes at most 1.5 s and three times the CPU of the floor; 3,000
failures of 16 KB are sent within 5 ticks, 1,000 of 64 KB within 4, and no tick is killed. The bundle has at most
1.5 MB.
`;
}

const tickTable = (rows: readonly TickRow[], size: Bench): string =>
  table(
    'tick | tasks | warm | CPU | of the floor | cold | CPU | of the floor | memory | a month | calls',
    rows.map(({ name, tasks, warm, warmFloor, cold, coldFloor, peakBytes, calls }) => [
      name,
      count(tasks),
      time(warm.wallMs),
      time(warm.cpuMs),
      ratio(warm.cpuMs, warmFloor.cpuMs),
      time(cold.wallMs),
      time(cold.cpuMs),
      ratio(cold.cpuMs, coldFloor.cpuMs),
      megabytes(peakBytes),
      dollars(warm.wallMs / 1_000, size),
      Object.entries(calls)
        .map(([call, times]) => `${count(times)} ${call}`)
        .join(', '),
    ]),
  );

const stormTable = (rows: readonly StormRow[]): string =>
  table(
    'storm | sent | in ticks | killed | longest | CPU | of the floor | memory',
    rows.map((row) => [
      `${count(row.failures)} failures of ${Math.round(row.logBytes / 1_000)} KB`,
      count(row.sent),
      String(row.ticks),
      String(row.killed),
      time(row.longestMs),
      time(row.cpuMs),
      ratio(row.cpuMs, row.floorCpuMs),
      megabytes(row.peakBytes),
    ]),
  );

function dollars(seconds: number, { cpu, memoryMb }: Bench): string {
  const units = seconds * (cpu + (memoryMb / 1_024) * 0.15) + 0.0075;
  const anHour = Math.ceil(Number((units * 60).toFixed(9)));
  return `$${(anHour * 720 * 0.00002).toFixed(2)}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
const ratio = (value: number, base: number): string => `${(value / base).toFixed(1)} ×`;
const megabytes = (value: number): string => `${(value / 1_000_000).toFixed(1)} MB`;
const time = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;

const table = (head: string, rows: readonly (readonly string[])[]): string =>
  [
    head,
    head.replace(/^[^|]+/, '--- ').replace(/(?<=\|)[^|]+/g, ' ---: '),
    ...rows.map((cells) => cells.join(' | ')),
  ]
    .map((line) => `| ${line.trim()} |`)
    .join('\n');
