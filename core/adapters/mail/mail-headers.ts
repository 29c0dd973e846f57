/** Message-ID (RFC 5322) of a message: the same for the same one. */
export const messageIdOf = (id: string, from: string): string => `<${id}@${/@([A-Za-z0-9.-]+)/u.exec(from)?.[1] ?? 'localhost'}>`;

/** Headers of a message that a program sends by itself: nobody answers it (RFC 3834), one press stops it (RFC 8058), its id survives a provider that sets its own. */
export const automatic = (id: string, unsubscribe: string | null): Readonly<Record<string, string>> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Flip360-Notice': id,
  ...(unsubscribe === null ? {} : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
});
