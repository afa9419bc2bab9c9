const pattern = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/;

/**
 * Seconds by MMS's clock, to be compared with each other only: its times (`YYYY-MM-DD HH:mm:ss`)
 * carry no zone.
 */
export function mmsSeconds(time: string): number | undefined {
  const parts = pattern.exec(time);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
