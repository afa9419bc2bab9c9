import type { AlertOf } from '../core/alert.ts';
import { showExcerpt } from '../foreign-text/show-excerpt.ts';
import { sentenceWithin } from './counting.ts';

const exceptionClass = /^(?:exception in thread "[^"]{0,100}" )?(?:[a-z_][\w$]{0,60}\.){1,12}[\w$]{1,100}(?:Exception|Error):\s+/i;
const errorCode = /\b[A-Z][A-Z0-9]{1,15}-\d{3,9}\b/;

/** The first line of the log that says something, without the class of the exception; `''` where the log says nothing. */
export function reasonOf(alert: AlertOf<'failed'>, limit = 120): string {
  for (const row of alert.rows) {
    const line = showExcerpt(row.message).split('\n').find((text) => text.trim() !== '')?.trim();
    if (line !== undefined) return sentenceWithin(line.replace(exceptionClass, '').replace(/\s+/g, ' '), limit);
  }
  return '';
}

/** What all these failures say in the same words, or the error code that all of them carry; else nothing. */
export function sharedReason(failed: readonly AlertOf<'failed'>[]): string {
  const reasons = failed.map((alert) => reasonOf(alert));
  const [first = ''] = reasons;
  if (reasons.every((reason) => reason === first)) return first;
  const code = errorCode.exec(first)?.[0];
  return code !== undefined && reasons.every((reason) => errorCode.exec(reason)?.[0] === code) ? code : '';
}
