import { csvColumns } from '../../notification/csv.ts';
import type { CsvRow } from '../../notification/kind.ts';

/** Lines of CSV (RFC 4180) under their columns, with the mark by which spreadsheets know UTF-8. */
export function csvOf(rows: readonly CsvRow[]): string {
  const lines = rows.map((row) => csvColumns.map((column) => cell(row[column] ?? '')).join(','));
  return `\ufeff${[csvColumns.join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe before it:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string): string {
  const text = value.replace(/\p{Surrogate}/gu, '\ufffd');
  const isFormula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
  const harmless = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replace(/"/g, '""')}"`
    : harmless;
}
