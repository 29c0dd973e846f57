import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { testAuthenticator, type TestAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import {
  type Act,
  passkeyChallenge,
  passkeyOptions,
  prepared,
  type Prepared,
  signed,
  type signInput,
  type Signed,
} from '../../contract/acts.ts';
import { signedIn } from '../../contract/status.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import { deskClient, type DeskClient } from '../desk-client.ts';
import { SAMPLE_PIN } from './cast.ts';
import type { DemoDesk } from './demo-desk.ts';

type SignInput = z.input<typeof signInput>;

/** A person of the story at their desk: signs in, enrols a test authenticator, signs acts. */
export type Person = {
  readonly name: string;
  readonly id: string;
  readonly api: DeskClient;
  readonly signIn: () => Promise<void>;
  readonly signOut: () => void;
  /** The session's bearer token; null while nobody is signed in. */
  readonly token: () => string | null;
  readonly enrolPasskey: () => Promise<void>;
  /** What signs a prepared act: every tick, and the passkey's assertion where one is enrolled. */
  readonly answerTo: (draft: Prepared) => SignInput;
  /** Prepares an act, ticks what it asks, gives the passkey assertion where one is enrolled, signs. */
  readonly act: (act: Act) => Promise<Signed>;
};

const bytesOf = (text: string): Bytes => {
  const bytes = base64urlToBytes(text);
  if (!bytes.ok) throw new Error('a desk gave text that is not base64url');
  return bytes.value;
};

/** The test authenticator of a person: a function of seed, house and name, so that two runs sign the same bytes. */
export const samplePasskey = (seed: number, folder: string, name: string): TestAuthenticator =>
  testAuthenticator(Uint8Array.from(createHash('sha256').update(`flip360 demo passkey\n${seed}\n${folder}\n${name}`).digest()));

/** A person of a demo desk. `enrolled` is the passkey by which the desk knows them already; null before they enrol one. */
export const personAt = (
  desk: DemoDesk,
  seed: number,
  facts: { readonly id: string; readonly name: string },
  enrolled: TestAuthenticator | null = null,
): Person => {
  const state: { token: string | null; passkey: TestAuthenticator | null } = {
    token: null,
    passkey: enrolled,
  };
  const api = deskClient(desk.connection, () => state.token);
  const ceremony = (rpId: string, challenge: string) => ({
    rpId,
    origin: desk.statedOrigin,
    challenge: bytesOf(challenge),
  });

  const assertion = (passkey: TestAuthenticator, rpId: string, challenge: string) => {
    const given = passkey.assert(ceremony(rpId, challenge));
    return {
      credential: bytesToBase64url(passkey.credential),
      authenticatorData: bytesToBase64url(given.authenticatorData),
      clientDataJSON: bytesToBase64url(given.clientDataJSON),
      sig: bytesToBase64url(given.signature),
    };
  };

  const answerTo = (draft: Prepared): SignInput => {
    const { challenge, rpId } = draft.assertion;
    const answer = state.passkey === null || challenge === null || rpId === null ? null : assertion(state.passkey, rpId, challenge);
    return { ticks: draft.ticks.map((tick) => tick.id), assertion: answer };
  };

  return {
    ...facts,
    api,
    token: () => state.token,
    signIn: async () => {
      if (state.token !== null) return;
      const answer = await api.send('POST', '/sign-in', { person: facts.id, pin: SAMPLE_PIN }, signedIn);
      state.token = answer.token;
    },
    signOut: () => {
      state.token = null;
    },
    enrolPasskey: async () => {
      const passkey = samplePasskey(seed, desk.house.folder, facts.name);
      const options = await api.send('POST', '/passkeys/options', {}, passkeyOptions);
      const made = passkey.register(ceremony(options.rpId, options.challenge));
      const challenge = await api.send(
        'POST',
        '/passkeys',
        {
          attestationObject: bytesToBase64url(made.attestationObject),
          clientDataJSON: bytesToBase64url(made.clientDataJSON),
          label: 'Test authenticator',
        },
        passkeyChallenge,
      );
      await api.send(
        'POST',
        '/passkeys/proof',
        {
          enrolment: challenge.enrolment,
          assertion: assertion(passkey, challenge.rpId, challenge.challenge),
        },
        signed,
      );
      state.passkey = passkey;
    },
    answerTo,
    act: async (act) => {
      const draft = await api.send('POST', '/acts', { act }, prepared);
      return api.send('POST', `/acts/${draft.draft}/sign`, answerTo(draft), signed);
    },
  };
};
