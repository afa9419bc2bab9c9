import { StateError } from '../../functions/errors.ts';
import type { StateStore } from '../../functions/ports.ts';

/** Objects in memory; the text in them is the real codec's. */
export class MemoryStore implements StateStore {
  readonly objects = new Map<string, string>();
  writes = 0;
  unreadable = new Set<string>();
  /** `applied`: the object is written and the answer lost. */
  saving: 'works' | 'fails' | 'applied' = 'works';

  load(name: string): Promise<Buffer | undefined> {
    if (this.unreadable.has(name))
      return Promise.reject(new StateError(`${this.locate(name)} answered 403 AccessDenied`));
    const text = this.objects.get(name);
    return Promise.resolve(text === undefined ? undefined : Buffer.from(text));
  }

  save(name: string, bytes: Buffer): Promise<void> {
    if (this.saving !== 'fails') {
      this.objects.set(name, bytes.toString());
      this.writes += 1;
    }
    return this.saving === 'works'
      ? Promise.resolve()
      : Promise.reject(new StateError(`${this.locate(name)} gave no answer`));
  }

  locate(name: string): string {
    return `oss://bucket/prefix/${name}.json`;
  }
}
