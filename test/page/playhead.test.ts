import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Playhead } from '../../rehearsal/story/play.ts';

const hours = 3600;

/** Whether it resolves within the turns that need no time. */
async function isDue(due: Promise<void>): Promise<boolean> {
  let came = false;
  void due.then(
    () => {
      came = true;
    },
    () => undefined,
  );
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  return came;
}

describe('the playhead', () => {
  const { signal } = new AbortController();

  it('lets a tick come when its time is over, and not before', async () => {
    const playhead = new Playhead();
    const began = performance.now();
    await playhead.due(0.02, signal);
    expect(performance.now() - began).toBeGreaterThanOrEqual(20);
    expect(await isDue(playhead.due(hours, signal))).toBe(false);
  });

  it('stands still while it is paused, and goes on where the time is over', async () => {
    const playhead = new Playhead();
    playhead.pause();
    const due = playhead.due(0, signal);
    expect(await isDue(due)).toBe(false);
    playhead.play();
    await due;
    expect(playhead.isPlaying).toBe(true);
  });

  it('takes one step at a time, at once, and stands still then', async () => {
    const playhead = new Playhead();
    const due = playhead.due(hours, signal);
    playhead.step();
    await due;
    expect(playhead.isPlaying).toBe(false);
    expect(await isDue(playhead.due(0, signal))).toBe(false);
  });

  it('keeps the steps that are asked for during a tick, until it plays again', async () => {
    const playhead = new Playhead(false);
    playhead.step();
    playhead.step();
    await playhead.due(hours, signal);
    await playhead.due(hours, signal);
    expect(await isDue(playhead.due(hours, signal))).toBe(false);
    playhead.step();
    playhead.play();
    expect(await isDue(playhead.due(hours, signal))).toBe(false);
  });

  it('gives up with the rehearsal', async () => {
    const end = new AbortController();
    const due = new Playhead(false).due(hours, end.signal);
    end.abort(new Error('Ctrl-C'));
    await expect(due).rejects.toThrow('Ctrl-C');
  });
});
