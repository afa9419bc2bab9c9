type Said = Readonly<{
  code: string;
  status: number | undefined;
  requestId: string;
  message: string;
}>;

/**
 * What a service answered, for people: `NoSuchBucket (HTTP 404, request 5C3D…): The specified
 * bucket does not exist.`
 */
export function serviceSaid({ code, status, requestId, message }: Said): string {
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(requestId === '' ? [] : [`request ${requestId}`]),
  ];
  const head = [code, ...(facts.length === 0 ? [] : [`(${facts.join(', ')})`])]
    .filter((part) => part !== '')
    .join(' ');
  return [head, message].filter((part) => part !== '').join(': ');
}
