/**
 * RFC 3986: what Alibaba Cloud's signatures mean by encoding. `encodeURIComponent` leaves five
 * characters too many.
 */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The pairs of a raw query, decoded; a key without `=` has an empty value. */
export function pairsOf(query: string): [key: string, value: string][] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const key = at < 0 ? part : part.slice(0, at);
      return [decodeURIComponent(key), at < 0 ? '' : decodeURIComponent(part.slice(at + 1))];
    });
}

/** By code unit, so that the order is the same on every machine. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
