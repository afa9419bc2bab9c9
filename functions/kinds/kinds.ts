import type { Kind } from '../notification/kind.ts';
import { baseline, type BaselineAlert } from './baseline.ts';
import { blind, type BlindAlert } from './blind.ts';
import { done, type DoneAlert } from './done.ts';
import { escalation, type EscalationAlert } from './escalation.ts';
import { failed, type FailedAlert } from './failed.ts';
import { jobFinished, type JobFinishedAlert } from './job-finished.ts';
import { jobStopped, type JobStoppedAlert } from './job-stopped.ts';
import { recovered, type RecoveredAlert } from './recovered.ts';
import { reminder, type ReminderAlert } from './reminder.ts';
import { source, type SourceAlert } from './source.ts';
import { stalled, type StalledAlert } from './stalled.ts';
import { unknown, type UnknownAlert } from './unknown.ts';

export type AnyAlert =
  | EscalationAlert
  | FailedAlert
  | JobFinishedAlert
  | JobStoppedAlert
  | BlindAlert
  | SourceAlert
  | StalledAlert
  | ReminderAlert
  | UnknownAlert
  | RecoveredAlert
  | BaselineAlert
  | DoneAlert;

export type AlertKind = AnyAlert['kind'];

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
} as const satisfies Record<AlertKind, Kind>;

export const alertKinds: readonly AlertKind[] = Object.keys(kinds).filter(isAlertKind);

function isAlertKind(name: string): name is AlertKind {
  return Object.hasOwn(kinds, name);
}
