import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BundleInstance } from './bundle-instance.ts';
import { breakagesOf } from './breakages.ts';
import { theMinute } from './busy-night.ts';
import { isMessage, type Call } from './calls.ts';
import { courseOf } from './course.ts';
import { callsOfTheTick, complaintsIn, statesBefore } from './matrix.ts';
import { printMatrix } from './print-matrix.ts';
import { judge } from './verdict.ts';
import { buildInto } from '../support/bundle.ts';

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
  bundle = await buildInto(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Made in one minute of ten: by the machine's clock, a later tick may not make them. */
const byTurns = /^(?:GetMmsDataSource|ListMmsTimer)/;

/** Calls that change something, and one read of each kind. */
function worthAProcess(calls: readonly Call[]): readonly Call[] {
  const kinds = new Set<string>();
  return calls.filter((call) => {
    if (byTurns.test(call.operation)) return false;
    if (isMessage(call) || call.operation.startsWith('Put')) return true;
    const kind = `${call.server} ${call.operation.split(' ')[0] ?? ''}`;
    const isFirst = call.server !== 'mail' && !kinds.has(kind);
    kinds.add(kind);
    return isFirst;
  });
}

it('the deployed bundle, killed before and after a call, loses no alert and repeats only what it could not save', async () => {
  const began = performance.now();
  // The bundle lives in the machine's time, so this night does too.
  const midnight = Date.now() - theMinute * 60_000;
  const states = await statesBefore(midnight);
  const calls = worthAProcess(await callsOfTheTick(states, midnight, new BundleInstance(bundle)));
  const limit = pLimit(3);
  const cells = await Promise.all(
    calls.flatMap((call) =>
      breakagesOf(call)
        .filter(({ how }) => how.kind === 'dies')
        .map((breakage) =>
          limit(async () => {
            const instance = new BundleInstance(bundle);
            const plan = { midnight, states, call, breakage, instance };
            const verdict = judge(await courseOf({ ...plan, timeoutSeconds: 20 }));
            if (verdict.complaints.length === 0) return { call, breakage, verdict };
            // A busy machine may not come to the call in time: a complaint must stand when it does.
            const again = await courseOf({ ...plan, timeoutSeconds: 120 });
            return { call, breakage, verdict: judge(again) };
          }),
        ),
    ),
  );
  const matrix = { calls, cells, leftOut: 0, seconds: (performance.now() - began) / 1000 };
  console.log(printMatrix('The bundle, killed', matrix));
  expect(complaintsIn(matrix)).toEqual([]);
}, 600_000);
