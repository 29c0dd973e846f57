/** The style nonce that the server wrote into this response, or nothing in development. */
export const readNonce = (page: Document): string | undefined => {
  const value = page.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  return value === '' || value.startsWith('__') ? undefined : value;
};
