import type { Html } from './html.ts';

/** page.js carries it out. */
export type Change =
  /** Takes the place of the element with this id, else comes first or last in the list. */
  | Readonly<{ kind: 'put'; list: string; id: string; html: string; place: 'first' | 'last' }>
  | Readonly<{ kind: 'drop'; id: string }>
  | Readonly<{ kind: 'text'; id: string; text: string }>
  | (Readonly<{ kind: 'button'; id: string }> & Button);

export type Button = Readonly<{
  label: string;
  /** `undefined` for a button that does not stay down. */
  pressed: boolean | undefined;
  /** It mends what is broken. */
  urgent: boolean;
  enabled: boolean;
}>;

/** Of more than `most` items, the oldest go. */
export type List = Readonly<{ id: string; place: 'first' | 'last'; most?: number }>;

/**
 * What the page shows, kept so that whoever comes late sees it too, and so that only what is new is
 * sent.
 */
export class Board {
  /** What makes an empty page into this one, by the element's id. */
  readonly #shown = new Map<string, Change>();
  #news: Change[] = [];

  put({ id: list, place, most }: List, id: string, { text: html }: Html): void {
    this.#show({ kind: 'put', list, id, html, place });
    if (most === undefined) return;
    const items = this.everything().filter((one) => one.kind === 'put' && one.list === list);
    for (const oldest of items.slice(0, -most)) this.drop(oldest.id);
  }

  drop(id: string): void {
    if (this.#shown.delete(id)) this.#news.push({ kind: 'drop', id });
  }

  text(id: string, text: string): void {
    this.#show({ kind: 'text', id, text });
  }

  button(id: string, button: Button): void {
    this.#show({ kind: 'button', id, ...button });
  }

  /** What changed since it was asked last. */
  news(): readonly Change[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  everything(): readonly Change[] {
    return [...this.#shown.values()];
  }

  #show(change: Change): void {
    if (JSON.stringify(this.#shown.get(change.id)) === JSON.stringify(change)) return;
    this.#shown.set(change.id, change);
    this.#news.push(change);
  }
}
