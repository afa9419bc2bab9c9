/** Ways in which a service may write a text that it was sent. */
export type Way = Readonly<{ name: string; write: (secret: string) => string }>;

const percent = (text: string, upper = true): string => {
  const encoded = encodeURIComponent(text);
  return upper ? encoded : encoded.replace(/%../g, (code) => code.toLowerCase());
};
const every = (text: string, write: (byte: number) => string): string =>
  Array.from(Buffer.from(text), write).join('');
const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const entities = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const broken = (text: string, every: number, by: string): string =>
  text.match(new RegExp(`[^]{1,${every}}`, 'g'))?.join(by) ?? '';

const spellings: readonly Way[] = [
  { name: 'as it is', write: (text) => text },
  { name: 'percent-encoded', write: (text) => percent(text) },
  { name: 'percent-encoded in lower case', write: (text) => percent(text, false) },
  { name: 'percent-encoded twice', write: (text) => percent(percent(text)) },
  { name: 'percent-encoded twice in lower case', write: (text) => percent(percent(text, false)) },
  { name: 'percent-encoded byte by byte', write: (text) => every(text, (byte) => `%${hex(byte)}`) },
  { name: 'as a form', write: (text) => new URLSearchParams({ _: text }).toString().slice(2) },
  { name: 'as JSON', write: (text) => JSON.stringify(text).slice(1, -1) },
  { name: 'as JSON in JSON', write: (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3) },
  { name: 'with slashes escaped', write: (text) => text.replaceAll('/', '\\/') },
  {
    name: 'in escapes of JSON',
    write: (text) => every(text, (byte) => `\\u00${hex(byte)}`),
  },
  { name: 'in escapes of C', write: (text) => every(text, (byte) => `\\x${hex(byte)}`) },
  { name: 'as XML', write: entities },
  { name: 'as XML in XML', write: (text) => entities(entities(text)) },
  { name: 'in entities by number', write: (text) => every(text, (byte) => `&#${byte};`) },
  { name: 'in entities in hex', write: (text) => every(text, (byte) => `&#x${hex(byte)};`) },
  { name: 'in capitals', write: (text) => text.toUpperCase() },
  { name: 'in lower case', write: (text) => text.toLowerCase() },
  { name: 'in base64', write: base64 },
  { name: 'in base64 behind one byte', write: (text) => base64(`\0${text}`) },
  { name: 'in base64 behind two bytes', write: (text) => base64(`ab${text}`) },
  { name: 'in base64 behind a user', write: (text) => base64(`\0alerts@example.test\0${text}`) },
  { name: 'in base64 behind a user of another length', write: (text) => base64(`\0mma\0${text}`) },
  { name: 'in base64 within a header', write: (text) => base64(`user:${text}\r\n`) },
  {
    name: 'in base64 for URLs',
    write: (text) => Buffer.from(text).toString('base64url'),
  },
  { name: 'in base64, percent-encoded', write: (text) => percent(base64(text)) },
  { name: 'in base64 as JSON', write: (text) => base64(text).replaceAll('/', '\\/') },
  { name: 'in base64 in lower case', write: (text) => base64(text).toLowerCase() },
  { name: 'in base64 over lines', write: (text) => broken(base64(`\0user\0${text}`), 10, '\r\n ') },
  { name: 'in hex', write: (text) => Buffer.from(text).toString('hex') },
  { name: 'in hex in capitals', write: (text) => Buffer.from(text).toString('hex').toUpperCase() },
  { name: 'in hex with blanks', write: (text) => every(text, (byte) => `${hex(byte)} `) },
  { name: 'in hex with colons', write: (text) => every(text, (byte) => `${hex(byte)}:`) },
  { name: 'over lines', write: (text) => broken(text, 5, '\n') },
  { name: 'over indented lines', write: (text) => broken(text, 7, '\r\n    ') },
  { name: 'with blanks between', write: (text) => broken(text, 1, ' ') },
  { name: 'in groups', write: (text) => broken(text, 4, ' ') },
  { name: 'over quoted lines', write: (text) => broken(text, 9, '=\n') },
  { name: 'with its beginning cut off', write: (text) => text.slice(3) },
  { name: 'with its end cut off', write: (text) => text.slice(0, -3) },
  { name: 'in base64 with its beginning cut off', write: (text) => base64(text).slice(2) },
];

const sentences: readonly ((said: string) => string)[] = [
  (said) => `500 5.5.1 Command unrecognized: "AUTH PLAIN ${said}"`,
  (said) => `{"code":403,"message":"invalid ${said}"}`,
  (said) => `<Error><StringToSign>GET\n\n${said}</StringToSign></Error>`,
  (said) => said,
  (said) => `no such hook: /services/${said}?x=1`,
];

/** Each spelling in each sentence. */
export const ways: readonly Way[] = spellings.flatMap(({ name, write }) =>
  sentences.map((sentence, index) => ({
    name: `${name}, in sentence ${index + 1}`,
    write: (secret: string) => sentence(write(secret)),
  })),
);

/** All that a reader could take from a text: the text, and what its encodings say. */
export function readings(text: string): readonly string[] {
  const joined = text.replace(/=\s*\n|\s+/g, '');
  const views = [text, joined];
  for (let layer = 0; layer < 3; layer += 1) views.push(...views.slice(-2).map(decodedOnce));
  const inBase64 = views.flatMap((view) =>
    [...view.matchAll(/[\w+/-]{6,}/g)].flatMap(({ 0: digits }) =>
      [0, 1, 2, 3].map((at) => Buffer.from(digits.slice(at), 'base64').toString('latin1')),
    ),
  );
  const inHex = [...joined.replaceAll(':', '').matchAll(/[0-9a-f]{8,}/gi)].flatMap(
    ({ 0: digits }) => [0, 1].map((at) => Buffer.from(digits.slice(at), 'hex').toString('latin1')),
  );
  return [...views, ...inBase64, ...inHex];
}

const decodedOnce = (text: string): string =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})/gi, (_, a?: string, b?: string) =>
      String.fromCharCode(parseInt(a ?? b ?? '', 16)),
    )
    .replace(/\\(["\\/])/g, '$1')
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(quot|lt|gt|amp);/g, (_, name: string) => named[name] ?? '');

const named: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&' };
