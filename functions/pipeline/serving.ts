import type { ChannelState } from '../tracking/memory.ts';
import type { Loss } from '../tracking/sight.ts';
import type { Channel, ChannelName } from '../ports.ts';
import type { Audience, Told } from './telling.ts';

type Known = Readonly<{ channel: Channel; memory?: Readonly<{ state: ChannelState }> }>;
type Serve = (audience: Audience, losses: ReadonlyMap<ChannelName, Loss>) => Promise<Told>;

/**
 * Serves all channels at the same time; each waits a moment for those before it, so that the mail
 * tells of a lost webhook in the very tick in which it was lost. A channel before it hears of its
 * loss from the states, in a later tick.
 * @param hearOut resolves when a channel has waited long enough for those before it
 */
export async function serveAll(
  audiences: readonly Audience[],
  remembered: readonly Known[],
  serve: Serve,
  hearOut: () => Promise<unknown>,
): Promise<readonly Told[]> {
  const served: Promise<Told>[] = [];
  for (const audience of audiences) {
    const earlier = [...served];
    served.push(
      heardOut(earlier, hearOut).then((told) =>
        serve(audience, lossesBeside(audience.channel, remembered, told)),
      ),
    );
  }
  return await Promise.all(served);
}

async function heardOut(
  earlier: readonly Promise<Told>[],
  hearOut: () => Promise<unknown>,
): Promise<readonly Told[]> {
  if (earlier.length === 0) return [];
  const told: Told[] = [];
  await Promise.race([
    Promise.all(
      earlier.map(async (one) => {
        told.push(await one);
      }),
    ),
    hearOut(),
  ]);
  return [...told];
}

/** The other channels' losses: as this tick met them, else as their states tell. */
function lossesBeside(
  channel: Channel,
  remembered: readonly Known[],
  told: readonly Told[],
): ReadonlyMap<ChannelName, Loss> {
  const losses = new Map<ChannelName, Loss>();
  for (const { channel: other, memory } of remembered)
    if (other !== channel && memory?.state.lost) losses.set(other.name, memory.state.lost);
  for (const { channel: other, lost } of told) {
    if (lost) losses.set(other, { ...lost, sure: true });
    else losses.delete(other);
  }
  return losses;
}
