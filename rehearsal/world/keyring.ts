/** With a security token it is a temporary key, as a function's role gets them. */
export type Credentials = Readonly<{
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}>;

export class Keyring {
  /** Ids of keys that stay known, though their time is over. */
  readonly expired = new Set<string>();
  #known: readonly Credentials[] = [];

  constructor(credentials: Credentials) {
    this.add(credentials);
  }

  add(credentials: Credentials): void {
    this.#known = [...this.#known, credentials];
  }

  rotate(credentials: Credentials): void {
    this.#known = [credentials];
    this.expired.clear();
  }

  find(id: string): Credentials | undefined {
    return this.#known.find(({ accessKeyId }) => accessKeyId === id);
  }
}
