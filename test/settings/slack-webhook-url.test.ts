import { describe, expect, it } from 'vitest';
import { parseSlackWebhookUrl } from '../../functions/channels/slack/slack-webhook-url.ts';
import { problemsOf, valueOf, warningsOf } from './outcome.ts';

describe('SLACK_WEBHOOK_URL', () => {
  it.each([
    'https://hooks.slack.com/services/T0/B0/xyz',
    'https://hooks.slack-gov.com/services/T0/B0/xyz',
    'https://chat.example.com/hooks/xyz',
  ])('may be %s', (text) => {
    expect(valueOf(parseSlackWebhookUrl(text)).reveal()).toBe(text);
  });

  it('may be http: on the machine itself only', () => {
    expect(warningsOf(parseSlackWebhookUrl('http://127.0.0.1:8080/services/T/B/x'))[0]).toContain(
      'local use',
    );
    expect(
      problemsOf(parseSlackWebhookUrl('http://hooks.slack.com/services/T/B/xyz'))[0],
    ).toContain('unencrypted');
  });

  it.each([
    'https://hooks.slack.com/triggers/T0/1/xyz',
    'https://hooks.slack.com/workflows/T0/A0/1/xyz',
    'http://127.0.0.1:1/triggers/x',
    'https://hooks.slack.com/Workflows',
  ])('is not that of a workflow, which takes no blocks: %s', (text) => {
    expect(problemsOf(parseSlackWebhookUrl(text))[0]).toContain('takes no blocks');
  });

  it.each([
    'hooks.slack.com/services/T0/B0/xyz',
    'https://hooks.slack.com/',
    'https://hooks.slack.com/services/T0/B0',
    'https://acme.slack.com/archives/C0',
    'ftp://x/y',
    'https://u:p@chat.example.com/x',
    'https://chat.example.com/x#y',
    'https://chat.example.com/x y',
  ])('is not %s', (text) => {
    const problems = problemsOf(parseSlackWebhookUrl(text)).join();
    expect(problems).toContain('expected the URL of a Slack incoming webhook');
    expect(problems).not.toMatch(/T0|C0|chat/);
  });
});
