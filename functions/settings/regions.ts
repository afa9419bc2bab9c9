import type { Endpoint } from './endpoint.ts';

/** A region id such as `cn-shanghai` or `cn-shanghai-finance-1`. */
export const isRegion = (text: string): boolean =>
  /^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(text) && !text.startsWith('oss-');

/** https://www.alibabacloud.com/help/en/maxcompute/user-guide/api-maxcompute-2022-01-04-endpoint */
export const mmsEndpointIn = (region: string): Endpoint => ({
  protocol: 'https',
  host: `maxcompute.${region}.aliyuncs.com`,
});

/**
 * The public endpoint; https://www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints
 */
export const ossEndpointIn = (region: string): Endpoint => ({
  protocol: 'https',
  host: `oss-${region}.aliyuncs.com`,
});

const regionId = '((?:cn|ap|eu|us|me|na|sa|af|rus)-[a-z0-9-]+?)';
const ossHosts = [
  new RegExp(`^oss-${regionId}(?:-internal)?(?:[.:]|$)`),
  new RegExp(`^${regionId}\\.oss\\.aliyuncs\\.com(?::|$)`),
];

/**
 * The region that an OSS host names: `oss-<region>`, `oss-<region>-internal`, or the dual-stack
 * `<region>.oss`.
 * `undefined` for a host that serves several (`oss-accelerate`) and for one that is not OSS's own.
 */
export function regionOfOssHost(host: string): string | undefined {
  for (const pattern of ossHosts) {
    const region = pattern.exec(host)?.[1];
    if (region !== undefined) return region;
  }
  return undefined;
}

/**
 * `bucket.oss-cn-hangzhou.aliyuncs.com`: the console shows it as the bucket's domain, but it is no
 * endpoint.
 */
export const isBucketDomain = (host: string): boolean =>
  /^[^.]+\.oss-[a-z0-9-]+\.aliyuncs\.com(?::|$)/.test(host);
