/** An Ed25519 key that signs on this page and nowhere else. Its private part cannot be read out, is never stored and ends with the page. */
export interface PlainOneTimeKey {
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Makes a one-time Ed25519 key in this page (RFC 8032). Rejects where the browser knows no Ed25519. */
export const newOneTimeKey = async (): Promise<PlainOneTimeKey> => {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('an Ed25519 key is a pair');
  return {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message)),
  };
};
