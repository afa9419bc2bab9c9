import type { SourceId } from '../mms/id.ts';

export type BySource<Id, Value> = ReadonlyMap<SourceId, ReadonlyMap<Id, Value>>;

/**
 * What one tick changes of something kept by source. A source of which nothing changed stays the
 * same object: a quiet tick over 100,000 tasks must copy and write none of them.
 */
export class BySourceDraft<Id, Value> {
  readonly #before: BySource<Id, Value>;
  readonly #copies = new Map<SourceId, Map<Id, Value>>();

  constructor(before: BySource<Id, Value>) {
    this.#before = before;
  }

  get(sourceId: SourceId, id: Id): Value | undefined {
    return (this.#copies.get(sourceId) ?? this.#before.get(sourceId))?.get(id);
  }

  set(sourceId: SourceId, id: Id, value: Value): void {
    if (this.get(sourceId, id) !== value) this.#copyOf(sourceId).set(id, value);
  }

  delete(sourceId: SourceId, id: Id): void {
    this.#copyOf(sourceId).delete(id);
  }

  after(): BySource<Id, Value> {
    if (this.#copies.size === 0) return this.#before;
    const after = new Map([...this.#before, ...this.#copies]);
    for (const [sourceId, { size }] of this.#copies) if (size === 0) after.delete(sourceId);
    return after;
  }

  #copyOf(sourceId: SourceId): Map<Id, Value> {
    const copy = this.#copies.get(sourceId) ?? new Map(this.#before.get(sourceId));
    this.#copies.set(sourceId, copy);
    return copy;
  }
}
