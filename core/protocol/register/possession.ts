import { base64urlToBytes } from '../bytes.ts';
import { ed25519KeyOfSpki, verifyEd25519Strict } from '../ed25519.ts';
import type { KnownEvent } from '../event/event.ts';
import { keyProofMessage, type KeyProofClaim } from '../messages.ts';
import type { Primitives } from '../primitives.ts';
import { keyIdOfSpki } from '../record.ts';
import { parseVerifierKey } from '../note.ts';
import { verifyAssertion } from '../webauthn.ts';
import type { Credential } from './state.ts';

type Claimed = {
  readonly key: string;
  readonly spki: string;
  readonly alg: 'ed25519' | 'webauthn-es256' | 'webauthn-rs256';
  readonly credential?: Credential | undefined;
  readonly proof: { readonly sig: string } | { readonly authenticatorData: string; readonly clientDataJSON: string; readonly sig: string };
};

/**
 * True when every key that a register event states is its SPKI's hash and is proven to be held (protocol §5.3). Events that state
 * no key pass.
 */
export const provesPossession = (event: KnownEvent, primitives: Primitives): boolean => {
  switch (event.type) {
    case 'registrar.appointed':
      return (
        hashes(event.body.registrar, primitives) &&
        event.body.threshold <= event.body.roots.length &&
        new Set(event.body.roots.map((root) => root.spki)).size === event.body.roots.length
      );
    case 'registrar.replaced':
      return hashes(event.body.registrar, primitives);
    case 'practice.registered': {
      const { practice, desk, person, personKey, deskKey } = event.body;
      return (
        namesNoteKeys(event.body, primitives) &&
        provesKey(personKey, { desk, key: personKey.key, person: person.person, practice, use: 'sign' }, primitives) &&
        provesKey(deskKey, { desk, key: deskKey.key, person: null, practice, use: 'desk' }, primitives)
      );
    }
    case 'practice.recovered': {
      const { practice, desk, person, personKey, deskKey } = event.body;
      return (
        namesNoteKeys(event.body, primitives) &&
        provesKey(personKey, { desk, key: personKey.key, person, practice, use: 'sign' }, primitives) &&
        provesKey(deskKey, { desk, key: deskKey.key, person: null, practice, use: 'desk' }, primitives)
      );
    }
    case 'key.registered': {
      const { practice, desk, person, use, key } = event.body;
      return provesKey(event.body, { desk, key, person, practice, use }, primitives);
    }
    case 'key.deskRegistered':
      return namesNoteKeys(event.body, primitives);
    default:
      return true;
  }
};

/** The names of the keys that sign a desk's notes (protocol §5.3). */
export const noteKeyName = (practice: string, desk: string, use: 'log' | 'pack'): string => `flip360/${practice}/${desk}/${use}`;

type NoteKeys = {
  readonly practice: string;
  readonly desk: string;
  readonly log: string;
  readonly pack: string;
};

const namesNoteKeys = ({ practice, desk, log, pack }: NoteKeys, primitives: Primitives): boolean =>
  (
    [
      ['log', log],
      ['pack', pack],
    ] as const
  ).every(([use, text]) => {
    const key = parseVerifierKey(primitives, text);
    return key.ok && key.value.type === 'ed25519' && key.value.name === noteKeyName(practice, desk, use);
  });

const hashes = (claimed: { readonly key: string; readonly spki: string }, primitives: Primitives): boolean => {
  const spki = base64urlToBytes(claimed.spki);
  return spki.ok && ed25519KeyOfSpki(spki.value).ok && keyIdOfSpki(primitives, spki.value) === claimed.key;
};

/** True when a stated key is its SPKI's hash and its proof is by that key over the claim (protocol §5.3). */
export const provesKey = (claimed: Claimed, claim: KeyProofClaim, primitives: Primitives): boolean => {
  if (
    claimed.key !== claim.key ||
    (claim.use === 'passkey') !== (claimed.alg !== 'ed25519') ||
    (claim.use === 'desk') !== (claim.person === null)
  )
    return false;
  const spki = base64urlToBytes(claimed.spki);
  const signature = base64urlToBytes(claimed.proof.sig);
  if (!spki.ok || !signature.ok || keyIdOfSpki(primitives, spki.value) !== claimed.key) return false;
  const message = keyProofMessage(claim);
  if (claimed.alg === 'ed25519') {
    const publicKey = ed25519KeyOfSpki(spki.value);
    return (
      publicKey.ok && !('authenticatorData' in claimed.proof) && verifyEd25519Strict(primitives, publicKey.value, message, signature.value)
    );
  }
  if (!('authenticatorData' in claimed.proof) || claimed.credential === undefined) return false;
  const authenticatorData = base64urlToBytes(claimed.proof.authenticatorData);
  const clientDataJSON = base64urlToBytes(claimed.proof.clientDataJSON);
  if (!authenticatorData.ok || !clientDataJSON.ok) return false;
  return verifyAssertion({
    ceremony: 'webauthn.get',
    primitives,
    spki: spki.value,
    alg: claimed.alg,
    authenticatorData: authenticatorData.value,
    clientDataJSON: clientDataJSON.value,
    signature: signature.value,
    challenge: primitives.sha256(message),
    rpId: claimed.credential.rpId,
    origins: claimed.credential.origins,
    requireUserVerification: true,
  }).ok;
};
