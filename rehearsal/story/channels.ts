/** Who is told in the story. */
export const channels = ['slack', 'email'] as const;
export type ChannelName = (typeof channels)[number];
