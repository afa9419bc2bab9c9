import type { SourceId, TaskId } from '../mms/id.ts';
import type { ListedTask } from '../mms/snapshot.ts';
import type { ChannelState, TaskMemory } from './memory.ts';

/**
 * What is remembered of the tasks while it changes. A source of which nothing changed stays the
 * same object, since a quiet tick over tens of thousands of tasks must cost neither a copy of them
 * nor a new text of the state.
 */
export class ChangingMemories {
  readonly #before: ChannelState['tasks'];
  readonly #copies = new Map<SourceId, Map<TaskId, TaskMemory>>();

  constructor(before: ChannelState['tasks']) {
    this.#before = before;
  }

  set({ task: { sourceId, id } }: ListedTask, memory: TaskMemory): void {
    const copy = this.#copies.get(sourceId);
    const known = (copy ?? this.#before.get(sourceId))?.get(id);
    if (known === memory || (known && isSame(known, memory))) return;
    if (copy) copy.set(id, memory);
    else this.#copies.set(sourceId, new Map(this.#before.get(sourceId)).set(id, memory));
  }

  after(): ChannelState['tasks'] {
    return this.#copies.size === 0 ? this.#before : new Map([...this.#before, ...this.#copies]);
  }
}

/** A look at a running task mostly gives what was known, in another object. */
function isSame(known: TaskMemory, memory: TaskMemory): boolean {
  if (known.seen !== memory.seen || known.lastLog !== memory.lastLog) return false;
  return JSON.stringify(known) === JSON.stringify({ ...known, ...memory });
}
