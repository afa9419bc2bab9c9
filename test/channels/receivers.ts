import type { ChannelType } from '../../functions/channels/channels.ts';
import type { Channel } from '../../functions/ports.ts';
import { answer, badGateway } from '../../rehearsal/world/fault.ts';
import {
  dingTalkOnLoopback,
  feishuOnLoopback,
  login,
  mailOnLoopback,
  slackOnLoopback,
} from './channels-on-loopback.ts';
import type { HastyTime } from '../runtime/hasty-time.ts';

/** A receiver that can be brought into each of the moods that the contract speaks of. */
type Receiver = Readonly<{
  channel: Channel;
  time: HastyTime;
  /** Messages that arrived. */
  received: () => number;
  /** Attempts to hand one over. */
  attempts: () => number;
  busy: (times: number) => void;
  refuses: (said: string) => void;
  /** Takes the message and breaks the connection instead of saying so. */
  losesItsAnswer: () => void;
  hangs: () => void;
  secrets: readonly string[];
}>;

async function slack(): Promise<Receiver> {
  const { server, channel, time } = await slackOnLoopback();
  return {
    channel,
    time,
    received: () => server.messages.length,
    attempts: () => server.journal.count('webhook'),
    busy: (times) => {
      server.fault = ({ attempt }) => (attempt <= times ? answer(503, 'busy') : undefined);
    },
    refuses: (said) => {
      server.fault = () => answer(403, said === '' ? 'invalid_token' : `no, ${said}`);
    },
    losesItsAnswer: () => {
      server.fault = () => ({ kind: 'reset', applied: true });
    },
    hangs: () => {
      server.fault = () => ({ kind: 'hang' });
    },
    secrets: [server.webhookUrl, server.path, server.path.split('/').at(-1) ?? ''],
  };
}

async function dingtalk(): Promise<Receiver> {
  const { server, channel, time } = await dingTalkOnLoopback();
  return {
    channel,
    time,
    received: () => server.messages.length,
    attempts: () => server.journal.count('webhook'),
    busy: (times) => {
      server.fault = ({ attempt }) =>
        attempt <= times ? answer(200, '{"errcode":-1,"errmsg":"系统繁忙"}') : undefined;
    },
    refuses: (said) => {
      server.fault = () =>
        answer(200, JSON.stringify({ errcode: 300005, errmsg: `token is not exist ${said}` }));
    },
    losesItsAnswer: () => {
      server.fault = () => ({ kind: 'reset', applied: true });
    },
    hangs: () => {
      server.fault = () => ({ kind: 'hang' });
    },
    secrets: [server.webhookUrl, server.token, server.secret],
  };
}

async function feishu(): Promise<Receiver> {
  const { server, channel, time } = await feishuOnLoopback();
  return {
    channel,
    time,
    received: () => server.messages.length,
    attempts: () => server.journal.count('webhook'),
    busy: (times) => {
      server.fault = ({ attempt }) => (attempt <= times ? badGateway : undefined);
    },
    refuses: (said) => {
      server.fault = () =>
        answer(200, JSON.stringify({ code: 19001, msg: `token invalid ${said}`, data: {} }));
    },
    losesItsAnswer: () => {
      server.fault = () => ({ kind: 'reset', applied: true });
    },
    hangs: () => {
      server.fault = () => ({ kind: 'hang' });
    },
    secrets: [server.webhookUrl, server.path.split('/').at(-1) ?? '', server.secret],
  };
}

async function email(): Promise<Receiver> {
  const { server, channel, time } = await mailOnLoopback();
  return {
    channel,
    time,
    received: () => server.mails.length,
    attempts: () => server.journal.count('MAIL'),
    busy: (times) => {
      server.fault = ({ operation, attempt }) =>
        operation === 'MAIL' && attempt <= times ? answer(451, '4.3.0 try later') : undefined;
    },
    refuses: (said) => {
      server.fault = ({ operation }) =>
        operation === 'MAIL' ? answer(550, `5.7.1 not you ${said}`) : undefined;
    },
    losesItsAnswer: () => {
      server.fault = ({ operation }) =>
        operation === 'end of data' ? { kind: 'reset', applied: true } : undefined;
    },
    hangs: () => {
      server.fault = ({ operation }) => (operation === 'MAIL' ? { kind: 'hang' } : undefined);
    },
    secrets: [
      login.password,
      encodeURIComponent(login.password),
      Buffer.from(`\0${login.user}\0${login.password}`).toString('base64'),
    ],
  };
}

/** Every channel with its receiver: whoever is a channel is held to the contract. */
export const receivers: Readonly<Record<ChannelType, () => Promise<Receiver>>> = {
  slack,
  dingtalk,
  feishu,
  email,
};
