import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../functions/notification/chat.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import {
  aCompletion,
  aNotification,
  aTask,
  causes,
  failureOf,
  failuresOf,
  tasks,
} from './alerts.ts';
import { anyLength, messagesOf, roomFor } from './reading.ts';

const withoutMail = (notification: Notification, room = 12_000): readonly ChatMessage[] =>
  messagesOf(notification, { mailAlso: false, medium: roomFor(room) });

const storm = (count: number): Notification => aNotification(failuresOf(count));

const keysOf = ({ alerts, kinds }: Notification): readonly string[] =>
  alerts.map((alert) => kinds[alert.kind]?.key(alert) ?? '').toSorted();

/** Ids that stand in lists, in the order of the pages. */
const idsIn = (messages: readonly ChatMessage[]): readonly string[] =>
  messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'ids' ? block.ids : [])),
  );

/** How many the last page says that nothing lists. */
const unlistedIn = (messages: readonly ChatMessage[]): number =>
  Number(
    /and ([\d,]+) more failed tasks? whose/
      .exec(messages.at(-1)?.plainText ?? '')?.[1]
      ?.replaceAll(',', '') ?? 0,
  );

describe('the messages of one tick', () => {
  it('are none where there is nothing to tell', () => {
    expect(messagesOf(aNotification([]))).toEqual([]);
  });

  it('are one while it fits: every id stands in it', () => {
    const notification = storm(300);
    const [message, ...others] = withoutMail(notification);
    expect(others).toEqual([]);
    expect(message?.keys.toSorted()).toEqual(keysOf(notification));
    // Three in full and two by name; the others by id.
    expect(idsIn(message === undefined ? [] : [message])).toEqual(
      tasks(295, 1005).map(({ id }) => id),
    );
    expect(message?.plainText).toContain(
      'DATA_FAILED · source bigquery_prod (2000015): 295 more failed\n',
    );
  });

  it('are more where there is no mail: the further ones list ids alone, and say which part they are', () => {
    const notification = storm(3000);
    const messages = withoutMail(notification, 6000);
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.flatMap(({ keys }) => keys).toSorted()).toEqual(keysOf(notification));
    expect(new Set(messages.flatMap(({ keys }) => keys)).size).toBe(3000);
    for (const { blocks } of messages.slice(1)) {
      expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['title', 'ids']));
    }
    expect(messages[1]?.plainText).toMatch(/^3,000 tables failed: .*, part 2 of \d\n/);
  });

  it('are never more than five; what no page lists is counted, and told', () => {
    const notification = storm(9000);
    const messages = withoutMail(notification, 4000);
    expect(messages).toHaveLength(5);
    expect(messages.flatMap(({ keys }) => keys).toSorted()).toEqual(keysOf(notification));
    expect(unlistedIn(messages)).toBe(9000 - 5 - idsIn(messages).length);
    expect(unlistedIn(messages)).toBeGreaterThan(1000);
    const chinese = messagesOf(notification, {
      mailAlso: false,
      medium: roomFor(4000),
      language: 'zh',
    });
    expect(chinese.at(-1)?.plainText).toMatch(/另有 [\d,]+ 个失败任务，篇幅所限未列出 ID/);
  });

  it('fit, the line that counts what they do not list included', () => {
    for (const room of [3000, 6000]) {
      const medium = roomFor(room);
      for (const { headline, blocks } of withoutMail(storm(5000), room)) {
        expect(medium.fits(headline, blocks)).toBe(true);
      }
    }
  });

  it('list ids under the status and the source that they share', () => {
    const notification = aNotification([
      ...failuresOf(9),
      ...tasks(9, 2000).map((task) =>
        failureOf(task, causes.privilege, { status: 'SCHEMA_FAILED' }),
      ),
      ...tasks(9, 3000).map((task) =>
        failureOf({ ...task, sourceName: 'hive_prod' }, causes.privilege, { recoveredSince: true }),
      ),
    ]);
    const [message] = withoutMail(notification);
    const ids = message?.plainText.slice(message.plainText.indexOf('more failed\n') - 60) ?? '';
    expect(ids).toMatch(
      /DATA_FAILED · source bigquery_prod \(2000015\): 4 more failed\n[^]*SCHEMA_FAILED · source bigquery_prod \(2000015\): 9 more failed\n[^]*DATA_FAILED · has since recovered · source hive_prod \(2000015\): 9 more failed\n/,
    );
  });

  it('are one where a mail tells the same, whatever happened; it points there', () => {
    const notification = aNotification([
      ...failuresOf(3000),
      ...tasks(500, 9000).map((task) => aCompletion(task)),
    ]);
    const messages = messagesOf(notification, { medium: roomFor(12_000) });
    expect(messages).toHaveLength(1);
    expect(messages[0]?.keys.toSorted()).toEqual(keysOf(notification));
    expect(idsIn(messages)).toEqual([]);
    expect(messages[0]?.plainText).toContain('and 2,997 more');
  });

  it('show less of everything before they become more', () => {
    const long = 'x '.repeat(3000);
    const failures = tasks(3).map((task) =>
      failureOf(task, { fingerprint: 'f', reason: `${task.id} ${long}` }),
    );
    const wide = messagesOf(aNotification(failures), { medium: roomFor(12_000) });
    const narrow = messagesOf(aNotification(failures), { medium: roomFor(3000) });
    expect(narrow).toHaveLength(1);
    const length = (messages: readonly ChatMessage[]): number => messages[0]?.plainText.length ?? 0;
    expect(length(narrow)).toBeLessThanOrEqual(3000);
    expect(length(wide)).toBeGreaterThan(length(narrow));
    for (const task of tasks(3)) expect(narrow[0]?.plainText).toContain(`task ${task.id}`);
  });

  it('end with when they were written, and the console of the region', () => {
    const [message] = messagesOf(storm(1), { medium: anyLength });
    expect(message?.plainText).toMatch(
      /MMS console <https:\/\/maxcompute\.console\.aliyun\.com\/cn-shanghai\/mma\/datasource> · 2026-11-22 06:05 UTC$/,
    );
  });
});

describe('a text in place of a message that a service refuses', () => {
  const shortOf = (notification: Notification): string =>
    (messagesOf(notification, { mailAlso: false })[0]?.short ?? [])
      .map((line) =>
        line
          .map((part) => {
            if (typeof part === 'string') return part;
            if ('code' in part) return part.code;
            return 'quote' in part ? part.quote : '';
          })
          .join(''),
      )
      .join('\n');

  it('has the headline, the first alerts in a line each, and the ids of others', () => {
    const text = shortOf(storm(10));
    expect(text).toContain('10 tables failed: no privilege odps:Select · nightly_full\n');
    expect(text).toContain('DATA_FAILED · 1000 · finance_dw.table_1000 · 51000 · ODPS-0130013:');
    expect(text).toContain('\n1003 1004 1005 1006 1007 1008 1009\n');
    expect(text).toMatch(/The service rejected the full text; details are in MMS\.$/);
  });

  it('counts the ids that it has no room for', () => {
    expect(shortOf(storm(300))).toContain(
      'and 197 more failed tasks whose IDs did not fit in here',
    );
  });

  it('has only what its own message tells', () => {
    const messages = withoutMail(storm(3000), 6000);
    const own = (messages[1]?.short ?? []).flat();
    const firstId = idsIn(messages.slice(1, 2))[0] ?? '';
    expect(own).toContainEqual({ code: firstId });
    expect(own).not.toContainEqual({ code: aTask(1000).id });
  });
});
