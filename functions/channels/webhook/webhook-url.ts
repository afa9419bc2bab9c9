import type * as z from 'zod/mini';
import {
  httpProtocols,
  isLoopback,
  notEncrypted,
  parseHost,
  parseUrl,
} from '../../settings/endpoint.ts';
import { understood } from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';

type WebhookForm = Readonly<{
  /** What was expected: `expected the URL of …`. */
  form: string;
  /** What is wrong with an address that is one otherwise; `host` is lower-case. */
  objection: (url: URL, host: string) => string | undefined;
}>;

/**
 * The address of a webhook. Whoever holds it can post, so it is a secret, and no problem repeats
 * any of it. Without TLS it is taken on the machine itself only.
 */
export const webhookUrl = ({ form, objection }: WebhookForm): z.ZodMiniType<Secret, string> =>
  understood((text, refuse) => {
    const url = parseUrl(text, httpProtocols);
    if (url === undefined) {
      refuse(form);
      return undefined;
    }
    const host = parseHost(url.hostname) ?? '';
    const problem =
      url.username !== '' || url.password !== '' || url.hash !== ''
        ? 'must not hold a user, a password or a #'
        : (objection(url, host) ?? inTheClear(url, host));
    if (problem !== undefined) refuse(`${problem}; ${form}`);
    return new Secret(text);
  });

const inTheClear = ({ protocol }: URL, host: string): string | undefined =>
  protocol === 'http:' && !isLoopback(host)
    ? "http: would send the webhook's secret unencrypted"
    : undefined;

export const webhookWarnings = (url: Secret): readonly string[] =>
  new URL(url.reveal()).protocol === 'http:' ? [notEncrypted] : [];
