import type { Assurance, ConsentFacts } from '../referral/state.ts';

export type AssuranceWords = {
  readonly keyWords: string;
  readonly deviceWords: string;
  readonly invitedWords: string;
  readonly limits: string | null;
};

const KEYS: Readonly<Record<Assurance['key'], string>> = {
  'person-key': 'Key of a registered person',
  'person-key-with-passkey': 'Key of a registered person, with passkey',
  attested: 'Passkey, attested hardware',
  passkey: 'Passkey bound to one device',
  synced: 'Passkey that may be copied between devices',
  software: 'One-time key after a code',
};

/**
 * The three facts of assurance in words: never more than was recorded. `nameOf` gives a practice's name; `test` marks keys of a
 * test network.
 */
export const assuranceWords = (assurance: Assurance, nameOf: (practice: string) => string, test: boolean): AssuranceWords => {
  const { device, invited, vouched } = assurance;
  const place = device.practice === null ? '' : nameOf(device.practice);
  const key = vouched === null ? KEYS[assurance.key] : `${KEYS[assurance.key]}; identified by a named person`;
  return {
    keyWords: test ? `${key} (test key)` : key,
    deviceWords: device.owner === 'client' ? 'Client’s own device' : device.owner === 'desk' ? `Desk of ${place}` : `Desk of ${place}`,
    invitedWords: invited === null ? 'Does not apply' : `By ${nameOf(invited.practice)}, ${CHANNELS[invited.channel]}`,
    limits: device.owner === 'desk' ? `Statement of ${place}, ${assurance.key}, not witnessed` : null,
  };
};

const CHANNELS = { email: 'by e-mail', sms: 'by text message', 'in-person': 'in person' } as const;

/** How a consent was taken back: by a new key it is the client's own statement once both members have attested it. */
export const withdrawalWords = (withdrawn: ConsentFacts['withdrawn']): string =>
  withdrawn?.byNewKey !== true
    ? 'Withdrawn'
    : withdrawn.attestedBy.length < 2
      ? 'Withdrawn by a new key after a code, not confirmed by both practices yet'
      : 'Withdrawn by a new key after a code, confirmed by both practices';
