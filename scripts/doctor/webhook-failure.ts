import type { WebhookAnswer } from '../../functions/channels/webhook/webhook-answer.ts';
import { fail, failAsSaid, type Finding } from './finding.ts';

type Failure = Extract<WebhookAnswer, { kind: 'refused' | 'again' | 'lost' }>;

/**
 * A webhook that could not be told; `network` is what to look at where nothing better is known,
 * `later` where the service is ill.
 */
export function webhookFailure(
  check: string,
  answer: Failure,
  { network, later }: Readonly<{ network: string; later: string }>,
): Finding {
  switch (answer.kind) {
    case 'refused':
      return failAsSaid(check, answer.why.replace(/: (?=check )/, '; '), network);
    case 'again':
      return fail(check, answer.why, answer.why.includes(' is in trouble') ? later : network);
    // What the adapter says of the next tick does not hold here.
    case 'lost':
      return fail(check, answer.why.replace(/;.*$/, ''), network);
    default:
      return answer satisfies never;
  }
}
