import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Page as RehearsalPage } from '../../rehearsal/page/page.ts';
import { PageServer } from '../../rehearsal/page/page-server.ts';
import { Playhead } from '../../rehearsal/story/play.ts';
import { Visitor } from '../../rehearsal/story/visitor.ts';
import { World } from '../../rehearsal/world/world.ts';
import { openBrowser } from '../../scripts/preview/pictures.ts';
import { browserFile } from './browser.ts';

/**
 * What a table, a log row or a mail could hold for a browser to trip over; `trap` must never be
 * called.
 */
const attacks = (trap: string): readonly string[] => [
  `<script>fetch('${trap}')</script>`,
  `<img src="${trap}" onerror="document.title='pwned'">`,
  `"><svg onload="document.title='pwned'">`,
  `<iframe src="${trap}"></iframe>`,
  `<link rel="stylesheet" href="${trap}">`,
  `</template></pre></li><base href="${trap}"><form action="${trap}">`,
];

describe.skipIf(browserFile === undefined)(
  'the page, shown what is hostile',
  { timeout: 60_000 },
  () => {
    let world: World;
    let server: PageServer;
    let browser: Browser;
    let page: Page;
    let trap: Server;
    let calls = 0;

    beforeAll(async () => {
      trap = createServer((socket) => {
        calls += 1;
        socket.destroy();
      }).listen(0, '127.0.0.1');
      await once(trap, 'listening');
      const address = trap.address();
      const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
      const hostile = attacks(url).join('\n');

      world = await World.start();
      const { migration } = world;
      const job = migration.addJob(migration.addSource('2000015', 'demo'), hostile);
      for (const attack of attacks(url)) migration.enters(migration.addTask(job, attack), attack);
      migration.completes(migration.addTask(job, 'done'));
      migration.dataFails(migration.addTask(job, 'failed'));
      migration.start(migration.addTask(job, 'under_way'));
      migration.addTask(job, 'waiting');
      world.putState('slack', hostile);
      const visitor = new Visitor(world, () => undefined);
      const shown = new RehearsalPage(world, new Playhead(false), visitor);
      shown.press('Slack');
      server = await PageServer.start(shown);
      const blocks = [
        { type: 'header', text: { type: 'plain_text', text: hostile } },
        { type: 'section', text: { type: 'mrkdwn', text: hostile } },
      ] as const;
      const raw = `From: a@example.test\r\nTo: b@example.test\r\nSubject: ${attacks(url)[0] ?? ''}\r\nContent-Type: text/html\r\n\r\n<p>hello</p>${hostile}`;
      server.take({ kind: 'tick-began', tick: 1, at: 0, caption: hostile });
      server.take({
        kind: 'happened',
        where: 'MMS',
        word: hostile,
        what: attacks(url),
        detail: hostile,
      });
      server.take({
        kind: 'told',
        channel: 'slack',
        message: {
          at: 0,
          text: `&lt;b&gt; &amp; ${hostile}`,
          blocks,
          payload: {},
          pings: [],
          all: '',
        },
      });
      server.take({
        kind: 'told',
        channel: 'email',
        mail: {
          from: hostile,
          to: [hostile],
          raw,
          parsed: await PostalMime.parse(raw),
          encrypted: true,
          user: '',
        },
      });
      server.take({
        kind: 'tick-ended',
        tick: 1,
        outcome: { kind: 'rejected', name: hostile, message: hostile },
        calls: { MMS: 0, OSS: 0, Slack: 0, SMTP: 0 },
        durationMs: 1,
        unexpected: [hostile],
      });

      server.take({ kind: 'tick-began', tick: 2, at: 0, caption: 'a good one' });
      const summary = {
        tasks: 1,
        logsRead: 0,
        alerts: { done: 1 },
        delivered: { slack: 1 },
        problems: [],
      };
      server.take({
        kind: 'tick-ended',
        tick: 2,
        outcome: { kind: 'accepted', summary },
        calls: { MMS: 1, OSS: 1, Slack: 1, SMTP: 0 },
        durationMs: 1,
        unexpected: [],
      });

      browser = await openBrowser(browserFile ?? '');
      page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      await page.goto(server.url);
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await server.close();
      await world.close();
      trap.close();
    });

    const openAll = (): Promise<unknown> =>
      page.evaluate(
        "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
      );

    it('shows it as text, runs nothing of it and calls nobody', async () => {
      await openAll();
      await page.frameLocator('#mail-1 iframe').locator('p', { hasText: 'hello' }).waitFor();
      expect(await page.locator('.slack-message').textContent()).toContain('<script>fetch(');
      expect(await page.locator('.cell').first().textContent()).toContain('<script>fetch(');
      const made =
        'document.querySelectorAll(\'main script, main img, main svg, main form, main link, main base, main iframe:not([src^="/mails/"])\').length';
      expect(await page.evaluate(made)).toBe(0);
      expect(await page.title()).toBe('mms-task-alerts: a rehearsal');
      expect(calls).toBe(0);
    });

    it.each(['light', 'dark'] as const)(
      'is readable in the %s: every text stands out from its ground',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await openAll();
        expect(await page.evaluate(faintTexts)).toEqual([]);
      },
    );
  },
);

/**
 * Runs in the browser: the texts whose contrast is below 4.5, as
 * https://www.w3.org/TR/WCAG22/#contrast-minimum demands of text of this size.
 */
const faintTexts = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? [])
    .map((number, index) => (colour.startsWith('color(srgb ') && index < 3 ? number * 255 : Number(number)));
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1 && colour !== 'transparent') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = Array.from(document.querySelectorAll('body *')).filter((element) =>
    element.checkVisibility() && Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''));
  return texts.flatMap((element) => {
    const [light, dark] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast >= 4.5 ? [] : [element.className + ' ' + element.textContent.slice(0, 30) + ' ' + contrast.toFixed(2)];
  });
})()`;
