import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../functions/untrusted-text/mask-secrets.ts';

const identifiers = [
  ...['password', 'passwd', 'db_password', 'dbPassword', 'db.password', 'DB_PASSWORD', 'mysql_pwd'],
  ...['AccessKeySecret', 'access_key_secret', 'fs.oss.accessKeySecret', 'secretKey'],
  ...['client-secret', 'securityToken', 'api_key'],
];
/** They mean other things as well, so their values have to look like a secret. */
const ambiguous = ['token', 'X-Token', 'credentials', 'signature'];
const chinese = ['密码', '口令', '密钥', '秘钥', '令牌', '数据库密码', '授权码'];

const random = 'Nc3YbHd8JsGf0AeRu6WzXk1QvLm9Tp';
const chosen = ['Qwer@1234', 'Summer2026!', 'Ld@p_hive9'];
const plain = ['hunter2x', 'abc#12'];
const withBlanks = 'D b2pass 7';

/** `NAME` stands for the name and `VALUE` for the value. */
const anyName = [
  ...[
    'NAME=VALUE',
    'NAME = VALUE',
    'NAME：VALUE',
    'NAME: VALUE',
    'NAME => VALUE',
    'NAME -> VALUE',
    'NAME:VALUE',
    'NAME=“VALUE”',
    'NAME「VALUE」',
    'NAME【VALUE】',
    'NAME《VALUE》',
  ],
  ...[
    'NAME（VALUE）',
    'NAME为VALUE',
    'NAME 是 VALUE',
    '错误：NAME「VALUE」与签名不匹配',
    '当前NAME值为：VALUE',
  ],
];
const anyIdentifier = [
  ...[
    '{"user":"etl","NAME":"VALUE","port":1}',
    '{"conf":"{\\"NAME\\":\\"VALUE\\"}"}',
    "{'NAME': 'VALUE', 'port': 1}",
  ],
  ...[
    'db:\n  NAME: VALUE\n  port: 1',
    '<NAME>VALUE</NAME>',
    '<conf user="etl" NAME="VALUE"/>',
    '<NAME value="VALUE"/>',
  ],
  '<property><name>NAME</name><description>of it</description><value>VALUE</value></property>',
  ...[
    '{user=etl, NAME=VALUE, port=1}',
    'Config [user=etl, NAME=VALUE]',
    "Config{user='etl', NAME='VALUE', port=1}",
  ],
  ...[
    'Server=h;NAME=VALUE;Port=1',
    'jdbc:mysql://h/d?user=etl&NAME=VALUE&useSSL=false',
    'Map(a -> b, NAME -> VALUE)',
  ],
  ...[
    '{:user=>"etl", :NAME=>"VALUE"}',
    '[NAME] => VALUE\n [port] => 1',
    '&Config{User:"etl", NAME:"VALUE", Port:1}',
  ],
  ...[
    'map[user:etl NAME:VALUE port:1]',
    'Config { NAME: Some("VALUE") }',
    "Namespace(NAME='VALUE', port=1)",
  ],
  ...[
    'Conf(http://h/api,NAME(VALUE))',
    'Conf[user[etl], NAME[VALUE]]',
    "[('user', 'etl'), ('NAME', 'VALUE')]",
  ],
  ...[
    "{prop='NAME', direct=IN, type=VARCHAR, value='VALUE'}",
    '{"name":"NAME","tags":["a"],"value":"VALUE"}',
  ],
  ...['{"configKey":"NAME","configValue":"VALUE","id":3}', '{"field":"NAME","content":"VALUE"}'],
  ...[
    '- name: NAME\n  type: string\n  value: "VALUE"\n',
    '<input name="NAME" class="a" id="b" value="VALUE">',
  ],
  ...[
    'java -Dodps.NAME=VALUE -jar a.jar',
    'spark-submit --conf spark.NAME=VALUE --class A',
    "WITH ('NAME' = 'VALUE')",
  ],
  ...[
    'level=info NAME=VALUE port=1',
    "property 'NAME' with value 'VALUE'",
    "Setting NAME to 'VALUE'",
  ],
];
const sureIdentifier = [
  ...[
    '{"value":"VALUE","type":"string","required":true,"name":"NAME"}',
    "{value='VALUE', prop='NAME'}",
  ],
  ...[
    'tool --NAME VALUE --port 1',
    "tool --NAME='VALUE'",
    "['tool', '--NAME', 'VALUE', '--port', '1']",
  ],
  ...[
    'conf.set("NAME", "VALUE")',
    '| id | NAME |\n|----|----|\n| 3 | VALUE |',
    'id\tuser_name\tNAME\n3\tetl\tVALUE',
  ],
  ...[
    'id,user_name,NAME\n3,etl,VALUE',
    'NAME ........ VALUE',
    'the NAME is VALUE',
    'login failed with NAME VALUE',
  ],
  ...[
    'user etl, NAME VALUE',
    "invalid NAME, got 'VALUE'",
    'NAME expected: "VALUE"',
    'Invalid NAME: VALUE',
  ],
  ...[
    "Invalid value 'VALUE' for NAME",
    'invalid argument "VALUE" for "-s, --NAME" flag: x',
    'NAME is "VALUE"',
  ],
];
const chineseName = [
  ...[
    'NAME VALUE',
    '用户名 etl，NAME VALUE，地址 h',
    '账号etl、NAMEVALUE',
    '使用NAME VALUE 登录失败',
    '输入的NAME（VALUE）错误',
  ],
  ...['NAME已重置为VALUE', 'NAME设置为“VALUE”', 'NAME已由“VALUE”改为“VALUE”'],
];
const mayHaveBlanks = [
  ...[
    '{"NAME":"VALUE"}',
    '{user=etl, NAME=VALUE, port=1}',
    '{user=etl, NAME=VALUE}',
    'Config(user=etl, NAME=VALUE, port=1)',
  ],
  ...[
    'Map(user -> etl, NAME -> VALUE, port -> 1)',
    'Server=h;NAME=VALUE;Port=1',
    "NAME='VALUE'",
    'NAME: "VALUE"',
    'NAME="VALUE"',
  ],
  ...[
    'NAME=「VALUE」',
    "{prop='NAME', direct=IN, type=VARCHAR, value='VALUE'}",
    "['--NAME', 'VALUE', '--port', '1']",
  ],
];

const filled = (form: string, name: string, value: string): string =>
  form.replaceAll('NAME', name).replaceAll('VALUE', value);

const endings = ['', ' timeout=30', '，地址 172.16.8.21', '。', ' and then it failed'];
/** What ends within brackets or over lines is complete. */
const endingsOf = (form: string): readonly string[] =>
  /\n|[)}\]>]$/.test(form) ? ['', '\nand then it failed'] : endings;

/** The texts of which not just the value is hidden; each text has another ending. */
function wrong(
  forms: readonly string[],
  names: readonly string[],
  values: readonly string[],
): readonly string[] {
  let nth = 0;
  const texts = forms.flatMap((form) =>
    names.flatMap((name) =>
      values.map((value) => {
        const possible = endingsOf(form);
        const whole = form + (possible[nth++ % possible.length] ?? '');
        return { text: filled(whole, name, value), shown: filled(whole, name, '***') };
      }),
    ),
  );
  return texts.filter(({ text, shown }) => maskSecrets(text) !== shown).map(({ text }) => text);
}

describe('a secret behind its name', () => {
  it('goes in every form that shows which value belongs to which name', () => {
    const names = [...identifiers, ...chinese, 'AccessKey Secret'];
    expect(wrong(anyName, names, [random, ...chosen, ...plain])).toEqual([]);
    expect(wrong(anyIdentifier, identifiers, [random, ...chosen, ...plain])).toEqual([]);
  });

  it('goes where names of secrets alone are followed by a value', () => {
    expect(wrong(sureIdentifier, identifiers, [random, ...chosen])).toEqual([]);
    expect(wrong(chineseName, chinese, [random, ...chosen, 'hunter2x'])).toEqual([]);
  });

  it('goes if it looks like one, whatever else its name may mean', () => {
    expect(wrong(anyIdentifier, ambiguous, [random])).toEqual([]);
  });

  it('goes with the blanks in it', () => {
    expect(wrong(mayHaveBlanks, identifiers, [withBlanks])).toEqual([]);
  });
});

const said = [
  ...['is required', 'is missing', 'must be at least 8 characters', 'expired at 2026-03-12 09:44'],
  ...['column not found', 'field is empty', 'length must be 8', 'of type VARCHAR2', 'not found'],
  ...['has expired on 2026-03-12', 'for user etl@10.0.0.3 was wrong', 'to connect to MySQL8'],
  ...['from environment variable DB1_PWD', 'does not match SHA256 digest', 'in path kv/prod/db1'],
  ...['(required)', '(optional, 8-30 characters)', '(expired)', '(AES256)', '(etl@10.0.0.3)'],
  ...['(column 3)', '[required]', '(user1)', '(2026-03-12)', '{required}', '= ?', '= :pw1'],
  ...[': VARCHAR(64)', ': <redacted>', ': null', ', user, host', ', got null', ', but got 401'],
  ...[': ORA-01017: invalid username', ': java.lang.IllegalStateException: null', '="***"'],
];
const saidInChinese = [
  ...['错误，请检查数据源 oss_bj2', '不能为空', '已过期（2026-03-12）', '长度为8-30位', '无效'],
  ...['字段类型为VARCHAR(64)', '校验失败：ORA-01017', '（必填）', '（8-30位）', '（AES256）'],
  ...['(已脱敏)', '：未设置', '为空字符串', '已被用户 etl2 修改', '加密方式为AES256', '「必填」'],
  ...['有效期 90 天', '（etl@10.0.0.3）错误', '文件 pw2.txt 不存在', '错误次数：3'],
];

describe('what is said of a secret', () => {
  it.each([
    ['in English', [...identifiers, ...ambiguous], said],
    ['in Chinese', [...chinese, 'AccessKeySecret', 'password', 'token'], saidInChinese],
  ])('stays, %s', (_, names, sentences) => {
    const texts = names.flatMap((name) =>
      sentences.flatMap((rest) => {
        const text = name + (/^[a-z]/.test(rest) ? ' ' : '') + rest;
        return [text, `2026-03-12 09:44:10 ERROR [main1] ${text}`, `连接失败：${text}`];
      }),
    );
    expect(texts.filter((text) => maskSecrets(text) !== text)).toEqual([]);
  });

  it.each(['argument ignored because x=y', 'is required', 'expects a value', 'not found'])(
    'stays behind an option: --password %s',
    (rest) => {
      const text = `tool: --password ${rest}`;
      expect(maskSecrets(text)).toBe(text);
    },
  );
});
