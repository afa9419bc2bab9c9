import { StateError } from '../../functions/errors.ts';
import type { StateStore } from '../../functions/ports.ts';

/** Objects in memory; the text in them is the real codec's. */
export class MemoryStore implements StateStore {
  readonly objects = new Map<string, string>();
  writes = 0;
  unreadable = new Set<string>();
  /** `applied`: the object is written and the answer lost. */
  saving: 'works' | 'fails' | 'applied' = 'works';

  load(name: string): Promise<string | undefined> {
    if (this.unreadable.has(name))
      return Promise.reject(new StateError(`${this.locate(name)} answered 403 AccessDenied`));
    return Promise.resolve(this.objects.get(name));
  }

  save(name: string, text: string): Promise<void> {
    if (this.saving !== 'fails') {
      this.objects.set(name, text);
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
