import type { AlertOf } from '../kinds/alert.ts';
import { someOf } from './counting.ts';
import { sentenceWithin } from './names.ts';
import { statedKey } from './clusters.ts';
import type { Digest } from './digest.ts';
import type { Headline } from './headline.ts';
import { groupedBy } from './grouped.ts';
import { taskName, unitOf } from './place.ts';
import type { Reader } from './reader.ts';
import { quote, strong, type Block, type Line } from './document.ts';

const hour = 3_600_000;

/** How long all of them have stayed failed at least, in whole hours where it is hours. */
export function leastAge(reminders: readonly AlertOf<'reminder'>[]): number {
  const age = Math.min(...reminders.map(({ at, failedAt }) => at - failedAt));
  return age >= hour ? Math.floor(age / hour) * hour : age;
}

/** Of each reason so many are named; beyond `reasons` the tasks are named together. */
export type ReminderRoom = Readonly<{ reasons: number; names: number; reason: number }>;

/** One list of all that stays failed, by reason. */
export function reminderPassages(
  { reminders }: Digest,
  headline: Headline,
  { say }: Reader,
  room: ReminderRoom,
): readonly Block[] {
  if (reminders.length === 0) return [];
  const { watch, form, cause } = say;
  const groups = groupsOf(reminders);
  const names = (alerts: readonly AlertOf<'reminder'>[]): Line =>
    someOf(
      alerts.slice(0, room.names).map(({ task }) => taskName(task, say)),
      say,
      alerts.length,
    );
  const lines = groups.slice(0, room.reasons).map((alerts): Line => {
    const reason = alerts[0]?.cause?.reason ?? '';
    return [
      '• ',
      ...(reason === '' ? [cause.noReason] : [quote(sentenceWithin(reason, room.reason))]),
      form.colon,
      ...names(alerts),
    ];
  });
  const rest = groups.slice(room.reasons).flat();
  const unit = unitOf(reminders.map(({ task }) => task));
  return [
    {
      kind: 'lines',
      tone: 'attention',
      lines: [
        ...(headline.alone
          ? []
          : [
              [
                strong(
                  watch.stillFailed(
                    form.duration(leastAge(reminders)),
                    form.counted(reminders.length, unit),
                  ),
                ),
              ],
            ]),
        ...lines,
        ...(rest.length === 0 ? [] : [['• ', cause.otherCauses, form.colon, ...names(rest)]]),
      ],
    },
  ];
}

/** By cause, the largest first. */
const groupsOf = (
  reminders: readonly AlertOf<'reminder'>[],
): readonly (readonly AlertOf<'reminder'>[])[] =>
  [...groupedBy(reminders, ({ cause }) => statedKey(cause)).values()].sort(
    (a, b) => b.length - a.length,
  );
