/** How sure a name is that its value is a secret: `password`, `token`, `sk`. */
export type Certainty = 'certain' | 'likely' | 'weak';

/**
 * `assigned`: `=`, `->`, a colon in JSON. `stated`: a colon, which prose has too. `paired`:
 * `(password,x)`, a line of a table. `option`: `--password x`. `prompted`: alone on the line below
 * `password:`. `adjacent`: nothing but a blank.
 */
export type Binding = 'assigned' | 'stated' | 'paired' | 'option' | 'prompted' | 'adjacent';

/** What stands in place of a secret: nothing, a mark, a variable, `true`. */
const placeholder = new RegExp(
  `^(?:${[
    '.?|\\d{1,3}%?',
    '[*x•.-]{1,64}(?:\\(redacted\\)?)?|\\w{0,4}\\*{3,64}\\w{0,4}',
    'null|none|nil|nul|undefined|unset|true|false|yes|no|y|n|n/a|on|off',
    'your[-_ ]\\w+|[[<(*]*(?:redacted|masked|filtered|hidden|not set|secret|sensitive(?: value)?|protected)[\\])>*]*',
    '\\$\\{(?:(?:env|file|sys|vault|secret|kms)\\w*:[^}]*)?[\\w.\u0001-]*:?\\}?|\\$\\([^)]*\\)?|\\$[a-z_]*(?:pass|pwd|secret|token|key)\\w*',
    '\\$\\{\\w+:?\\?[^}]*\\}?',
    '\\{\\{.*|#\\{[\\w.]+\\}?|%[a-z_]+%|:[a-z_]\\w*|\\?',
  ].join('|')})$`,
  'i',
);
const type =
  /^(?:n?(?:var)?char2?|string|str|text|(?:var)?binary|bytes?|blob|clob|(?:big|small|tiny)?int(?:eger)?|long|boolean|bool|double|float|decimal|date|timestamp\w*|struct|array|map|object|http\/[\d.]+|utf-?8|json|enum|uuid|keyboard-interactive|\w{3,12}Type)(?:[(<].*)?$/i;

/** With these words prose goes on behind a name. */
const prose =
  /^(?:raise|return|throw|an?|the|this|that|it|is|was|are|be|been|must|should|shall|can|cannot|could|may|might|will|would|do|does|did|not|no|non|has|have|had|for|of|to|in|on|at|as|by|from|with|without|and|or|but|if|when|than|too|only|please|contains?|expected|expecting|unexpected|unbound|required|missing|invalid|valid|incorrect|correct|wrong|bad|empty|blank|expired|denied|rejected|refused|accepted|failed|failure|error|permission|unknown|mismatch(?:ed)?|matched|found|given|provided|supplied|specified|changed|updated|reset|set|used|using|authentication|verification|validation|encryption|hash(?:ed)?|based|fields?|columns?|types?|values?|parameters?|property|option|files?|policy|string|length|access|user(?:name)?|name|password|passwd|pwd|secret|token|key|keys|credentials?|default|select|where|like|between|distinct|desc|asc|comment|primary|unique|references|check|begin|end|eof|prompt|enabled|disabled|kerberos|basic|digest|bearer|ldap|simple|plain|negotiate|instance|manager|service|provider|host|port|email|role|login|account)$/i;

/** With these it does behind an option. */
const said =
  /^(?:arguments?|parameter|option|flag|field|column|value|length|requires?|needs?|takes?|expects?|is|are|was|were|be|must|should|can(?:not)?|could|may|will|has|had|does|did|not|and|or|but|for|of|to|in|on|at|as|by|from|with|without|if|when|ignored|expired|invalid|missing|required|mismatch|rejected|specified|given|provided|expected|failed|error|authentication|verification|file):?$/;

/** Dates, times, positions in the log of a database. */
const moment =
  /^(?:[\dA-F]{1,4}\/[\dA-F]{5,8}|0x[\da-f]{4}\.[\da-f]{8})$|\d{4}-\d\d-\d\dT\d\d:|^(?:19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d(?:$|[T _-]?\d\d)|^\d\d?:\d\d/;
/** Several folders of which one is a word, or a file with an extension. */
const path =
  /^(?=.*(?:\/[a-z_]{3,}(?:[/.]|=[^=])|^[a-z_]{3,}\/.*\/|\.[a-z]{2,8}$))[\w.=-]*(?:\/[\w.=-]*)+$/;
/** Words, each with a number behind it or before a short unit. */
const identifier =
  /^[/.~@$]{0,2}(?:[A-Za-z]*\d{0,6}|[A-Z]{2,4}\d+|[A-Z]{1,2}[a-z]+(?:[A-Z][a-z]+)*|\d+[A-Za-z]{0,3})(?:[-_./:$,@#*+]{1,2}(?:[A-Za-z]*\d*|\d{8}T\d+Z?|[a-z]+(?:[A-Z][a-z]+)+|\d+[A-Za-z]{0,3}))*$/;

const className = /^(?:[a-z]\w+\.){2,}[A-Z]\w*$/;

/** Letters and digits, mixed as in no word, number, date or path. */
export function looksRandom(value: string, atLeast = 6): boolean {
  if (value.length < atLeast || /\s/.test(value)) return false;
  if (/^[A-Za-z]{10,}$/.test(value))
    return 5 * (value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0) >= 2 * value.length;
  return (
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !moment.test(value) &&
    !identifier.test(value) &&
    !className.test(value) &&
    !path.test(value)
  );
}

/** As people choose where a rule asks for a mark: `Qwer@1234`. */
export const looksChosen = (value: string): boolean =>
  /^(?=.*\d)(?=.*[A-Za-z])(?=\w*[!@#$%^&*~])[^\s/\\()]{6,32}$/.test(value) &&
  !/^\w+@[\w-]+\.|^[a-z_]+\d*@[a-z]+\d*$|^[$@%]/.test(value);

const call = /^[A-Za-z_][\w.]*\(/;

export const saysNothing = (value: string): boolean => placeholder.test(value) || type.test(value);

/** When in doubt, it is hidden. */
export function looksSecret(
  value: string,
  certainty: Certainty,
  binding: Binding,
  quoted: boolean,
): boolean {
  if (certainty === 'weak')
    return (looksRandom(value, 8) && !call.test(value)) || /^[\da-f]{24,}$/i.test(value);
  if (saysNothing(value)) return false;
  if (certainty === 'likely') {
    if (call.test(value)) return false;
    if (looksRandom(value)) return true;
    return (
      ((binding !== 'adjacent' || quoted) && looksChosen(value)) ||
      (binding === 'assigned' &&
        /^(?=.*\d)(?=.*[A-Za-z])(?![a-z]+\d$)[\w+/]{6,}=*$/.test(value) &&
        !moment.test(value))
    );
  }
  switch (binding) {
    case 'assigned':
      return true;
    case 'option':
      return !(/^[A-Z]+$/.test(value) ? prose : said).test(value);
    case 'stated':
    case 'paired':
      return isStated(value);
    case 'prompted':
      return looksRandom(value) || /^(?=.*\d)(?=.*[A-Za-z])[^\s/.]{6,}$/.test(value);
    case 'adjacent':
      return quoted
        ? isStated(value) && value.length > 2
        : looksRandom(value) ||
            /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])\w+-(?:\w+-\w+|[A-Za-z]+\d+)$/.test(value) ||
            looksChosen(value);
    default:
      return binding satisfies never;
  }
}

/** Prose may go on within quotes too. */
function isStated(value: string): boolean {
  const word = /^[A-Za-z]*/.exec(value)?.[0] ?? '';
  const isAlone = word.length === value.length;
  return !prose.test(word) || !(isAlone || /^\s[a-z]/i.test(value.slice(word.length)));
}
