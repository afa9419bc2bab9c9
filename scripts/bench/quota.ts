import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Quota = Readonly<{
  means: string;
  add: (pid: number) => void;
  close: () => void;
}>;

const periodUs = 100_000;

/** A control group where one can be made, else a stand-in. */
export function quotaOf(cpu: number): Quota {
  const quotaUs = Math.round(cpu * periodUs);
  const name = `bench-${process.pid}-${quotaUs}`;
  return (
    group({ parent: '/sys/fs/cgroup/cpu', name }, 'a control group (v1)', {
      'cpu.cfs_period_us': String(periodUs),
      'cpu.cfs_quota_us': String(quotaUs),
      'cpu.shares': '262144',
    }) ??
    group({ parent: '/sys/fs/cgroup', name }, 'a control group (v2)', {
      'cpu.max': `${quotaUs} ${periodUs}`,
      'cpu.weight': '10000',
    }) ??
    pauses(cpu)
  );
}

/**
 * https://docs.kernel.org/scheduler/sched-bwc.html; with the greatest weight, so that the process
 * gets its part whatever else the machine does.
 */
function group(
  { parent, name }: Readonly<{ parent: string; name: string }>,
  means: string,
  limits: Readonly<Record<string, string>>,
): Quota | undefined {
  const folder = join(parent, name);
  try {
    mkdirSync(folder);
    for (const [name, text] of Object.entries(limits)) {
      if (!existsSync(join(folder, name))) throw new Error(`there is no ${name}`);
      writeFileSync(join(folder, name), text);
    }
    return {
      means,
      add: (pid) => {
        writeFileSync(join(folder, 'cgroup.procs'), String(pid));
      },
      close: () => {
        rmdirSync(folder);
      },
    };
  } catch {
    if (existsSync(folder)) rmdirSync(folder);
    return undefined;
  }
}

/**
 * Stops the process whenever it is ahead of its share, as far as that can be read every few
 * milliseconds.
 */
function pauses(cpu: number): Quota {
  const timers = new Set<NodeJS.Timeout>();
  const usedMs = (pid: number): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  return {
    means: 'pauses of the process, since no control group can be made here',
    add: (pid) => {
      const from = performance.now();
      const timer = setInterval(() => {
        try {
          const isAhead = usedMs(pid) > (performance.now() - from) * cpu + 20;
          process.kill(pid, isAhead ? 'SIGSTOP' : 'SIGCONT');
        } catch {
          clearInterval(timer);
        }
      }, 5);
      timers.add(timer);
    },
    close: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
