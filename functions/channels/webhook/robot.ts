import type { Localised } from '../../language.ts';
import { understood, type Variable } from '../../settings/environment.ts';
import { Secret } from '../../settings/secret.ts';
import type { Refusal } from './answer.ts';

/** A group's own robot, whose security setting is a signature: of DingTalk and of Feishu. */
type Robot = Readonly<{
  word: 'robot' | 'bot';
  webhook: string;
  secret: string;
  /** What its security settings call the signature. */
  signature: Localised;
  /** The address of the service's list of codes. */
  codes: string;
}>;

/** What such robots refuse for alike. */
export function robotRefusals({ word, webhook, secret, signature, codes }: Robot) {
  const anew: Localised = {
    en: `create a new one, set ${webhook} and ${secret}`,
    zh: `新建机器人，更新 ${webhook} 和 ${secret}`,
  };
  const signatureAlone: Localised = {
    en: `in the ${word}'s security settings choose ${signature.en} alone`,
    zh: `在机器人的安全设置中仅选择“${signature.zh}”`,
  };
  return {
    anew,
    signatureAlone,
    gone: {
      why: `there is no such ${word}`,
      fix: {
        en: `copy its webhook to ${webhook} again, or ${anew.en}`,
        zh: `重新复制 Webhook 到 ${webhook}，或${anew.zh}`,
      },
      short: { en: `${word} removed`, zh: '机器人已被移除' },
    },
    switchedOff: {
      why: `the ${word} is switched off`,
      fix: {
        en: `switch it on in the group's settings, or ${anew.en}`,
        zh: `在群设置中启用该机器人，或${anew.zh}`,
      },
      short: { en: `${word} switched off`, zh: '机器人已停用' },
    },
    keywords: {
      why: `the ${word} asks for keywords`,
      fix: signatureAlone,
      short: { en: `${word} asks for keywords`, zh: '机器人要求关键词' },
    },
    addresses: {
      why: `the ${word} takes messages from certain addresses only`,
      fix: signatureAlone,
      short: { en: 'address not allowed', zh: 'IP 不在白名单' },
    },
    badSignature: { en: 'signature refused', zh: '签名校验失败' },
    unknownCode: {
      why: `a code that the documentation of ${word}s does not explain`,
      fix: {
        en: `look the code up at ${codes}, and at the ${word} in the group's settings`,
        zh: `在 ${codes} 查询该错误码，并检查群设置中的机器人`,
      },
    },
  } as const satisfies Readonly<Record<string, Refusal | Localised>>;
}

/** It is no message, so nothing is posted. Undocumented: whether the signature is checked first. */
export const probeOf = (word: Robot['word'], payload: object) => ({
  payload,
  alive: `the ${word} lives: it refused a message of no type`,
  unsure: '; that its signature is taken is certain after --send-test',
});

export function codeIn(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}

export const signingSecret = <const Webhook extends string>(
  webhook: Webhook,
  meaning: string,
  pattern: RegExp,
  expected: string,
) =>
  ({
    required: `with ${webhook}`,
    secret: true,
    meaning,
    schema: understood((text, refuse) => {
      if (!pattern.test(text)) refuse(`expected ${expected}`);
      return new Secret(text);
    }),
  }) as const satisfies Variable<Secret>;
