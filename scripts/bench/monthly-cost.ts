export const priceLists = {
  usd: 'https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/billing-overview-of-fc',
  cny: 'https://help.aliyun.com/zh/functioncompute/fc/product-overview/billing-overview-of-fc',
} as const;

/**
 * What Function Compute bills, in its compute units (CU). The same units everywhere; the price of
 * one by site.
 */
const unitsOf = { cpuSecond: 1, memoryGbSecond: 0.15, diskGbSecond: 0.05, invocation: 75 / 10_000 };
const freeDiskGb = 0.5;
/** A unit on the first step of the price list, which a timer never leaves. */
export const prices = { usd: 0.00002, cny: 0.00011 } as const;

/** What s.yaml asks for. */
export type Spec = Readonly<{ cpu: number; memoryMb: number; diskMb: number }>;

export type MonthlyCost = Readonly<{
  unitsPerTick: number;
  units: number;
  usd: number;
  cny: number;
}>;

/**
 * A month of 30 days with a tick each minute, each of so many seconds. Every hour's units are
 * rounded up.
 */
export function monthlyCost(seconds: number, { cpu, memoryMb, diskMb }: Spec): MonthlyCost {
  const disk = Math.max(0, diskMb / 1024 - freeDiskGb);
  const perSecond =
    cpu * unitsOf.cpuSecond +
    (memoryMb / 1024) * unitsOf.memoryGbSecond +
    disk * unitsOf.diskGbSecond;
  const unitsPerTick = perSecond * seconds + unitsOf.invocation;
  const units = Math.ceil(Number((unitsPerTick * 60).toFixed(9))) * 24 * 30;
  return { unitsPerTick, units, usd: units * prices.usd, cny: units * prices.cny };
}

/**
 * How long a tick takes where only a part of a processor is to be had: what it waits for stays, and
 * what it computes takes so much longer. Since some of both happens at once, it is rather less.
 */
export const secondsOn = (
  cpu: number,
  { wallMs, cpuMs }: Readonly<{ wallMs: number; cpuMs: number }>,
): number => (wallMs + cpuMs * Math.max(0, 1 / cpu - 1)) / 1_000;

/** Reads the figures of s.yaml. @throws Error naming the one that is not there */
export function specIn(yaml: string): Spec {
  const figure = (name: string): number => {
    const value = Number(new RegExp(`^ *${name}: *([\\d.]+)`, 'm').exec(yaml)?.[1]);
    if (!(value > 0)) throw new Error(`s.yaml: expected a number for ${name}`);
    return value;
  };
  return { cpu: figure('cpu'), memoryMb: figure('memorySize'), diskMb: figure('diskSize') };
}

const sizesMb = [128, 256, 512, 1_024, 2_048, 3_072];

/**
 * The deployed size, or the next one that holds what was measured: too little memory ends the
 * process.
 */
export const memoryFor = (peakBytes: number, deployedMb: number): number =>
  sizesMb.find((size) => size >= deployedMb && size * 1024 * 1024 > peakBytes) ?? deployedMb;
