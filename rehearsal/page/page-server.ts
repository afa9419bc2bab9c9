import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Emit } from '../story/events.ts';
import { Listener } from '../world/loopback-server.ts';
import type { Change } from './board.ts';
import { frame } from './frame.ts';
import type { View } from './view.ts';

const fileOf = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const files: Readonly<Record<string, Readonly<{ type: string; content: () => string }>>> = {
  '/': { type: 'text/html', content: frame },
  '/page.js': { type: 'text/javascript', content: () => fileOf('page.js') },
  '/page.css': { type: 'text/css', content: () => fileOf('page.css') },
  '/slack-drawing.css': { type: 'text/css', content: () => fileOf('slack-drawing.css') },
  '/icon.svg': { type: 'image/svg+xml', content: () => fileOf('icon.svg') },
};

/** Bytes that may wait for a browser that does not read; it asks for everything when it is back. */
const mostWaiting = 8_000_000;

/** To browsers of this machine alone. */
export class PageServer {
  readonly #view: View;
  readonly #listener = new Listener();
  readonly #watching = new Set<ServerResponse>();

  private constructor(view: View) {
    this.#view = view;
  }

  /** @throws Error when the port is taken */
  static async start(view: View, port?: number): Promise<PageServer> {
    const page = new PageServer(view);
    const server = createServer((request, response) => {
      page.#take(request, response);
    });
    await page.#listener.open(server, port);
    return page;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.port}/`;
  }

  async close(): Promise<void> {
    await this.#listener.shut();
  }

  readonly take: Emit = (event) => {
    this.#view.take(event);
    this.#tellNews();
  };

  #take(request: IncomingMessage, response: ServerResponse): void {
    const why = objection(request, this.#listener.port);
    if (why !== undefined) {
      plain(response, 403, why);
      return;
    }
    const [pathname = ''] = (request.url ?? '').split('?');
    const file = files[pathname];
    const [, mail] = /^\/mails\/([1-9]\d{0,8})$/.exec(pathname) ?? [];
    const [, control] = /^\/controls\/([a-zA-Z]+)$/.exec(pathname) ?? [];
    if (control !== undefined) this.#press(control, request, response);
    else if (request.method !== 'GET') plain(response, 405, 'this can only be looked at');
    else if (pathname === '/changes') this.#watch(response);
    else if (mail !== undefined) this.#showMail(Number(mail), response);
    else if (file !== undefined)
      response
        .writeHead(200, { ...pageHeaders, 'content-type': `${file.type}; charset=utf-8` })
        .end(file.content());
    else plain(response, 404, 'there is no such page');
  }

  #press(control: string, { method }: IncomingMessage, response: ServerResponse): void {
    if (method !== 'POST') {
      plain(response, 405, 'buttons are pressed by POST');
      return;
    }
    const did = this.#view.controls.press(control);
    this.#view.showControls();
    this.#tellNews();
    if (did) response.writeHead(204, pageHeaders).end();
    else plain(response, 409, 'there is nothing to do for this button now');
  }

  #showMail(number: number, response: ServerResponse): void {
    const mail = this.#view.mails[number - 1];
    if (mail === undefined) plain(response, 404, 'there is no such mail');
    else
      response
        .writeHead(200, { ...mailHeaders, 'content-type': 'text/html; charset=utf-8' })
        .end(mail.parsed.html ?? '');
  }

  /** https://html.spec.whatwg.org/multipage/server-sent-events.html */
  #watch(response: ServerResponse): void {
    response.writeHead(200, { ...pageHeaders, 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n${eventOf('everything', this.#view.board.everything())}`);
    this.#watching.add(response);
    void once(response, 'close').then(() => this.#watching.delete(response));
  }

  #tellNews(): void {
    const news = this.#view.board.news();
    if (news.length === 0) return;
    for (const response of this.#watching) {
      if (response.writableLength > mostWaiting) response.destroy();
      else response.write(eventOf('news', news));
    }
  }
}

const eventOf = (name: string, changes: readonly Change[]): string =>
  `event: ${name}\ndata: ${JSON.stringify(changes)}\n\n`;

const plain = (response: ServerResponse, status: number, text: string): void => {
  response
    .writeHead(status, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' })
    .end(`${text}\n`);
};

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A mail comes from the function, so it is given nothing. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

const always = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
} as const;

const pageHeaders = { ...always, 'content-security-policy': pagePolicy };
const mailHeaders = { ...always, 'content-security-policy': mailPolicy };

/**
 * A stranger's page may have this machine's browser ask, by a name that leads to 127.0.0.1 or with
 * a form.
 */
function objection({ method, headers }: IncomingMessage, port: number): string | undefined {
  const { host = '', origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `no page of the host ${JSON.stringify(host)} is served here`;
  if (method === 'GET' || method === 'HEAD') return undefined;
  return origin === `http://${host}` ? undefined : 'only the page itself may ask for this';
}
