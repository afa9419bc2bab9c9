import { html, type Html, type Part } from './html.ts';

const button = (name: string, label: string, key?: string): Html =>
  html`<button
    type="button"
    id="control-${name}"
    data-control="${name}"
    ${key !== undefined && html` aria-keyshortcuts="${key}"`}
  >
    ${label}
  </button>`;

/** A tab and the panel that it opens; the first one is open. */
const tab = (name: string, label: Part, first: boolean): Html =>
  html`<button
    type="button"
    role="tab"
    id="tab-${name}"
    aria-controls="panel-${name}"
    aria-selected="${String(first)}"
    tabindex="${first ? '0' : '-1'}"
  >
    ${label}
  </button>`;

const counted = (label: string, id: string): Html =>
  html`${label} <span id="${id}" class="count">0</span>`;

const panel = (name: string, first: boolean, content: Html): Html =>
  html`<div
    role="tabpanel"
    id="panel-${name}"
    aria-labelledby="tab-${name}"
    tabindex="0"
    ${!first && html` hidden`}
  >
    ${content}
  </div>`;

/** The page before anything has happened; page.js fills it. */
export const frame = (): string =>
  html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>mms-task-alerts: a rehearsal</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/slack-drawing.css" />
        <script type="module" src="/page.js"></script>
      </head>
      <body>
        <header>
          <div class="title">
            <h1>mms-task-alerts: a rehearsal</h1>
            <span id="pace" class="pace">connecting</span>
          </div>
          <div class="controls" role="toolbar" aria-label="Time">
            ${button('pause', 'Pause', 'Space')}${button('step', 'Step', 'ArrowRight')}
            ${button('half', '½×')}${button('whole', '1×')}
            <span class="label keys">Space pauses, → steps</span>
          </div>
          <details class="hand" open>
            <summary>Have a hand in it</summary>
            <div class="controls" role="toolbar" aria-label="Have a hand in it">
              ${button('Slack', 'Break Slack')}${button('SMTP', 'Break SMTP')}
              ${button('OSS', 'Break OSS')}${button('MMS', 'Break MMS')}
              <span class="gap"></span>
              ${button('fail', 'Fail 100 tables')}${button('retry', 'Retry them')}
              ${button('finish', 'Finish the job')}
            </div>
          </details>
          <p id="now" class="now"></p>
          <p id="latest" class="latest" role="status"></p>
          <p id="verdict" class="verdict" role="status"></p>
          <noscript
            ><p class="verdict">
              This page lives by a script of its own; the terminal shows the same story without it.
            </p></noscript
          >
        </header>
        <main>
          <section class="received" aria-labelledby="received-title">
            <h2 id="received-title" class="unseen">What came of it</h2>
            <div role="tablist" aria-labelledby="received-title">
              ${tab('slack', counted('Slack', 'slack-count'), true)}${tab('mail', counted('E-mail', 'mail-count'), false)}${tab('state', 'State', false)}${tab('calls', 'Calls', false)}
            </div>
            ${panel('slack', true, html`<ol id="slack-messages" reversed></ol>`)}
            ${panel('mail', false, html`<ol id="mails" reversed></ol>`)}
            ${panel(
              'state',
              false,
              html`<p class="sum">What each channel remembers, as it stands in OSS</p>
                <div id="states"></div>`,
            )}
            ${panel(
              'calls',
              false,
              html`<p class="sum">
                  What each service was asked; each request to MMS and OSS is signed, and its
                  signature is checked
                </p>
                <table id="calls">
                  <thead>
                    <tr>
                      <th scope="col">time</th>
                      <th scope="col">service</th>
                      <th scope="col">operation</th>
                      <th scope="col">answer</th>
                      <th scope="col" class="figure">took</th>
                    </tr>
                  </thead>
                </table>`,
            )}
          </section>
          <section class="timeline" aria-labelledby="timeline-title" tabindex="0">
            <h2 id="timeline-title">Ticks</h2>
            <ol id="ticks" reversed></ol>
          </section>
          <section class="tables" aria-labelledby="tables-title" tabindex="0">
            <h2 id="tables-title">The migration</h2>
            <p class="about">
              A migration to MaxCompute in fast motion, and the function that reports on it:
              dist/index.js, as it is deployed. MMS, OSS, Slack and the mail server are stand-ins on
              127.0.0.1; nothing leaves this machine. <span id="setting"></span>
            </p>
            <div id="jobs"></div>
          </section>
        </main>
      </body>
    </html> `.text;
