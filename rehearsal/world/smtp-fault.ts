/** Where in a delivery something can go wrong, in the order in which they are reached. */
export type SmtpStage =
  'connect' | 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end of data';

type SmtpCall = Readonly<{
  stage: SmtpStage;
  /** The address of MAIL and RCPT, else empty. */
  address: string;
  /** 1 for the first time that the stage is reached, over all connections. */
  attempt: number;
}>;

export type SmtpFault =
  | Readonly<{ kind: 'refuse'; code: number; message: string }>
  /**
   * No reply until one side closes. `applied`, here and below: at the end of data the mail was
   * taken all the same.
   */
  | Readonly<{ kind: 'hang'; applied?: boolean }>
  | Readonly<{ kind: 'close'; applied?: boolean }>;

/** Asked at each stage; `undefined` lets it pass. */
export type SmtpFaultHook = (call: SmtpCall) => SmtpFault | undefined;

const stages: Readonly<Record<string, SmtpStage>> = {
  HELO: 'EHLO',
  EHLO: 'EHLO',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH',
  MAIL: 'MAIL',
  RCPT: 'RCPT',
  DATA: 'DATA',
};

/** `undefined` for a line that belongs to no stage, such as `QUIT`. */
export function stageOf(line: string): Readonly<{ stage: SmtpStage; address: string }> | undefined {
  const stage = stages[(/^[a-z]+/i.exec(line)?.[0] ?? '').toUpperCase()];
  return stage === undefined ? undefined : { stage, address: /<([^>]*)>/.exec(line)?.[1] ?? '' };
}
