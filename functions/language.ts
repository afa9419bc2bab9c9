export const languages = ['en', 'zh'] as const;

/** What messages are written in. */
export type Language = (typeof languages)[number];

/** The same in every language that messages are written in. */
export type Localised = Readonly<Record<Language, string>>;
