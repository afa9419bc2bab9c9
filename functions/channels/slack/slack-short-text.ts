import type { Alert } from '../../kinds/alert.ts';
import { sentenceWithin } from '../../notification/counting.ts';
import { groupedBy } from '../../notification/grouped.ts';
import { tableOf } from '../../notification/place.ts';
import type { Reader } from '../../notification/reader.ts';
import { notificationWithin } from './slack-markup.ts';
import { subjectOf } from '../../notification/subject.ts';
import { code, joined, quote, type Block, type Line } from '../../notification/document.ts';
import type { Wording } from '../../notification/wording/wording.ts';

const limit = 3000;
const inWords = 3;
/**
 * Characters for the ids of a kind; they are the last to be cut, so they are counted beforehand.
 */
const roomForIds = { failed: 900, others: 130 } as const;

/**
 * What is sent when Slack refuses the blocks: whom it calls, the headline, the first failures in a
 * line each, the ids of the others as far as there is room, and how many are left.
 */
export function shortTextOf(
  headline: Line,
  alerts: readonly Alert[],
  mention: readonly Block[],
  { say }: Reader,
): string {
  const failed = alerts.filter((alert) => alert.kind === 'failed');
  const first = failed
    .slice(0, inWords)
    .map((alert): Line =>
      joined(
        [
          [
            ...say.failure.task([code(alert.task.id)]),
            ' ',
            code(tableOf(alert.task)),
            ' ',
            code(alert.status),
          ],
          ...alert.rows.slice(0, 1).map(({ logId }) => say.failure.log([code(logId)])),
          ...(alert.cause.reason === '' ? [] : [[quote(sentenceWithin(alert.cause.reason, 120))]]),
        ],
        ' · ',
      ),
    );
  const others = [...failed.slice(inWords), ...alerts.filter(({ kind }) => kind !== 'failed')];
  const lines = [headline, ...first, ...othersByKind(others, say)];
  const calls = mention
    .flatMap((passage) => (passage.kind === 'mention' ? [`${passage.token}\n`] : []))
    .join('');
  return `${calls}${notificationWithin(
    lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line])),
    limit - calls.length,
  )}`;
}

function othersByKind(alerts: readonly Alert[], { frame, form }: Wording): readonly Line[] {
  return [...groupedBy(alerts, ({ kind }) => kind)].map(([kind, some]) => {
    const all = some.map(subjectOf);
    let length = 0;
    const room = kind === 'failed' ? roomForIds.failed : roomForIds.others;
    const shown = all.filter((id) => (length += id.length + 2) <= room);
    const list: Line = [shown.join(', ')];
    return [
      frame.kinds[kind],
      form.colon,
      ...(shown.length < all.length ? form.andMore(list, all.length - shown.length) : list),
    ];
  });
}
