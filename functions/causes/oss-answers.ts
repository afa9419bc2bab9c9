/**
 * What OSS answered is written down by each of its clients in a way of its own; it is one cause
 * whichever of them it was. All get the form of its Java client: the message, and the code on a
 * line below. https://www.alibabacloud.com/help/oss/user-guide/error-codes
 */
const xml = /(?:<\?xml[^>]{0,80}\?>\s{0,8})?<Error>[^\u0000]{0,2000}?<\/Error>/g;
const xmlOfOss = /<(?:OSSAccessKeyId|EC)>|<HostId>[^<]{0,200}(?:aliyuncs|\boss\b)/;
const go =
  /\boss: service returned error: StatusCode=(\d{3}), ErrorCode=(\w{1,60}), ErrorMessage="?([^"\n]{0,1000}?)"?, RequestId=([^\n]{0,300})/g;
const python =
  /\{'status': (\d{3}), 'x-oss-request-id': [^{}\n]{0,100}'details': \{([^{}\n]{0,2000})\}\}/g;

/** The text with OSS's answers in one form. */
export function ossAnswersAlike(text: string): string {
  return text
    .replace(xml, (answer) =>
      xmlOfOss.test(answer)
        ? inOneForm(answer, fieldsOf(answer, /<(\w{1,20})>([^<]{1,1000})(?=<)/g))
        : answer,
    )
    .replace(go, (answer, Status: string, Code: string, Message: string, rest: string) =>
      inOneForm(answer, { Status, Code, Message, EC: /\bEc=([\d-]{1,20})/i.exec(rest)?.[1] }),
    )
    .replace(python, (answer, Status: string, details: string) =>
      inOneForm(answer, {
        Status,
        ...fieldsOf(details, /'(\w{1,20})': ['"]([^\n]{1,1000}?)['"](?=, '|$)/g),
      }),
    );
}

type Fields = Readonly<Record<string, string | undefined>>;

const fieldsOf = (answer: string, field: RegExp): Fields =>
  Object.fromEntries([...answer.matchAll(field)].map(([, name = '', value]) => [name, value]));

/**
 * `EC` tells two refusals of one code apart; an HTTP status says no more than the code that it goes
 * with.
 */
function inOneForm(answer: string, { Status, Code, Message, EC }: Fields): string {
  if (Code === undefined || Message === undefined) return answer;
  const odd = Status === undefined || Status === statusOf(Code) ? '' : `\nStatusCode=${Status}`;
  return `${Message.replace(/\s+/g, ' ').trim()}\n[ErrorCode]: ${Code}${EC === undefined ? '' : `\nEC=${EC}`}${odd}\n`;
}

const refused = new Set([
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'SecurityTokenExpired',
  'InvalidObjectState',
  'UserDisable',
]);

function statusOf(code: string): string | undefined {
  if (code.startsWith('NoSuch')) return '404';
  return refused.has(code) ? '403' : undefined;
}
