import { describe, expect, it } from 'vitest';
import { kinds } from '../../functions/kinds/kinds.ts';
import { parseId, type JobId, type SourceId, type TaskId } from '../../functions/mms/id.ts';
import {
  decodeState,
  encodeState,
  tasksAsIn,
  type DecodedState,
} from '../../functions/storage/state-codec.ts';
import { emptyState, type ChannelState } from '../../functions/tracking/channel-state.ts';
import { newTask } from '../../functions/tracking/task-state.ts';

const source = parseId<SourceId>('2000015');
const job = parseId<JobId>('87');
const [first, second] = ['4001', '4002'].map((digits) => parseId<TaskId>(digits));
if (!source || !job || !first || !second) throw new Error('these are ids');

const stateWith = (revisions: readonly [string, string], messages = 0): ChannelState => ({
  ...emptyState,
  messages,
  tasks: new Map([
    [
      source,
      new Map([
        [first, { ...newTask(job), revision: revisions[0] }],
        [second, { ...newTask(job), revision: revisions[1] }],
      ]),
    ],
  ]),
});

const asRead = (text: string | Buffer, others: readonly DecodedState[] = []) => {
  const bytes = Buffer.from(text);
  const tasks = tasksAsIn(others, bytes);
  return decodeState(bytes, { kinds, location: 'slack.json', owner: undefined, tasks });
};

const slack = encodeState(stateWith(['aaaaaaaa', 'bbbbbbbb'], 3));
const others = [{ bytes: slack, state: asRead(slack) }];

describe('the state of a second channel', () => {
  it('shares its tasks with the first where both know the same', () => {
    const mail = encodeState(stateWith(['aaaaaaaa', 'bbbbbbbb'], 8));
    const shared = asRead(mail, others);
    expect(shared.tasks).toBe(others[0]?.state.tasks);
    expect(shared).toEqual(asRead(mail));
    expect(encodeState(shared)).toEqual(mail);
  });

  it('has tasks of its own where it knows another thing of one of them', () => {
    const mail = encodeState(stateWith(['aaaaaaaa', 'cccccccc'], 8));
    expect(asRead(mail, others)).toEqual(asRead(mail));
    expect(encodeState(asRead(mail, others))).toEqual(mail);
  });

  it('is the same bytes where its tasks are those of the object that is there', () => {
    const [before] = others;
    if (before === undefined) throw new Error('there is one');
    expect(encodeState(before.state, before)).toBe(before.bytes);
    const after = { ...before.state, messages: 4 };
    expect(encodeState(after, before)).toEqual(encodeState(after));
    const moved = { ...after, tasks: stateWith(['aaaaaaaa', 'cccccccc']).tasks };
    expect(encodeState(moved, before)).toEqual(encodeState(moved));
  });

  it('is not read when it is cut off, whatever the first one says', () => {
    const mail = encodeState(stateWith(['aaaaaaaa', 'bbbbbbbb'], 8)).toString();
    const cut = `${mail.slice(0, mail.indexOf('"messages"'))}${mail.slice(mail.indexOf(',\n"tasks"'))}`;
    for (const text of [mail.slice(0, -3), cut])
      expect(() => asRead(text, others)).toThrow(/slack\.json is not valid JSON/);
  });
});
