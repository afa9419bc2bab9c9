/** With a security token it is a temporary key, as a function's role gets them. */
export type Credentials = Readonly<{
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}>;

export class Keyring {
  readonly #known = new Map<string, Credentials>();
  readonly #expired = new Set<string>();

  constructor(...known: Credentials[]) {
    for (const credentials of known) this.add(credentials);
  }

  add(credentials: Credentials): void {
    this.#known.set(credentials.accessKeyId, credentials);
    this.#expired.delete(credentials.accessKeyId);
  }

  /** The key stays known, but its time is over. */
  expire(accessKeyId: string): void {
    this.#expired.add(accessKeyId);
  }

  rotate(credentials: Credentials): void {
    this.#known.clear();
    this.#expired.clear();
    this.add(credentials);
  }

  find(accessKeyId: string): Credentials | undefined {
    return this.#known.get(accessKeyId);
  }

  isExpired(accessKeyId: string): boolean {
    return this.#expired.has(accessKeyId);
  }
}
