/** A part of a text in UTF-16 units, `end` excluded. */
export type Span = Readonly<{ start: number; end: number }>;

/**
 * The text with each of the spans, which may overlap, replaced by `mark`; a span that already is
 * asterisks stays.
 */
export function replaceSpans(text: string, spans: readonly Span[], mark: string): string {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  let shown = '';
  let from = 0;
  for (let i = 0; i < sorted.length;) {
    const start = sorted[i]?.start ?? 0;
    let end = sorted[i]?.end ?? 0;
    for (i += 1; i < sorted.length && (sorted[i]?.start ?? 0) <= end; i += 1)
      end = Math.max(end, sorted[i]?.end ?? 0);
    const hidden = text.slice(start, end);
    shown += text.slice(from, start) + (/^\*+$/.test(hidden) ? hidden : mark);
    from = end;
  }
  return shown + text.slice(from);
}
