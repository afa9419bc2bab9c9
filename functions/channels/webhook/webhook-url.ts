import { httpUrl, isLoopback, parseHost, tlsWarnings } from '../../settings/endpoint.ts';
import { understood, type Variable } from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';

type WebhookForm = Readonly<{
  what: string;
  example: string;
  /** What is wrong with it, if anything; `host` is lower-case. */
  objection: (url: URL, host: string) => string | undefined;
}>;

/** Whoever has it can post, so it is a secret. Without TLS it is accepted on this machine only. */
export const webhookUrl = ({ what, example, objection }: WebhookForm) =>
  ({
    required: 'one channel at least',
    secret: true,
    meaning: `${what}: ${example}`,
    schema: understood((text, refuse) => {
      const form = `expected a ${what}, ${example}`;
      const url = httpUrl(text, form, refuse);
      if (url === undefined) return undefined;
      const host = parseHost(url.hostname) ?? '';
      const inTheClear = url.protocol === 'http:' && !isLoopback(host);
      const problem =
        objection(url, host) ??
        (inTheClear ? "http: would send the webhook's secret unencrypted" : undefined);
      if (problem !== undefined) refuse(`${problem}; ${form}`);
      return new Secret(text);
    }),
    warnings: tlsWarnings,
  }) as const satisfies Variable<Secret>;
