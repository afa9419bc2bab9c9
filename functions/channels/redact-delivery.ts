import type { Delivery } from '../ports.ts';
import { redactError } from '../runtime/redact-error.ts';
import type { Redactor } from '../runtime/redaction.ts';

/** The same outcome fit to be logged: receivers are free to repeat what they were sent. */
export function redactDelivery(delivery: Delivery, redact: Redactor): Delivery {
  switch (delivery.kind) {
    case 'accepted':
      return delivery.problem === undefined
        ? delivery
        : { kind: 'accepted', problem: redact(delivery.problem) };
    case 'wait':
      return { ...delivery, problem: redact(delivery.problem) };
    case 'failed': {
      const cause =
        delivery.cause === undefined ? {} : { cause: redactError(delivery.cause, redact) };
      const lost = delivery.lost === undefined ? {} : { lost: delivery.lost };
      return { kind: 'failed', problem: redact(delivery.problem), ...cause, ...lost };
    }
    default:
      return delivery satisfies never;
  }
}
