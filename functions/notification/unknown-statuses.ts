import { someNames } from './counting.ts';
import type { Digest } from './digest.ts';
import { taskName } from './place.ts';
import type { Reader } from './reader.ts';
import { code, type Block, type Line } from './document.ts';

/** Statuses that nobody has documented, a line for each of the first `shown`. */
export function unknownPassages(
  { unknown }: Digest,
  { say }: Reader,
  shown: number,
): readonly Block[] {
  if (unknown.length === 0) return [];
  const { news } = say;
  const lines = unknown
    .slice(0, shown)
    .map(({ status, task, others }): Line =>
      news.unknownStatus([code(status)], taskName(task, say), others),
    );
  const rest = unknown.slice(shown);
  const more =
    rest.length === 0
      ? []
      : [
          news.moreUnknown(
            rest.length,
            someNames(
              rest.map(({ status }) => status),
              5,
              say,
            ),
          ),
        ];
  return [
    {
      kind: 'lines',
      tone: 'attention',
      lines: [...lines, ...more, [news.unknownAdvice(unknown.length)]],
    },
  ];
}
