// The loopback world in a process of its own, so that what the servers cost counts on nobody. Takes
// one order a message.
import { createHash } from 'node:crypto';
import { World } from '../../rehearsal/world/world.ts';
import { change, lay, sourceId } from './layouts.ts';
import type { Order, Ready, Report } from './world-orders.ts';
import { channels, parseOrder } from './world-orders.ts';

let opened: World | undefined;
let kept: readonly (readonly [string, string])[] = [];

async function obey(order: Order): Promise<unknown> {
  if (order.kind === 'open') return open(order);
  if (opened === undefined) throw new Error('the world is not open yet');
  const world = opened;
  switch (order.kind) {
    case 'latency':
      for (const server of [world.mms, world.oss, world.slack]) server.latencyMs = order.ms;
      return {};
    case 'change': {
      const { changed, running } = change(world.migration, tasksIn(world), order.what);
      return { changed: changed.map(({ id }) => id), running: running.map(({ id }) => id) };
    }
    case 'keep':
      kept = channels.flatMap((channel) => {
        const text = world.state(channel);
        return text === undefined ? [] : [[channel, text] as const];
      });
      return {};
    case 'rewind':
      for (const [channel, text] of kept) world.putState(channel, text);
      for (const { journal } of [world.mms, world.oss, world.slack, world.mail]) journal.clear();
      world.oss.objects.changes.length = 0;
      world.slack.messages.length = 0;
      world.mail.mails.length = 0;
      return { context: world.context() };
    case 'report':
      return report(world);
    default:
      return order satisfies never;
  }
}

async function open({
  layout,
  size,
  pageSizeCap,
}: Extract<Order, { kind: 'open' }>): Promise<Ready> {
  // Mail without TLS: what a handshake costs is not what is measured.
  const world = await World.start({ mail: { tls: 'none' } });
  opened = world;
  lay(world.migration, layout, size);
  if (pageSizeCap !== undefined) world.mms.pageSizeCap = pageSizeCap;
  const { credentials, region } = world.context();
  return {
    environment: world.environment(sourceId),
    mmsPort: world.mms.port,
    ossPort: world.oss.port,
    slackUrl: world.slack.webhookUrl,
    credentials: { ...credentials, securityToken: credentials.securityToken ?? '' },
    region,
    tasks: tasksIn(world).map(({ id }) => id),
    jobs:
      world.migration
        .source(sourceId)
        ?.jobs.map(({ id, tasks }) => ({ id, tasks: tasks.length })) ?? [],
  };
}

const tasksIn = (world: World) => world.migration.source(sourceId)?.tasks ?? [];

function report(world: World): Report {
  const calls: Record<string, number> = {};
  const count = (name: string, times = 1): void => {
    calls[name] = (calls[name] ?? 0) + times;
  };
  for (const operation of [...world.mms.journal.operations, ...world.oss.journal.operations])
    count(operation.replace(/ .*/, ''));
  if (world.slack.journal.entries.length > 0) count('Slack', world.slack.journal.entries.length);
  if (world.mail.mails.length > 0) count('SMTP', world.mail.mails.length);
  return {
    calls,
    taskListings: world.mms.journal.operations.filter(
      (operation) => operation === 'ListMmsTasks page 1',
    ).length,
    peakInFlight: Math.max(
      ...[world.mms, world.oss, world.slack].map(({ journal }) => journal.peakInFlight),
    ),
    stateTags: Object.fromEntries(
      channels.map((channel) => [
        channel,
        `"${createHash('md5')
          .update(world.state(channel) ?? '')
          .digest('hex')
          .toUpperCase()}"`,
      ]),
    ),
    stateBytes: Object.fromEntries(
      channels.map((channel) => [channel, Buffer.byteLength(world.state(channel) ?? '')]),
    ),
  };
}

process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.on('message', (message) => {
  void Promise.resolve()
    .then(() => obey(parseOrder(message)))
    .then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
});
process.send?.({ answer: 'ready' });
