import { FIGURES } from './cast.ts';
import { enterSettings, publishRule, signAgreements, statePayeeAccounts } from './scenes/agree.ts';
import { exportPack } from './scenes/evidence.ts';
import { foundOffice, joinPractices, trustFile } from './scenes/found.ts';
import { prepareAndApprove, readStatement, releaseAndExport } from './scenes/pay.ts';
import { importContacts, makeReferral, takeIn } from './scenes/refer.ts';
import { agree, attestOutcome, confirmPayment, correct, disagree, referralNow, settleWrongly } from './scenes/settle.ts';
import { type Stage, StoryFailed, type Written } from './stage.ts';

/** What the story ended with. Amounts in cents. */
export type StoryEnd = {
  readonly net: string;
  readonly referral: string;
  readonly rule: string;
  readonly contacts: { readonly rows: number; readonly imported: number };
  readonly commission: number;
  readonly gst: number;
  readonly paid: number;
  readonly batch: string;
  readonly pack: {
    readonly zip: Written;
    readonly bytes: Uint8Array;
    readonly interim: boolean;
    readonly label: string;
  };
  readonly trust: { readonly file: Written; readonly text: string };
};

/** Days from the first morning to the end of the story, and how many steps it tells. */
export const LAST_DAY = 59;
export const STEPS = 24;

const DAY_MS = 86_400_000;

/** Sydney dates of the story's days; the story stays within standard time but for its end, and acts at 9:00 or later. */
const dates = (firstMorning: string) => {
  const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney', dateStyle: 'short' });
  return (day: number): string => zone.format(new Date(Date.parse(firstMorning) + day * DAY_MS));
};

/**
 * Plays the whole story: three desks that know each other only by files, from their first run to the evidence pack. Throws
 * `DeskRefused` where a desk refuses a step, Error where a step has another end than the story needs.
 */
export const playStory = async (stage: Stage, firstMorning: string): Promise<StoryEnd> => {
  const date = dates(firstMorning);
  const { carry } = stage;

  const office = await stage.step('The network office founds a test network', () => foundOffice(stage));
  await stage.connect(office);
  const rule = await stage.step('A rule is proposed, approved by two and published', () => publishRule(stage, office, date(0)));
  await stage.step('The office states its account', () => statePayeeAccounts(stage, [office]));
  const { smith, abc } = await stage.step('Two practices set their desks up and are registered', () => joinPractices(stage, office));
  await stage.connect(smith);
  await stage.connect(abc);
  await stage.step('The register reaches both', async () => {
    await carry(office, smith);
    await carry(office, abc);
    await carry(smith, abc);
    await carry(abc, smith);
    await enterSettings(stage, smith, abc);
  });
  await stage.step('Agreements and accounts are signed', async () => {
    await statePayeeAccounts(stage, [smith]);
    await signAgreements(stage, smith, abc, date(0));
  });
  const contacts = await stage.step('Contacts are imported', () => importContacts(stage, smith));

  await stage.on(1, 60);
  const referral = await stage.step('Intent', () => makeReferral(stage, smith, abc));
  await stage.step('The client consents and acknowledges', () => stage.clientSigns(smith, abc, referral, 1));
  await stage.step('The details are passed on', async () => {
    await stage.act(smith, smith.house.first.name, { act: 'pass-details', referral });
    await carry(smith, abc);
  });
  await stage.on(3, 30);
  await stage.step('Receipt, intake, qualification', async () => {
    await takeIn(stage, abc, referral, date(3));
    await carry(abc, smith);
  });
  await stage.on(30, 90);
  await stage.step('Settlement with a wrong amount', async () => {
    await settleWrongly(stage, abc, referral, date(30));
    await carry(abc, smith);
  });
  await stage.on(31, 15);
  await stage.step('Smith disagrees', async () => {
    await disagree(stage, smith, referral);
    await carry(smith, abc);
  });
  await stage.step('A signed correction', async () => {
    await correct(stage, abc, referral, date(30));
    await carry(abc, smith);
  });
  await stage.on(32, 15);
  await stage.step('Smith agrees', async () => {
    await agree(stage, smith, referral);
    await carry(smith, abc);
  });
  await stage.on(42, 120);
  await stage.step('The client confirms the outcome', async () => {
    await stage.clientSigns(smith, abc, referral, 4);
    await attestOutcome(stage, smith, referral);
    await carry(smith, abc);
    await attestOutcome(stage, abc, referral);
    await carry(abc, smith);
  });

  await stage.on(57, 60);
  const batch = await stage.step('A batch is prepared and approved', () => prepareAndApprove(stage, abc, date(58)));
  const released = await stage.step('Release, payment file, tax invoice', () => releaseAndExport(stage, abc, batch));
  await stage.on(59, 60);
  await stage.step('A bank line settles it', () => readStatement(stage, abc, released));
  await stage.step('The record reaches Smith', () => carry(abc, smith));
  await stage.step('Smith confirms that the payment arrived', () => confirmPayment(stage, smith, referral));
  const money = (await referralNow(stage, smith, referral)).money;
  if (money.commission !== FIGURES.commission || money.gst !== FIGURES.gst)
    throw new StoryFailed(`Smith’s desk reads ${money.commission ?? 0} and ${money.gst ?? 0} cents, not the figures of the story`);
  await stage.step('The payee’s word reaches ABC Finance', () => carry(smith, abc));
  const pack = await stage.step('The evidence pack', () => exportPack(stage, smith, referral));
  await stage.step('The office gets its exchange file', async () => {
    // ABC's events name events of Smith's, which the second file brings.
    await carry(abc, office, false);
    await carry(smith, office);
  });
  const trust = await trustFile(stage, office);
  const text = Buffer.from(trust.base64, 'base64').toString('utf8');
  return {
    net: /^net ([0-9a-f]{64})$/mu.exec(text)?.[1] ?? '',
    referral,
    rule,
    contacts,
    commission: money.commission,
    gst: money.gst,
    paid: released.totals.leaves,
    batch,
    pack,
    trust: { file: stage.keep('.', trust, 'network.flip360-trust'), text },
  };
};
