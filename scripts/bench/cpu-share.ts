import { readFileSync } from 'node:fs';

/** What may be used at once, as in a period of the kernel's own quota. */
const burstMs = 20;

/**
 * Stops the process while it has used more than its share of a processor, as far as Linux tells
 * (in steps of 10 ms). A control group would be exact, but only root can make one.
 */
export function confine(pid: number, cpu: number): void {
  let [at, used, credit] = [performance.now(), 0, burstMs];
  const timer = setInterval(() => {
    try {
      const [now, usedNow] = [performance.now(), usedMs(pid)];
      credit = Math.min(burstMs, credit + (now - at) * cpu) - (usedNow - used);
      [at, used] = [now, usedNow];
      process.kill(pid, credit < 0 ? 'SIGSTOP' : 'SIGCONT');
    } catch {
      clearInterval(timer);
    }
  }, 5);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime and stime */
function usedMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
