import type { ExpectedAlert } from '../world/expected-alerts.ts';
import type { Judgement } from '../world/verdict.ts';

/**
 * One mention a message for a cause that is new for its job, an escalation, lost rows and a lost
 * source, and else none.
 */
export function wrongCalls(
  deliveries: Judgement['deliveries'],
  pings: readonly (readonly string[])[],
  mention: string,
): readonly string[] {
  const known = new Set<string>();
  return deliveries.flatMap(({ alerts }, index) => {
    const calls = alerts.some((alert) => isCalledFor(alert, known));
    for (const alert of alerts) if (alert.kind === 'failed') known.add(causeIn(alert));
    const called = pings[index] ?? [];
    const does = called.length === 0 ? 'nobody' : called.join(' ');
    const should = calls ? mention : 'nobody';
    if (should === does) return [];
    return [`Slack message ${index + 1} has to call ${should} and calls ${does}`];
  });
}

function isCalledFor(alert: ExpectedAlert, known: ReadonlySet<string>): boolean {
  if (alert.kind === 'failed') {
    return alert.task.status === 'VERIFICATION_FAILED' || !known.has(causeIn(alert));
  }
  return (
    alert.kind === 'escalation' || (alert.kind === 'blind' && 'source' in alert && !alert.over)
  );
}

const causeIn = ({ task, cause }: Extract<ExpectedAlert, { kind: 'failed' }>): string =>
  `${task.job.id} ${cause ?? ''}`;
