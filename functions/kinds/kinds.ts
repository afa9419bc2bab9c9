import type { AlertOf } from '../notification/alert.ts';
import type { Kind } from '../notification/kind.ts';
import { baseline } from './baseline.ts';
import { blind } from './blind.ts';
import { done } from './done.ts';
import { escalation } from './escalation.ts';
import { failed } from './failed.ts';
import { jobFinished } from './job-finished.ts';
import { jobStopped } from './job-stopped.ts';
import { recovered } from './recovered.ts';
import { reminder } from './reminder.ts';
import { source } from './source.ts';
import { stalled } from './stalled.ts';
import { unknown } from './unknown.ts';

/** In the order of their weight in a message. Nothing else compares kinds. */
export const kinds = {
  escalation,
  failed,
  'job-finished': jobFinished,
  'job-stopped': jobStopped,
  blind,
  source,
  stalled,
  reminder,
  unknown,
  recovered,
  baseline,
  done,
} as const satisfies Record<string, Kind>;

export type AlertKind = keyof typeof kinds;
export type AnyAlert = AlertOf<(typeof kinds)[AlertKind]['schema']>;

export const alertKinds: readonly AlertKind[] = Object.keys(kinds).filter(isAlertKind);

function isAlertKind(name: string): name is AlertKind {
  return Object.hasOwn(kinds, name);
}
