export const languages = ['en', 'zh'] as const;
/** What messages are written in. */
export type Language = (typeof languages)[number];
