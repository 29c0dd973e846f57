import type { z } from 'zod';
import type { campaignEdit, campaignInput, campaignList, CampaignView } from '../../contract/campaigns.ts';
import type { Changed } from '../../contract/crm.ts';
import type { Filter } from '../../domain/contact/filter/filter.ts';
import { filterText } from '../../domain/contact/filter/filter-text.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { type Audience, audienceOf, type Candidate, LEFT_OUT_WORDS, type LeftOutWhy } from '../../domain/marketing/audience.ts';
import { checkTemplate, fillTemplate, type MessageFields, messageText, type Sender } from '../../domain/marketing/message.ts';
import type { CampaignDocument } from '../../domain/marketing/records.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { assetObstacle, carriesText } from '../assets/assets.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { commitSteps, editRecord, heldRecord, newId, sentFields } from '../crm/changes.ts';
import type { StoredRecord } from '../records/definition.ts';
import { recordsOf } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { mailSettings } from '../settings/settings.ts';
import { settingOf } from '../settings/store.ts';
import { campaignDefinition, campaignMessageDefinition, campaignSql } from './campaign-records.ts';
import { optInsOf } from './opt-ins.ts';
import { senderSetting } from './sender-setting.ts';
import { suppressedAddresses } from './suppression.ts';

type Reader = Pick<SignedInPerson, 'person' | 'name'>;

/** Contacts that a segment holds, in the order of the book. A filter that cannot be judged is refused, never read wider. */
export type SegmentOf = (desk: DeskContext, reader: Reader, filter: Filter) => Result<readonly string[], Refusal>;

const EXAMPLES = 3;
const NAMES_SHOWN = 20;
const MESSAGES_SHOWN = 500;

/** Who a campaign names as its sender; null while something that the law wants is not set. */
export const senderOf = (desk: DeskContext): Sender | null => {
  const { address, phone, email } = settingOf(desk, senderSetting);
  const abn = parseAbn(desk.profile.abn);
  return address === '' || email === '' || !abn.ok
    ? null
    : { practice: desk.profile.legalName, abn: formatAbn(abn.value), address, phone, email };
};

const templateRefusal = (where: 'subject' | 'text', at: string): Refusal => ({
  status: 422,
  code: 'campaign-placeholder',
  title: 'A placeholder cannot be filled',
  detail: `“${at}” is none of {{given name}}, {{name}}, {{organisation}}.`,
  where,
  kept: 'Nothing was saved.',
  next: 'Write one of these, or plain words.',
});

const checkedTexts = (input: { readonly subject?: string | undefined; readonly text?: string | undefined }): Refusal | null => {
  for (const where of ['subject', 'text'] as const) {
    const read = checkTemplate(input[where] ?? '');
    if (!read.ok) return templateRefusal(where, read.error.at);
  }
  return null;
};

/** Starts a campaign as a draft. Errors: `campaign-placeholder`, those of `commitRecords`. */
export const addCampaign = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof campaignInput>): Result<Changed, Refusal> => {
  const refused = checkedTexts(input);
  if (refused !== null) return err(refused);
  const document: CampaignDocument = { ...input, state: 'draft', startedAt: null, endedAt: null };
  return commitSteps(desk, person, `Drafted the campaign ${document.name}`, [
    { act: 'create', kind: 'campaign', id: newId(desk), document },
  ]);
};

const underway: Refusal = {
  status: 409,
  code: 'campaign-underway',
  title: 'This campaign has begun',
  detail: 'People have read it as it was; a change would make two campaigns of it.',
  kept: 'It is as it was.',
  next: 'Start a new campaign with the other text.',
};

/** Changes a draft. Errors: `campaign-underway`, `campaign-placeholder`, those of `commitRecords`. */
export const editCampaign = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof campaignEdit>,
): Result<Changed, Refusal> => {
  const held = heldRecord(desk, campaignDefinition, id);
  if (!held.ok) return held;
  if (held.value.document.state !== 'draft') return err(underway);
  const refused = checkedTexts(edit.set);
  if (refused !== null) return err(refused);
  return editRecord(desk, person, campaignDefinition, id, { revision: edit.revision, set: sentFields(edit.set) });
};

/** Up to so many contacts are looked up one by one; for more, reading the whole book is quicker. */
const FEW = 1000;

type ContactRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly deceased: number;
  readonly do_not_contact: number;
};

const candidatesOf = (desk: DeskContext, campaign: string, contacts: readonly string[]): readonly Candidate[] => {
  const optIns = optInsOf(desk, contacts);
  const reached = new Set(
    desk.db.all(campaignSql.selectFrom('campaign_message').select('contact').where('campaign', '=', campaign)).map((row) => row.contact),
  );
  const select = 'select id, name, email, deceased, do_not_contact from contact';
  const found =
    contacts.length > FEW
      ? desk.db.statement<[], ContactRow>(select).all()
      : desk.db.statement<[string], ContactRow>(`${select} where id in (select value from json_each(?))`).all(JSON.stringify(contacts));
  const rows = new Map(found.map((row) => [row.id, row]));
  return contacts.flatMap((contact): readonly Candidate[] => {
    const row = rows.get(contact);
    if (row === undefined) return [];
    const { name, email } = row;
    return [
      {
        contact,
        name,
        email,
        deceased: row.deceased === 1,
        doNotContact: row.do_not_contact === 1,
        optIn: optIns.get(contact) ?? null,
        reached: reached.has(contact),
      },
    ];
  });
};

/** Who a campaign goes to and who not, as things stand now. Errors: those of the segment. */
export const audienceNow = (
  desk: DeskContext,
  reader: Reader,
  campaign: StoredRecord<CampaignDocument>,
  segmentOf: SegmentOf,
): Result<Audience, Refusal> => {
  const contacts = segmentOf(desk, reader, campaign.document.segment);
  return contacts.ok ? ok(audienceOf(candidatesOf(desk, campaign.id, contacts.value), suppressedAddresses(desk))) : contacts;
};

/** What a text may take from a contact. */
export const fieldsFor = (desk: DeskContext, contact: string): MessageFields => {
  const fields = contactById(desk.db, contact)?.fields;
  return {
    'given name': fields?.name?.given ?? fields?.displayName ?? '',
    name: fields?.displayName ?? '',
    organisation: fields?.organisationName ?? '',
  };
};

/** What still stands in the way of sending; empty when it can go. */
export const blockedBy = (desk: DeskContext, { state, asset, text }: CampaignDocument, send: number): CampaignView['blocked'] => {
  const blocked: CampaignView['blocked'] = [];
  const gate = assetObstacle(desk, asset);
  if (gate !== null) blocked.push({ code: 'asset', words: gate, next: 'Open Assets, pass its gates and publish it.' });
  else if (!carriesText(desk, asset, text))
    blocked.push({
      code: 'text',
      words: 'The text is not the one that its asset was cleared with',
      next: 'Take the text of the asset, or change the asset and pass its gates again.',
    });
  if (senderOf(desk) === null)
    blocked.push({
      code: 'sender',
      words: 'The sender is not complete: a street address and an e-mail address are needed (Spam Act 2003 s 17)',
      next: 'Open Settings, Sender of campaigns.',
    });
  if (mailSettings(desk) === null) blocked.push({ code: 'mail', words: 'No mail server is set', next: 'Open Settings, Mail.' });
  if (send === 0 && state === 'draft')
    blocked.push({ code: 'nobody', words: 'Nobody would get it', next: 'Record consent to marketing, or choose another segment.' });
  if (state === 'sent' || state === 'stopped') blocked.push({ code: 'ended', words: 'It has ended', next: 'Start a new campaign.' });
  return blocked;
};

const countsOf = (desk: DeskContext, campaign: string): { readonly sent: number; readonly failed: number } => {
  const rows = desk.db.all(
    campaignSql
      .selectFrom('campaign_message')
      .select(['state', (select) => select.fn.countAll<number>().as('count')])
      .where('campaign', '=', campaign)
      .groupBy('state'),
  );
  const of = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
  return { sent: of('sent') + of('handed-over'), failed: of('failed') };
};

/** Campaigns that are being sent now, each with the job that does it. */
export type Running = ReadonlyMap<string, string>;

const rowOf = (desk: DeskContext, { id, revision, document }: StoredRecord<CampaignDocument>, running: Running) => ({
  id,
  revision,
  name: document.name,
  state: document.state,
  segment: filterText(document.segment),
  ...countsOf(desk, id),
  unsubscribed:
    desk.db
      .statement<[string], { readonly count: number }>(
        "select count(*) as count from record where kind = 'suppression' and removed_at is null and json_extract(document, '$.campaign') = ?",
      )
      .get(id)?.count ?? 0,
  startedAt: document.startedAt,
  endedAt: document.endedAt,
  job: running.get(id) ?? null,
});

/** Every campaign, newest first. */
export const listCampaigns = (desk: DeskContext, running: Running): z.infer<typeof campaignList> => ({
  rows: recordsOf(desk.db, campaignDefinition).map((stored) => rowOf(desk, stored, running)),
});

const grouped = (audience: Audience): CampaignView['audience']['leftOut'] => {
  const byWhy = Map.groupBy(audience.leftOut, (one) => one.why);
  return [...byWhy].map(([why, list]: readonly [LeftOutWhy, readonly { readonly name: string }[]]) => ({
    why,
    words: LEFT_OUT_WORDS[why],
    count: list.length,
    names: list.slice(0, NAMES_SHOWN).map((one) => one.name),
  }));
};

const messagesOf = (desk: DeskContext, campaign: string): CampaignView['messages'] =>
  desk.db
    .statement<[string, number], { readonly document: string }>(
      'select record.document from campaign_message join record on record.id = campaign_message.id where campaign_message.campaign = ? order by campaign_message.at desc limit ?',
    )
    .all(campaign, MESSAGES_SHOWN)
    .map((row) => campaignMessageDefinition.schema.parse(JSON.parse(row.document)))
    .map(({ contact, state, why, at }) => ({
      contact,
      name: contactById(desk.db, contact)?.fields.displayName ?? 'No longer in the book',
      state,
      why,
      at,
    }));

/** A campaign with its audience, three messages as they will be read, and what still stands in the way. Errors: `record-unknown`. */
export const campaignPage = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  { segmentOf, running }: { readonly segmentOf: SegmentOf; readonly running: Running },
): Result<CampaignView, Refusal> => {
  const held = heldRecord(desk, campaignDefinition, id);
  if (!held.ok) return held;
  const { document } = held.value;
  // A segment that cannot be judged is shown with its reason: who reads it has to be able to mend it.
  const found = audienceNow(desk, person, held.value, segmentOf);
  const audience = found.ok ? found.value : { send: [], leftOut: [] };
  const unjudged = found.ok ? [] : [{ code: 'segment', words: found.error.detail, next: found.error.next ?? 'Change the segment.' }];
  const sender = senderOf(desk);
  const { send } = audience;
  return ok({
    ...rowOf(desk, held.value, running),
    subject: document.subject,
    text: document.text,
    asset: document.asset,
    segmentFilter: document.segment,
    audience: {
      send: send.length,
      leftOut: grouped(audience),
      examples: send.slice(0, EXAMPLES).map((one) => {
        const fields = fieldsFor(desk, one.contact);
        return {
          contact: one.contact,
          name: one.name,
          to: one.email,
          subject: fillTemplate(document.subject, fields),
          text:
            sender === null
              ? fillTemplate(document.text, fields)
              : messageText(document.text, fields, { sender, code: 'XXXX-XXXX', basis: one.optIn?.basis ?? 'express' }),
        };
      }),
    },
    perMinute: settingOf(desk, senderSetting).perMinute,
    blocked: [...unjudged, ...blockedBy(desk, document, send.length).filter((one) => found.ok || one.code !== 'nobody')],
    messages: messagesOf(desk, id),
  });
};
