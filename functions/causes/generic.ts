/**
 * What happens under any operation alike. A text that says nothing else is told by where in the
 * program it happened, and as a reason it stands behind what the text says first.
 */
const endings = [
  'broken pipe|(?:socket|stream|pipe|filesystem) closed|end of file|premature eof|unexpected end of file from server',
  '|null|unknown|unknown error|internal error|closed',
].join('');
/** What is missing is named by these, so that they say enough. */
const naming = 'unknownhost|filenotfound|nosuchfile|classnotfound';

const generic = [
  `\\S*(?<!${naming})(?:exception|error|throwable|failure)(?: null| …)?`,
  '(?:read|connect|connection|accept|write|socket)? ?timed out(?: connect| read)?',
  'connection (?:reset|refused|closed|aborted|timed out)(?: by peer| connection refused| connect| …)*',
  `(?:${endings})`,
].map((shape) => new RegExp(`^(?:\\S*(?:exception|error) )*${shape}$`));

export const isGeneric = (canonical: string): boolean =>
  generic.some((shape) => shape.test(canonical));

/** What tells only that something below it failed. */
const carriers = [
  'job aborted',
  'writing job aborted',
  'task failed while writing rows(?: to …)?',
  'exception thrown in awaitresult',
  'gss initiate failed',
  'application … failed … times? due to am container for … exited with exitcode -\\d+',
  'exception when job run',
  'an error occurred while calling …',
  'job … failed',
  'task … failed',
  'exception in task …',
].map((shape) => new RegExp(`^(?:\\S*(?:exception|error) )*${shape}$`));

export const isCarrier = (canonical: string): boolean =>
  carriers.some((shape) => shape.test(canonical));
