/** How a text shows whose sentence it quotes: by classes, drivers and the forms of clients. */
const marks: readonly Readonly<{ product: string; shape: RegExp }>[] = [
  { product: 'redshift', shape: /redshift|\[Amazon\]\(500310\)/i },
  { product: 'postgresql', shape: /org\.postgresql|psycopg|asyncpg|\bpsql: |^LINE \d+: /m },
  {
    product: 'mysql',
    shape:
      /com\.mysql|pymysql|mysql\.connector|MySQLdb|MYSQLErrCode|Communications link failure|\bERROR \d{4} \(\w{5}\)/,
  },
  { product: 'sqlserver', shape: /com\.microsoft\.sqlserver|\[SQL Server\]|\bMsg \d+, Level \d+/ },
  { product: 'snowflake', shape: /net\.snowflake|snowflake\.connector/ },
  { product: 's3', shape: /AmazonS3Exception|\bS3Exception|Service: (?:Amazon )?S3|botocore/ },
];

/**
 * Whose words they are, where the text shows one product only; `''` otherwise. Databases word their
 * errors alike in few words, and each in one way whatever driver writes them down.
 */
export function productOf(text: string): string {
  const found = marks.filter(({ shape }) => shape.test(text));
  return found.length === 1 ? (found[0]?.product ?? '') : '';
}
