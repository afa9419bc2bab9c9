/** The signer of `ali-oss` alone: its client would take five times as long to load. */
declare module 'ali-oss/lib/common/signUtils.js' {
  const signer: Readonly<{
    /** The value of the Authorization header, for lower-case `headers` that hold `x-oss-date`. */
    authorizationV4: (
      accessKeyId: string,
      accessKeySecret: string,
      region: string,
      method: string,
      request: Readonly<{
        headers: Readonly<Record<string, string>>;
        queries: Readonly<Record<string, string | null>>;
      }>,
      bucket: string,
      object: string,
    ) => string;
  }>;
  export default signer;
}
