import type { Reading } from './lines/read-text.ts';

/**
 * Failures that drivers, releases and languages word in ways of their own, each by all of its
 * wordings, in what `canonicalOf` leaves of them. Only what no other failure says stands here, and
 * what one act mends. A product before a colon is the only one that has the failure; another
 * failure stays apart for each product that is known.
 */
const failures = Object.entries({
  'expired certificate': 'certificate has expired|certificateexpiredexception',
  'untrusted certificate':
    'cannot find valid certification path|cannot get (?:local )?issuer certificate|self signed certificate|signed by unknown authority',
  'certificate of another host':
    'no subject alternative|subject alternative names|certificate is valid for',
  'proxy wants a login': 'proxy authentication required',
  'not a parquet file': 'is not a parquet file|parquet magic bytes not found',
  'invalid jwt signature': 'invalid jwt signature',
  'hdfs safe mode': 'name node is in safe mode(?!.{0,300}resources are low)|处于安全模式',
  'mysql: wrong password': 'access denied for user (?:… )?using password yes',
  'postgresql: wrong password': '(?:password|密码) ?(?:authentication failed|认证失败)',
  'google: no permission':
    'does not have ((?:bigquery|storage)\\.[\\w.]+) (?:permission|access)|permission ((?:bigquery|storage)\\.[\\w.]+) denied',
  'hive: no database': 'schema_not_found|nosuchobjectexception (?:message )?database',
  'yarn: no queue': 'to unknown queue|yarn 队列 (?:… )?不存在',
  'maxcompute: slots in use': 'slot quota is exceeded|slot 配额已用满',
  'maxcompute: no table': 'odps-0130131 table|the specified table name does not exist',
}).map(([is, said]) => ({ is, said: new RegExp(`(?<![a-z\\d])(?:${said})(?![a-z\\d])`) }));

/** What a database's own network says, where it is known whose it is. */
const ofProduct = Object.entries({
  'wrong password': 'incorrect username or password|用户名或密码错误',
  'connection refused': 'connection refused',
  'connect timed out': 'connect(?:ion)? timed out',
}).map(([is, said]) => ({ is, said: new RegExp(said) }));

/** Characters of what is told that are looked at. */
const longest = 2_000;

/** The failure that a text tells of, where its words leave no doubt; `''` where it is none. */
export function sameFailure({ sentences, told, product }: Reading): string {
  const said = sentences
    .slice(Math.max(0, told))
    .flatMap(({ exception, canonical, codes }) => [
      exception?.said ?? '',
      codes.join(' '),
      canonical,
    ]);
  const text = said
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, longest);
  for (const { is, said: wording } of failures) {
    const found = wording.exec(text);
    if (found !== null)
      return [is.includes(':') ? '' : product, is, ...found.slice(1)].filter(Boolean).join(' ');
  }
  const known =
    product === '' ? undefined : ofProduct.find(({ said: wording }) => wording.test(text));
  return known === undefined ? '' : `${product} ${known.is}`;
}
