/** What messages are written in. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export type Localised = Readonly<Record<Language, string>>;
