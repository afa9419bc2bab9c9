import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Page } from '../../rehearsal/page/page.ts';
import { PageServer } from '../../rehearsal/page/page-server.ts';
import type { Emit, StoryEvent } from '../../rehearsal/story/events.ts';
import { play, Playhead } from '../../rehearsal/story/play.ts';
import { Rehearsal } from '../../rehearsal/story/rehearsal.ts';
import { buildInto } from '../support/bundle.ts';

export type OnPage = Readonly<{
  url: string;
  playhead: Playhead;
  events: readonly StoryEvent[];
  take: Emit;
  close: () => Promise<void>;
}>;

/** The story on its page, paused before its first tick. */
export async function rehearsalOnPage(): Promise<OnPage> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const bundle = await buildInto(join(folder, 'dist'));
  const events: StoryEvent[] = [];
  const watch: Emit = (event) => {
    events.push(event);
  };
  const rehearsal = await Rehearsal.open({ bundle, watch });
  const playhead = new Playhead(false);
  const page = await PageServer.start(new Page(rehearsal.world, playhead, rehearsal.visitor));
  rehearsal.watching.push(page.take);
  const end = new AbortController();
  const played = play(rehearsal, {
    tickEvery: 0.05,
    afterwardsEvery: 3600,
    signal: end.signal,
    playhead,
  }).catch((error: unknown) => error);
  return {
    url: page.url,
    playhead,
    events,
    take: page.take,
    close: async () => {
      end.abort();
      await played;
      await page.close();
      await rehearsal.close();
      await rm(folder, { recursive: true });
    },
  };
}
