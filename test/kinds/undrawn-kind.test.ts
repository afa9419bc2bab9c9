import * as z from 'zod/mini';
import { expect, it } from 'vitest';
import { mailOf } from '../../functions/channels/email/mail.ts';
import { kinds } from '../../functions/kinds/kinds.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { defineKind } from '../../functions/notification/kind.ts';
import { postsOf, readerIn } from '../channels/told-by-channel.ts';
import { aCompletion, aNotification, aTask } from '../notification/alerts.ts';

const schema = () => z.object({ kind: z.literal('forgotten'), at: z.number() });

/** A kind whose author forgot its section. */
const forgotten = defineKind('forgotten', schema, {
  key: () => 'forgotten 1',
  subject: () => ({ type: 'task', id: '1', sourceId: '2000015' }),
  timing: () => 'at once',
  calls: () => false,
  eventId: () => '',
  csvRows: () => [],
  headline: () => ({ text: ['something was forgotten'], tone: 'attention' }),
  section: () => [],
});

const alert: Alert = { kind: 'forgotten', at: 0 };
const done = aCompletion(aTask(2));
const withForgotten = { kinds: { ...kinds, forgotten } };
const keysOf = (posts: readonly Readonly<{ keys: readonly string[] }>[]): readonly string[] =>
  posts.flatMap(({ keys }) => keys);

it('an alert that no section draws is not taken as told, in any channel', () => {
  const reader = readerIn('en');
  const both = aNotification([alert, done], withForgotten);
  for (const posts of Object.values(postsOf)) {
    expect(keysOf(posts(both, reader))).toEqual([kinds.done.key(done)]);
    expect(posts(aNotification([alert], withForgotten), reader)).toEqual([]);
  }
  expect(mailOf(both, reader).keys).toEqual([kinds.done.key(done)]);
});
