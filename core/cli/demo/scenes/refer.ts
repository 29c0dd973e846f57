import { contactList } from '../../../contract/contact-list.ts';
import { importPreview, importResult } from '../../../contract/imports.ts';
import { referralOptions } from '../../../contract/referrals.ts';
import { ABC, FIGURES, SMITH } from '../cast.ts';
import { type Seat, type Stage, StoryFailed } from '../stage.ts';

/** Smith imports the sample contacts: preview, then one named batch; what is counted in is counted out. */
export const importContacts = async (stage: Stage, smith: Seat): Promise<{ readonly rows: number; readonly imported: number }> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const preview = await api.send(
    'POST',
    '/imports/preview',
    { name: 'contacts-sample.csv', base64: Buffer.from(stage.contacts).toString('base64') },
    importPreview,
  );
  const result = await api.send(
    'POST',
    `/imports/${preview.import}/commit`,
    { name: 'Sample contacts', skipBlocked: true, duplicates: 'leave-out' },
    importResult,
  );
  return { rows: result.counts.rows, imported: result.counts.imported };
};

/** Intent with the rule pinned, signed with a passkey. Answers the referral's identity. */
export const makeReferral = async (stage: Stage, smith: Seat, abc: Seat): Promise<string> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const found = await api.get(`/contacts?q=${encodeURIComponent(stage.client.name)}`, contactList);
  const contact = found.rows[0]?.id;
  if (contact === undefined) throw new StoryFailed(`${stage.client.name} is not among the imported contacts`);
  const options = await api.get(`/referrals/options?contact=${contact}`, referralOptions);
  const rule = options.rules[0]?.hash;
  const purpose = options.purposes.find((entry) => entry.product === 'home-loan');
  if (rule === undefined || purpose === undefined) throw new StoryFailed('no rule or purpose is offered for the referral');
  const signed = await stage.act(smith, SMITH.first.name, {
    act: 'intent',
    contact,
    receiver: abc.practice,
    purpose: purpose.code,
    product: purpose.product,
    purposeWords: stage.client.purposeWords,
    rule,
    estimate: FIGURES.estimate,
    duplicateConfirmed: false,
    recordedConsent: null,
  });
  if (signed.referral === null) throw new StoryFailed('the desk did not say which referral was made');
  return signed.referral;
};

/** Passes the details on and takes the referral in: receipt, first contact, intake, qualification. */
export const takeIn = async (stage: Stage, abc: Seat, referral: string, contactedOn: string): Promise<void> => {
  const helen = ABC.first.name;
  await stage.act(abc, helen, { act: 'confirm-receipt', referral });
  await stage.act(abc, helen, {
    act: 'intake',
    referral,
    contactedOn,
    checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true },
    conflict: { checked: true, found: false },
  });
  await stage.act(abc, helen, { act: 'qualify', referral });
};
