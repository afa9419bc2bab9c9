import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/preview/pictures.ts';
import { browserFile } from './browser.ts';
import { rehearsalOnPage, type OnPage } from './rehearsal-on-page.ts';

const patience = { timeout: 60_000 };

describe.skipIf(browserFile === undefined)(
  'the rehearsal in a browser',
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    let rehearsal: OnPage;
    let page: Page;
    const asked: string[] = [];
    const wrong: string[] = [];

    beforeAll(async () => {
      browser = await openBrowser(browserFile ?? '');
      rehearsal = await rehearsalOnPage();
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await rehearsal.close();
    });
    beforeEach(async () => {
      page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', ({ message }) => wrong.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      await page.goto(rehearsal.url);
    });
    afterEach(async () => {
      await page.close();
      expect(wrong.splice(0)).toEqual([]);
      expect(asked.splice(0).filter((url) => !url.startsWith(rehearsal.url))).toEqual([]);
    });

    const press = (label: string): Promise<void> =>
      page.getByRole('button', { name: label }).click(patience);
    const says = async (place: Locator, what: string | RegExp): Promise<void> => {
      await expect.poll(() => place.textContent(), patience).toMatch(what);
    };
    const ticksEnded = (): number =>
      rehearsal.events.filter(({ kind }) => kind === 'tick-ended').length;
    /** Lets one tick come, and gives its line once it is over. */
    const step = async (): Promise<Locator> => {
      const number = ticksEnded() + 1;
      await press('Step');
      await page.locator(`#tick-${number}.accepted, #tick-${number}.rejected`).waitFor(patience);
      return page.locator(`#tick-${number}`);
    };
    const newestMessage = (): Locator => page.locator('.slack-message').first();
    const newestMail = (): Locator => page.locator('[id^="mail-"]').first();
    const count = async (): Promise<Readonly<{ slack: number; mail: number }>> => ({
      slack: await page.locator('.slack-message').count(),
      mail: await page.locator('[id^="mail-"]').count(),
    });

    it('stands still before its first tick, and shows the tables with their states in words', async () => {
      await says(page.locator('#pace'), /^paused$/);
      expect(await page.locator('.cell').count()).toBe(61);
      await says(page.locator('.cell', { hasText: 'audit_log' }), 'data failed');
      await says(page.locator('#job-87'), /40 tables: 12 done, 1 failed, 23 waiting, 4 running/);
      expect(await page.locator('.tick').count()).toBe(0);
    });

    it('shows a tick: what happened, what was told, what is remembered, what it cost', async () => {
      await says(
        await step(),
        /The first tick.*bigquery_prod.*E-mail.*61.*ok: 1 baseline.*MMS \d/s,
      );
      await says(page.locator('#tick-1 .slack-header'), 'bigquery_prod');
      await page.getByText('E-mail:').click();
      await says(page.frameLocator('#mail-1 iframe').locator('body'), 'bigquery_prod');
      await page.locator('#mail-1').getByText('as plain text').click();
      expect(await page.locator('#mail-1 pre').first().innerText()).toContain('2000015');
      await page.getByText('slack.json').click();
      await says(page.locator('details', { hasText: 'slack.json' }), /\d+ bytes.*"version"/s);
    });

    it('keeps what somebody has opened open while more comes', async () => {
      await page.getByText('slack.json').click();
      await page.getByText('E-mail:').first().click();
      await step();
      expect(await page.locator('main details[open]').count()).toBe(2);
    });

    it('plays the story to its end, with every kind of alert and trouble', async () => {
      await press('1×');
      await expect
        .poll(() => page.locator('#verdict').textContent(), { timeout: 200_000 })
        .toMatch('everything that happened was told to both channels, once');
      await press('Pause');
      await says(page.locator('#pace'), /^paused$/);
      expect(await page.locator('.cell.done').count()).toBe(61);
      await says(page.locator('.tick', { hasText: 'Slack down' }), /rejected.*Slack/s);
      await says(
        page.locator('.tick', { hasText: 'MMS forbidden' }),
        /rejected.*odps:ListMmsTasks/s,
      );
      await says(page.locator('#tick-14 .slack-message'), /11 of 17.*@here.*--job-id 88/s);
    });

    it('tells of a hundred failures with one cause, of their retry and of their end', async () => {
      await press('Fail 100 tables');
      await expect
        .poll(() => page.locator('.cell.failed', { hasText: 'data failed' }).count(), patience)
        .toBe(100);
      await says(page.locator('[id^="job-"]').first(), 'archive_2025');
      await says(page.locator('#tick-next'), /DATA_FAILED.*and 92 more/s);
      await step();
      await says(newestMessage(), /100 of 100.*archive_2025/s);
      await says(newestMessage().locator('.ping'), /^@here$/);
      await says(newestMail(), /attached: .*\.csv/);
      await press('Retry them');
      await step();
      await press('Finish the job');
      await step();
      // The closing report takes along what waits for the digest.
      await step();
      await says(newestMessage(), '100 recovered');
      await says(page.locator('[id^="job-"]').first(), '120 tables: 120 done');
    });

    it('lets Slack break and heal: the mail goes out, Slack is told later', async () => {
      const { slack, mail } = await count();
      await press('Fail 100 tables');
      await press('Break Slack');
      await page.locator('#control-Slack.urgent').waitFor(patience);
      await says(await step(), /Slack down.*rejected.*Slack/s);
      expect(await count()).toEqual({ slack, mail: mail + 1 });
      await press('Mend Slack');
      await step();
      expect(await count()).toEqual({ slack: slack + 1, mail: mail + 1 });
      await press('Finish the job');
      await step();
    });

    it('lets the mail server break, then OSS while MMS throttles, and all of them heal', async () => {
      await press('Fail 100 tables');
      await press('Break SMTP');
      await says(await step(), /SMTP down.*rejected.*421/s);
      await press('Mend SMTP');
      await press('Break OSS');
      await press('Break MMS');
      await says(await step(), /SMTP up.*OSS down.*MMS throttled.*rejected.*503/s);
      await press('Mend OSS');
      await press('Mend MMS');
      await press('Finish the job');
      expect(await (await step()).getAttribute('class')).toContain('accepted');
      await says(newestMessage(), 'archive_2023');
    });

    it('shows whoever comes late, or comes again, all that there is', async () => {
      const listing = (): Promise<unknown> =>
        page.evaluate(
          "Array.from(document.querySelectorAll('.cell, .tick, details.told'), ({ id }) => id)",
        );
      const before = await listing();
      await page.reload();
      expect(await listing()).toEqual(before);
      expect(before).toContain('tick-1');
    });

    it('is used by keyboard alone, and shows where the focus is', async () => {
      const focused = (): Promise<unknown> => page.evaluate('document.activeElement.id');
      const order: unknown[] = [];
      for (let stop = 0; stop < 11; stop += 1) {
        await page.keyboard.press('Tab');
        order.push(await focused());
      }
      expect(order).toEqual(
        ['pause', 'step', 'half', 'whole', 'Slack', 'SMTP', 'OSS', 'MMS', 'fail']
          .concat('retry', 'finish')
          .map((name) => `control-${name}`),
      );
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe(
        'solid',
      );
      await page.locator('#control-step').focus();
      const ticks = ticksEnded();
      await page.keyboard.press('Enter');
      await expect.poll(ticksEnded, patience).toBe(ticks + 1);
      expect(await focused()).toBe('control-step');
    });

    it('is paused with the space bar, and plays at half the speed', async () => {
      await press('½×');
      await says(page.locator('#pace'), /^playing slowly$/);
      await page.locator('h1').click();
      await page.keyboard.press('Space');
      await says(page.locator('#pace'), /^paused$/);
      const ticks = ticksEnded();
      await page.keyboard.press('ArrowRight');
      await expect.poll(ticksEnded, patience).toBe(ticks + 1);
    });
  },
);
