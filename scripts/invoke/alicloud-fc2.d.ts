/** The library brings no types. https://github.com/aliyun/fc-nodejs-sdk */
declare module '@alicloud/fc2' {
  export default class FcClient {
    constructor(
      accountId: string,
      config: Readonly<{
        accessKeyID: string;
        accessKeySecret: string;
        /** Sent only where the key's id begins with `STS`. */
        securityToken?: string;
        region: string;
        /** https, which is not the default. */
        secure?: boolean;
        endpoint?: string;
        timeout?: number;
      }>,
    );
    /** Of the API: the first part of every path. */
    version: string;
    /** A body of JSON is parsed, any other is text. */
    post(
      path: string,
      body: string,
      headers?: Readonly<Record<string, string>>,
    ): Promise<Readonly<{ headers: Readonly<Record<string, string | undefined>>; data: unknown }>>;
  }
}
