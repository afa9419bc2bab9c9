import type { Measured, Results, Scenario } from '../../scripts/bench/results.ts';

/** A measurement that holds every aim. */
export function measuredOf(
  scenario: Scenario,
  tasks: number,
  fields: Partial<Measured> = {},
): Measured {
  const figures = { wallMs: 300, cpuMs: 150, bytes: 4_700_000, peakBytes: 150_000_000 };
  const pages = scenario === 'at rest' ? 25 : Math.ceil(tasks / 100);
  return {
    scenario,
    tasks,
    running: 5,
    changed: 0,
    cold: { ...figures, wallMs: 600 },
    warm: figures,
    warmWall: { median: 300, least: 280, most: 340 },
    calls: { GetObject: 2, ListMmsJobs: 1, ListMmsTasks: pages, ListMmsTaskLogs: 5 },
    sweep: { jobs: 0, pages: 0 },
    peakInFlight: 16,
    stateBytes: 32 * tasks,
    floor: {
      requests: pages + 8,
      inTurn: { median: 220, least: 200, most: 250 },
      atOnce: { median: 150, least: 140, most: 170 },
    },
    ...fields,
  };
}

export const someResults = (measured: readonly Measured[]): Results => ({
  node: '20.20.2',
  latencyMs: 20,
  memoryMb: 256,
  rounds: 7,
  measured: [...measured],
  startup: {
    bundleKilobytes: 1_019,
    emptyMs: 30,
    nodeMs: 36,
    bundleMs: 70,
    loadMs: 40,
    libraries: [{ name: 'ali-oss', kilobytes: 426, ms: 80, loadedBy: 'a state in OSS' }],
  },
});
