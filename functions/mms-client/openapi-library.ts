/** Both together, so that what they share is bundled once. */
export * from '@alicloud/openapi-client';
export { default } from '@alicloud/openapi-client';
export { RuntimeOptions } from '@alicloud/tea-util';
