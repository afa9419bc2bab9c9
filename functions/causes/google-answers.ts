/**
 * What Google Cloud answered: its message alone, whichever client wrote it down, since that says
 * all that its status and its reason say. Java's writes the whole answer below the request,
 * Python's the statement below the message. https://cloud.google.com/bigquery/docs/error-messages
 */
const request =
  '(?:[\\w.]{0,200}GoogleJsonResponseException: )?\\d{3} [A-Za-z ]{2,40}\\s{1,4}(?:(?:GET|POST|PUT|PATCH|DELETE) \\S{1,2000}\\s{1,4})?';
const beginning = new RegExp(`(?:${request})?\\{\\s{0,8}"(?:code|error)"\\s?:`);
const messageField = /"message"\s?:\s?"((?:[^"\\\n]|\\.){1,1500})"/;
const end = /"status"\s?:\s?"[A-Z_]{2,40}"(?:\s{0,8}\}){1,2}/;
const longest = 6_000;
/** More of them are the same one, tried again. */
const most = 8;
/** Words; a shorter message (`Precondition Failed`) needs its reason. */
const fullSentence = 5;

/** The text with the answers of Google Cloud as their messages. */
export function googleAnswersAlike(text: string): string {
  let done = '';
  let left = text;
  for (let round = 0; round < most && left.includes('"message"'); round += 1) {
    const start = beginning.exec(left)?.index;
    if (start === undefined) break;
    const answer = left.slice(start, start + longest);
    const ended = end.exec(answer);
    const message = messageField.exec(answer);
    if (ended === null || message?.[1] === undefined || message.index > ended.index) break;
    const length = ended.index + ended[0].length;
    const told =
      message[1].split(' ').length >= fullSentence
        ? message[1].replace(/\\(.)/g, '$1')
        : answer.slice(0, length);
    done += left.slice(0, start) + told;
    left = left.slice(start + length);
  }
  return withoutStatement(done + left);
}

function withoutStatement(text: string): string {
  const at = text.indexOf('-----Query Job SQL Follows-----');
  return at < 0 ? text : text.slice(0, at);
}
