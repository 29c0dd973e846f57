import { type TestAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { passkeyChallenge, passkeyOptions } from '../../contract/acts.ts';
import { base64urlToBytes, bytesToBase64url, type Bytes } from '../../protocol/bytes.ts';
import type { TestHost } from '../open-desk.fixture.ts';

export const rp = { rpId: 'desk.test', origin: 'https://desk.test' };
const bytesOf = (text: string): Bytes => {
  const bytes = base64urlToBytes(text);
  if (!bytes.ok) throw new Error('not base64url');
  return bytes.value;
};

/** Begins to enrol an authenticator of the person who is signed in. */
export const begin = async (host: TestHost, token: string, key: TestAuthenticator, label = 'Security key', origin = rp.origin) => {
  const options = passkeyOptions.parse((await host.call('POST', '/passkeys/options', undefined, token)).json);
  const made = key.register({ ...rp, origin, challenge: bytesOf(options.challenge) });
  return host.call(
    'POST',
    '/passkeys',
    {
      attestationObject: bytesToBase64url(made.attestationObject),
      clientDataJSON: bytesToBase64url(made.clientDataJSON),
      label,
    },
    token,
  );
};

/** What an authenticator answers to a challenge, as the window hands it in. */
export const assertionOf = (key: TestAuthenticator, challenge: string, change: (sig: Bytes) => Bytes = (sig) => sig) => {
  const made = key.assert({ ...rp, challenge: bytesOf(challenge) });
  return {
    credential: bytesToBase64url(key.credential),
    authenticatorData: bytesToBase64url(made.authenticatorData),
    clientDataJSON: bytesToBase64url(made.clientDataJSON),
    sig: bytesToBase64url(change(made.signature)),
  };
};

/** Enrols an authenticator of the person who is signed in. */
export const enrol = async (host: TestHost, token: string, key: TestAuthenticator, change?: (sig: Bytes) => Bytes) => {
  const challenge = passkeyChallenge.parse((await begin(host, token, key)).json);
  return host.call(
    'POST',
    '/passkeys/proof',
    { enrolment: challenge.enrolment, assertion: assertionOf(key, challenge.challenge, change) },
    token,
  );
};
