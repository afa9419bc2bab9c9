import { createHash } from 'node:crypto';

export type StoredObject = Readonly<{
  body: Buffer;
  /** Quoted, as it goes out. */
  etag: string;
  contentType: string;
  /** Milliseconds since the epoch. */
  modified: number;
}>;

/** Something that changed an object, over HTTP or by a test. */
export type ObjectChange = Readonly<{
  kind: 'put' | 'delete';
  bucket: string;
  key: string;
  at: number;
  text: string;
}>;

/** The buckets of the world and what is in them. */
export class ObjectStore {
  /** Every change, oldest first. */
  readonly changes: ObjectChange[] = [];
  readonly #buckets = new Map<string, Map<string, StoredObject>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  addBucket(bucket: string): void {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  get buckets(): string[] {
    return [...this.#buckets.keys()];
  }

  has(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.get(key);
  }

  /** The object as text, `undefined` where there is none. */
  text(bucket: string, key: string): string | undefined {
    return this.get(bucket, key)?.body.toString('utf8');
  }

  put(
    bucket: string,
    key: string,
    content: string | Buffer,
    contentType = 'application/octet-stream',
  ): StoredObject {
    const body = Buffer.from(content);
    const etag = `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;
    const object = { body, etag, contentType, modified: this.#now() };
    this.addBucket(bucket);
    this.#buckets.get(bucket)?.set(key, object);
    this.changes.push({
      kind: 'put',
      bucket,
      key,
      at: object.modified,
      text: body.toString('utf8'),
    });
    return object;
  }

  delete(bucket: string, key: string): void {
    if (this.#buckets.get(bucket)?.delete(key) === true)
      this.changes.push({ kind: 'delete', bucket, key, at: this.#now(), text: '' });
  }

  keys(bucket: string, prefix = ''): string[] {
    return [...(this.#buckets.get(bucket)?.keys() ?? [])]
      .filter((key) => key.startsWith(prefix))
      .sort();
  }
}
