import { describe, expect, it } from 'vitest';
import { parseHeartbeatUrl, secretsOfHeartbeat } from '../../functions/settings/heartbeat-url.ts';
import { createRedactor } from '../../functions/runtime/redaction.ts';
import { problemsOf, valueOf, warningsOf } from './outcome.ts';

const uuid = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';

describe('HEARTBEAT_URL', () => {
  it.each([
    `https://hc-ping.com/${uuid}`,
    'https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts?create=1',
    'https://kuma.example.com:3001/api/push/abc?status=up',
  ])('takes %s', (text) => {
    const parsed = parseHeartbeatUrl(text);
    expect(valueOf(parsed).reveal()).toBe(text);
    expect(warningsOf(parsed)).toEqual([]);
  });

  it('warns where it is not encrypted', () => {
    expect(warningsOf(parseHeartbeatUrl(`http://127.0.0.1:8000/ping/${uuid}`))).toEqual([
      'http: is not encrypted: for local use only',
    ]);
  });

  it.each([
    'hc-ping.com/x',
    'ftp://hc-ping.com/x',
    'https://',
    'https://hc ping.com/x',
    `https://u:${uuid}@hc-ping.com/x`,
    `https://hc-ping.com/${uuid}#x`,
  ])('refuses %s', (text) => {
    const [problem] = problemsOf(parseHeartbeatUrl(text));
    expect(problem).toContain('https://hc-ping.com/…');
    expect(problem).not.toContain(uuid);
  });

  it.each(['fail', 'start', 'log'])(
    'refuses an address that would say "%s" with every tick',
    (signal) => {
      expect(problemsOf(parseHeartbeatUrl(`https://hc-ping.com/${uuid}/${signal}`))[0]).toContain(
        `ends in /${signal}`,
      );
    },
  );

  it('stays unseen, and so does its path by itself, and the key in it', () => {
    const redact = createRedactor(
      secretsOfHeartbeat(
        valueOf(parseHeartbeatUrl('https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts')),
      ),
    );
    const shown = redact(
      'GET https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/mms-alerts/fail, /fqOOd6-F4MMNuCEnzTU01w/mms-alerts, fqOOd6-F4MMNuCEnzTU01w',
    );
    expect(shown).toBe('GET ***/fail, ***, ***');
    const short = createRedactor(
      secretsOfHeartbeat(valueOf(parseHeartbeatUrl('https://beat.example.com/p/a1b2c3'))),
    );
    expect(short('/p/a1b2c3 was not found')).toBe('*** was not found');
  });
});
