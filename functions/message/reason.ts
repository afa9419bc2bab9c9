import type { AlertOf } from '../core/alert.ts';
import { showExcerpt } from '../foreign-text/show-excerpt.ts';
import { sentenceWithin } from './counting.ts';

const exceptionClass = /^(?:(?:exception in thread "[^"]{0,100}" )?(?:[a-z_][\w$]{0,60}\.){1,12}[\w$]{1,100}(?:Exception|Error):\s+){1,5}/i;
const causedBy = /^\s*caused by:\s*/i;
const errorCode = /\b[A-Z][A-Z0-9]{1,15}-\d{3,9}\b/;

/**
 * Why it failed in one line: the last cause of a trace, else the first line that says something, without the class of
 * the exception; `''` where the log says nothing.
 */
export function reasonOf(alert: AlertOf<'failed'>, limit = 120): string {
  for (const row of alert.rows) {
    const lines = showExcerpt(row.message).split('\n').filter((line) => line.trim() !== '');
    const line = lines.findLast((text) => causedBy.test(text)) ?? lines[0];
    if (line === undefined) continue;
    const words = line.replace(causedBy, '').replace(/\s+/g, ' ').trim();
    return sentenceWithin(words.replace(exceptionClass, '') || words, limit);
  }
  return '';
}

/** What all these failures say in the same words, or the error code that all of them carry; else nothing. */
export function sharedReason(failed: readonly AlertOf<'failed'>[]): string {
  const [first, ...others] = failed;
  if (first === undefined) return '';
  const reason = reasonOf(first);
  if (others.every((alert) => reasonOf(alert) === reason)) return reason;
  const code = errorCode.exec(reason)?.[0];
  return code !== undefined && others.every((alert) => errorCode.exec(reasonOf(alert))?.[0] === code) ? code : '';
}
