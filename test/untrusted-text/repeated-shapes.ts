/** What a text may be made of that holds nothing but the same, to make patterns slow. */
export const shapes: readonly string[] = [
  // Names of secrets with values that are none.
  ...['sk=-', 'ak=-', 'token:-', 'sig:-', 'pass:-', 'signature:-', 'credentials=(', 'nonce='],
  ...['/wh/t/sk=1/dt=2024,', 'user_sk=1234567890123456,', "token: expected ')'", 'pw0 ', 'sk '],
  ...['password', 'password ', 'password=', 'password="', "pass='", 'password=“', 'password=(a '],
  ...['password=[a ', 'password=<', '<password ', 'password:\n  ', '"password",', '|password'],
  ...['password\t', 'password  ', 'password (varchar) ', 'password String ', 'password: A ='],
  ...['password is ', 'password for a ', 'password value', 'password -> "" => ', "password=''"],
  ...[
    'Secret',
    'passwordFile=',
    'secret.a.b',
    'access key ',
    'set.password("',
    'login a password ',
  ],
  ...['value: a\nname: password\n', '"value":"a",', 'name="password" ', '(password,a)', 'key'],
  ...['密码', '密码：', '密码为', '密码“', 'password=a&b&', 'password=a?b', 'password=a,b,'],
  ...['password\n', '|password|\n|---|\n', 'user\tpassword\n', '|password|\n|---|\n|a|\n|b|\n'],
  ...[
    'insert into t (a) values (',
    "insert into t(password) values ('a'),",
    "insert into t(pw) values ('",
  ],
  ...[
    'password = ?',
    'password a default ',
    "'a' as password ",
    'value a1 for password ',
    'count(',
  ],
  ...['column password ', 'Invalid', 'arn:', 'password:"', 'password\n---\n', 'password=["a",'],
  ...[
    'id,name,password\n1,a,b\n',
    'user  password\n',
    'user;password;',
    '(password) values (?,',
    "(password) values ('a'),",
    'Key (password)=(',
    "entry 'a1' for key 'password",
    'password -p a\n',
    'password:\na1b2c3\n',
    'login a password a\n',
    'password you entered (',
  ],
  ...['{user=a, password=a b ', 'password(a1', 'password「a1', 'password got ', 'set password to '],
  ...['name=password, a=b, ', 'name="password" a="b" ', 'value=a, b=c, ', '"value":"x","y":"z",'],
  ...[
    "['--password', 'x', ",
    '<name>password</name><a>b</a>',
    '<password a="b" ',
    'invalid argument a1 ',
  ],
  // Addresses, users, command lines, SQL.
  ...['echo a\n+ ', 'kinit <<< ', 'password_cmd=echo ', 'credentials: a / ', ' user_a="a"'],
  ...['://', '://a:', '://a:b@', '@', 'a@', 'a:a@', 'a/b@', 'a:', 'thin:a/', 'sqlplus a', 'exp a/'],
  ...[' -p a1b', ' -pa', ' -u a:b', 'echo a|', 'identified by ', "identified by 'a", 'encrypt('],
  ...[
    'encrypt("',
    "decrypt('a',",
    'connect("a","b"',
    'jdbc:',
    'hooks.slack.com/services/',
    '/hook/',
  ],
  ...['LoginModule', ' user_a', 'net use ', ' /user:a b', 'user a using ', 'logon a,', 'digest a:'],
  ...[
    'h:5432:d:u:',
    'Private-Lines: 1 ',
    'auth plain ',
    'ntlm ',
    '$6$',
    'aB3dE6',
    'bot12345678:AA',
  ],
  ...['u=a,p=', 'aes256-cts-', 'open -u a,', 'mc alias set a b c ', 'isql a b ', '"auth" "a" '],
  ...['digest:a:', 'file=<(echo a', ' -p\n', 'sqlplus a/b@1.2.3.4'],
  // Lists that are assigned, changes and results.
  ...['a, b, password = "x", ', 'const [a, ', 'password has a value ', 'password used: '],
  ...['密码改成', '密码就用', '的值为', 'session.id=', 'resource "', 'password: {A}', 'ak, sk = '],
  // Frames, parsers, prompts, stores of secrets, what validators and `expect` print.
  ...['at password ', 'at password (a', '#1 password', '${password', "near 'password", 'sum(pw'],
  ...[
    "'Password: ' ",
    'secret "a1b2c3" ',
    'in secret a1b2c3 ',
    'gcloud secrets --secret ',
    'md5(pw',
  ],
  ...['create secret --value ', 'kv put a=b ', "kv put a='", 'put-parameter ', 'password  ----  '],
  ...['password:\nexpect: a\n', 'password:\nsend: sending "', 'password\n  a input_value='],
  ...['"password"),"', 'echo a | secrets ', 'secretsmanager --secret-id '],
  // Tokens and keys.
  ...['LTAI', 'xLTAI', 'STS.', 'AKIA', 'eyJ', 'eyJa.', 'bearer a', 'basic A', 'authorization:'],
  ...[
    'authorization: bearer ',
    'cookie: ',
    'cookie: a="',
    '-----BEGIN',
    '-----BEGIN PRIVATE KEY-----',
  ],
  ...[
    '-----END PRIVATE KEY-----',
    'PRIVATE KEY',
    'a\n-----END PRIVATE KEY-----',
    'MIIEvQIBADANBgkqhkiG9w0BAQ\n',
    'SG.',
    'CAIS',
  ],
  // Encodings, quotes, brackets, blanks.
  ...['%25', '%22', '%5C', '%', '\\', '\\"', '\\u003d', '&amp;', '&quot;', '&', 'password%3D'],
  ...[
    '"',
    "'",
    '“',
    '"\'',
    '([{',
    '{"a":',
    '<Error>',
    '==',
    '=',
    ',',
    ';',
    '|',
    '-',
    '.',
    '_',
    'aA',
  ],
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n',
    '7',
    'a',
    'A1',
    '中',
    'é',
    '😀',
    '😀\u200d',
    '\u200d',
    'क\u200d',
    '\u202e',
  ],
  ...['\u0000', '\u001b[', '\u001b]', '\ud800', '\udc00', 'e\u0301'],
  // Links to LogView and stack traces.
  ...[
    'logview',
    'logview.',
    'http://logview',
    '/logview/',
    'logview\n',
    'logview%25',
    'job-insights?',
  ],
  ...[
    'logview.a/?x\n&a=b\n',
    '?token=logview',
    'https://logview.a/?i=20261122060307123g&token=a\n',
  ],
  ...['\tat a.b.C(D.java:1)\n', '\tat a(\n', '\t... 3 more\n', 'Caused by: a\n\tat b(c)\n'],
];

/**
 * How many times as long a text takes that is so many times as long: of the least of several runs
 * each, in CPU time, so that a busy machine does not count. Linear work gives about `times`,
 * quadratic work its square.
 */
export function growthOf(
  work: (text: string) => unknown,
  shape: string,
  { from, times, runs = 3 }: Readonly<{ from: number; times: number; runs?: number }>,
): number {
  const text = (length: number): string =>
    shape.repeat(Math.ceil(length / shape.length)).slice(0, length);
  const [short, long] = [text(from), text(times * from)];
  work(short);
  let [least, most] = [Infinity, Infinity];
  for (let run = 0; run < runs; run += 1) {
    // So many short texts as make one long text: what is measured is of one size.
    least = Math.min(least, cpuOf(() => Array.from({ length: times }, () => work(short))) / times);
    most = Math.min(
      most,
      cpuOf(() => work(long)),
    );
  }
  // Clocks are no finer than some microseconds.
  return (most + 200) / (least + 200 / times);
}

/** Microseconds of CPU. */
function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
