import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Emit } from '../story/events.ts';
import { Listener } from '../world/loopback-server.ts';
import { html, Html } from './html.ts';
import type { Page } from './page.ts';

const own = (name: string): string => join(import.meta.dirname, name);

/** What the page loads. */
const files: Readonly<Record<string, Readonly<{ type: string; file: string }>>> = {
  '/page.js': { type: 'text/javascript', file: own('page.js') },
  '/morphdom.js': {
    type: 'text/javascript',
    file: createRequire(import.meta.url).resolve('morphdom/dist/morphdom-umd.min.js'),
  },
  '/page.css': { type: 'text/css', file: own('page.css') },
  '/slack-drawing.css': { type: 'text/css', file: own('slack-drawing.css') },
  '/icon.svg': { type: 'image/svg+xml', file: own('icon.svg') },
};

/** Bytes that may wait for a browser that does not read; when it is back, it connects again. */
const mostWaiting = 8_000_000;

/** To browsers of this machine alone. */
export class PageServer {
  readonly #page: Page;
  readonly #listener = new Listener();
  readonly #watching = new Set<ServerResponse>();
  #isDue = false;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** @throws Error when the port is taken */
  static async start(page: Page, port?: number): Promise<PageServer> {
    const server = new PageServer(page);
    await server.#listener.open(
      createServer((request, response) => {
        server.#take(request, response);
      }),
      port,
    );
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.port}/`;
  }

  async close(): Promise<void> {
    await this.#listener.shut();
  }

  readonly take: Emit = (event) => {
    this.#page.take(event);
    this.#tell();
  };

  #take(request: IncomingMessage, response: ServerResponse): void {
    const { method } = request;
    const [path = ''] = (request.url ?? '').split('?');
    const [, folder, name = ''] = /^\/(mails|controls)\/(\w+)$/.exec(path) ?? [];
    const why = objection(request, this.#listener.port);
    if (why !== undefined) plain(response, 403, why);
    else if (method !== (folder === 'controls' ? 'POST' : 'GET'))
      plain(response, 405, 'buttons are pressed by POST, all else can only be looked at');
    else if (folder === 'controls') this.#press(name, response);
    else if (folder === 'mails') this.#showMail(Number(name), response);
    else if (path === '/changes') this.#watch(response);
    else if (path === '/') answer(response, 'text/html', frame(this.#page.content));
    else if (files[path] === undefined) plain(response, 404, 'there is no such page');
    else answer(response, files[path].type, readFileSync(files[path].file));
  }

  #press(control: string, response: ServerResponse): void {
    if (this.#page.press(control)) response.writeHead(204, headers).end();
    else plain(response, 409, 'there is nothing to do for this button now');
    this.#tell();
  }

  #showMail(number: number, response: ServerResponse): void {
    const mail = this.#page.mails[number - 1];
    if (mail === undefined) plain(response, 404, 'there is no such mail');
    else answer(response, 'text/html', mail.parsed.html ?? '', mailPolicy);
  }

  /** https://html.spec.whatwg.org/multipage/server-sent-events.html */
  #watch(response: ServerResponse): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n${eventOf(this.#page.content)}`);
    this.#watching.add(response);
    void once(response, 'close').then(() => this.#watching.delete(response));
  }

  /** Of what happens at once, once. */
  #tell(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      const event = eventOf(this.#page.content);
      for (const response of this.#watching) {
        if (response.writableLength > mostWaiting) response.destroy();
        else response.write(event);
      }
    });
  }
}

const eventOf = (content: string): string => `data: ${JSON.stringify(content)}\n\n`;

const frame = (content: string): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>mms-task-alerts: a rehearsal</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/slack-drawing.css" />
        <script src="/morphdom.js"></script>
        <script type="module" src="/page.js"></script>
      </head>
      <body>
        ${new Html(content)}
      </body>
    </html> `.text;

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
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
} as const;

function answer(
  response: ServerResponse,
  type: string,
  content: string | Buffer,
  policy = pagePolicy,
): void {
  const own = { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy };
  response.writeHead(200, { ...headers, ...own }).end(content);
}

const plain = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain' }).end(`${text}\n`);
};

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
