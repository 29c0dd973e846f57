import { z } from 'zod';
import { privacyDocument, type PrivacyDocument } from '../../contract/privacy.ts';
import { PRIVACY_DOCUMENTS, type PrivacyDocumentName } from '../../domain/legal/law-files.ts';
import type { RetentionPeriods } from '../../domain/privacy/retention.ts';
import { limitOn, privacyDocumentOn } from '../legal/law.ts';
import type { SettingDefinition } from '../settings/store.ts';
import type { Shipped } from '../shipped.ts';

/** The newest version that ships: a practice that has not published its own starts from it. */
const NEWEST = '9999-12-31';

const years = z.int({ error: 'Enter whole years.' }).min(1, 'At least one year.').max(100);
const days = z.int({ error: 'Enter whole days.' }).min(1, 'At least one day.').max(3650);

const shippedPeriods = (desk: Shipped): RetentionPeriods => ({
  recordYears: limitOn(desk, 'retention-records', NEWEST).value,
  removedDays: limitOn(desk, 'retention-removed', NEWEST).value,
  auditYears: limitOn(desk, 'retention-audit', NEWEST).value,
  importDays: limitOn(desk, 'retention-import', NEWEST).value,
});

/** How long the practice keeps what (A010). */
export const retentionSetting: SettingDefinition<RetentionPeriods> = {
  name: 'retention',
  title: 'Retention',
  touches: 'When a contact without activity is removed, when what was removed is erased for good, how long logs and import files stay.',
  schema: z.strictObject({ recordYears: years, removedDays: days, auditYears: years, importDays: days }),
  permission: 'manage-privacy',
  initial: shippedPeriods,
  words: ({ recordYears, removedDays, auditYears, importDays }) =>
    `records ${String(recordYears)} years, removed ${String(removedDays)} days, logs ${String(auditYears)} years, import files ${String(importDays)} days`,
};

export type PrivacyContact = { readonly officer: string; readonly phone: string; readonly email: string; readonly address: string };

const contactLine = z.string().trim().max(200);

/** Whom people turn to with questions and complaints: on receipts, notices and the policy. */
export const privacyContactSetting: SettingDefinition<PrivacyContact> = {
  name: 'privacy-contact',
  title: 'Privacy contact',
  touches: 'Whom receipts, notices and the privacy policy name for questions, withdrawals and complaints.',
  schema: z.strictObject({ officer: contactLine, phone: contactLine, email: contactLine, address: contactLine }),
  permission: 'manage-privacy',
  initial: () => ({ officer: '', phone: '', email: '', address: '' }),
  words: ({ officer, phone, email, address }) => [officer, phone, email, address].filter((part) => part !== '').join(', ') || 'not set',
};

const documentSetting = (name: PrivacyDocumentName, title: string): SettingDefinition<PrivacyDocument> => ({
  name,
  title,
  touches: 'What the practice publishes and prints under this title. Words in {braces} are filled in by the program.',
  schema: privacyDocument.strict(),
  permission: 'manage-privacy',
  initial: (desk) => {
    const { version, sections } = privacyDocumentOn(desk, name, NEWEST);
    return { basedOn: version, sections: sections.map((section) => ({ ...section, paragraphs: [...section.paragraphs] })) };
  },
  words: ({ basedOn, sections }) => `${String(sections.length)} sections, from the text ${basedOn}`,
});

/** The published documents, each a versioned setting. */
export const documentSettings: Readonly<Record<PrivacyDocumentName, SettingDefinition<PrivacyDocument>>> = {
  'privacy-policy': documentSetting('privacy-policy', 'Privacy policy'),
  'collection-notice': documentSetting('collection-notice', 'Collection notice'),
  'privacy-impact-assessment': documentSetting('privacy-impact-assessment', 'Privacy impact assessment'),
};

/** Every setting of privacy. */
export const privacySettings: readonly SettingDefinition[] = [
  retentionSetting,
  privacyContactSetting,
  ...PRIVACY_DOCUMENTS.map((name) => documentSettings[name]),
];
