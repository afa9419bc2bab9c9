import type { Event } from './ledger.ts';
import { tellsOf, type ReadMessage } from './told.ts';

/** A Slack message and whom it called. */
export type CallingMessage = ReadMessage & Readonly<{ pings: readonly string[] }>;

/**
 * Somebody is called once for each cause that is new to the channel and once for an escalation,
 * with one mention a message, and never else.
 */
export function wrongCalls(
  events: readonly Event[],
  messages: readonly CallingMessage[],
  mention: string,
): readonly string[] {
  const known = new Set<string>();
  return messages.flatMap((message, index) => {
    const causes = events.flatMap((event) =>
      event.kind === 'failed' && tellsOf(event, message) ? [event.cause] : [],
    );
    const escalates = events.some(
      (event) => event.kind === 'escalation' && tellsOf(event, message),
    );
    const calls = escalates || causes.some((cause) => !known.has(cause));
    for (const cause of causes) known.add(cause);
    const [should, does] = [calls ? mention : 'nobody', message.pings.join(' ') || 'nobody'];
    return should === does
      ? []
      : [`Slack message ${index + 1} has to call ${should} and calls ${does}`];
  });
}
