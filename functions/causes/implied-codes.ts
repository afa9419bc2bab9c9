/**
 * What a database says under one code of its own and under no other: the code is told by one driver
 * or command line and not by the next, and adds nothing. Where one code goes with several
 * sentences, or one sentence with several codes, it is not here.
 * https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html,
 * https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors,
 * https://community.snowflake.com/s/article/Snowflake-Error-Codes
 */
const says: readonly Readonly<{ code: string; state: string; sentence: string }>[] = [
  { code: '1040', state: '\\w{5}', sentence: 'too many connections' },
  { code: '1044', state: '42000', sentence: 'access denied for user … to database …' },
  { code: '1045', state: '28000', sentence: 'access denied for user … using password (?:yes|no)' },
  { code: '1049', state: '42000', sentence: 'unknown database …' },
  {
    code: '1054',
    state: '42s22',
    sentence:
      'unknown column … in (?:…|field list|where clause|on clause|order clause|group statement)',
  },
  { code: '1062', state: '23000', sentence: 'duplicate entry … for key …' },
  { code: '1142', state: '42000', sentence: '(?:\\w+ ){1,2}command denied to user … for table …' },
  {
    code: '1143',
    state: '42000',
    sentence: '(?:\\w+ ){1,2}command denied to user … for column … in table …',
  },
  { code: '1146', state: '42s02', sentence: "table … doesn't exist" },
  {
    code: '1205',
    state: 'hy000',
    sentence: 'lock wait timeout exceeded try restarting transaction',
  },
  {
    code: '1213',
    state: '40001',
    sentence: 'deadlock found when trying to get lock try restarting transaction',
  },
  { code: '207', state: 's0001', sentence: 'invalid column name …' },
  { code: '208', state: 's0002', sentence: 'invalid object name …' },
  {
    code: '229',
    state: 's0005',
    sentence: 'the \\w+ permission was denied on the object … database … schema …',
  },
  {
    code: '000606',
    state: '57p03',
    sentence: 'no active warehouse selected in the current session',
  },
  { code: '000904', state: '42000', sentence: 'sql compilation error invalid identifier …' },
  {
    code: '002003',
    state: '42s02',
    sentence: 'sql compilation error (?:object|table|view) … does not exist or not authorized',
  },
  {
    code: '002003',
    state: '02000',
    sentence: 'sql compilation error (?:database|schema) … does not exist or not authorized',
  },
  {
    code: '002043',
    state: '02000',
    sentence: 'sql compilation error object does not exist or operation cannot be performed',
  },
  {
    code: '003001',
    state: '42501',
    sentence: 'sql access control error insufficient privileges to operate on \\w+ …',
  },
  {
    code: '090073',
    state: '22000',
    sentence: 'warehouse … cannot be resumed because resource monitor … has exceeded its quota',
  },
  {
    code: '390114',
    state: '08001',
    sentence: 'authentication token has expired the user must authenticate again',
  },
];

/** `error 1045 28000 access denied …`, as command lines and drivers put it. */
const implied = new RegExp(
  `^(?:sql )?(?:error )?(?:${says
    .map(
      ({ code, state, sentence }) =>
        `${code.replace(/^0+/, '0*')}(?: ${state})? (?=${sentence}(?: |$))`,
    )
    .join('|')})`,
);

/**
 * What tells a text from others, without the code before a sentence that is said under that code
 * alone.
 */
export const withoutImpliedCode = (canonical: string): string => canonical.replace(implied, '');
