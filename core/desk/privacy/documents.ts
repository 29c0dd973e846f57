import { PRIVACY_DOCUMENTS, type PrivacyDocumentName } from '../../domain/legal/law-files.ts';
import { automatedDecisionsOn, limitOn } from '../legal/law.ts';
import { recordsOf } from '../records/stored-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { DeskContext } from '../context.ts';
import { settingOf, settingVersionOf } from '../settings/store.ts';
import { overseasDefinition } from './privacy-records.ts';
import { documentSettings, privacyContactSetting, retentionSetting } from './privacy-settings.ts';

/** A privacy document as it reads now. `open` names what the practice has not filled in. */
export type FilledDocument = {
  readonly name: PrivacyDocumentName;
  readonly title: string;
  readonly version: number;
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[];
  readonly open: readonly string[];
};

const NOT_SET = 'not recorded';

const valuesOf = (desk: DeskContext): Readonly<Record<string, string>> => {
  const today = dateIn(desk.zone, desk.clock.now());
  const { officer, phone, email, address } = settingOf(desk, privacyContactSetting);
  const overseas = recordsOf(desk.db, overseasDefinition).map(
    ({ document }) => `${document.name} in ${document.country} (${document.what})`,
  );
  const decisions = automatedDecisionsOn(desk, today).decisions.map(
    (decision) => `${decision.name}: ${decision.decides}. ${decision.effect}`,
  );
  const contact = [phone, email, address].filter((part) => part !== '').join(', ');
  return {
    practice: desk.profile.legalName,
    abn: desk.profile.abn.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/u, '$1 $2 $3 $4'),
    officer: officer === '' ? NOT_SET : officer,
    contact: contact === '' ? NOT_SET : contact,
    overseas: overseas.length === 0 ? 'Nobody outside Australia receives it.' : `Outside Australia: ${overseas.join('; ')}.`,
    automated: decisions.join(' '),
    years: String(settingOf(desk, retentionSetting).recordYears),
    accessDays: String(limitOn(desk, 'access-answer', today).value),
    source: 'a practice that introduces you, or a file of our own programs',
  };
};

/** A privacy document with what the program knows filled in; words in braces that it does not know stay visible. */
export const filledDocument = (desk: DeskContext, name: PrivacyDocumentName): FilledDocument => {
  const setting = documentSettings[name];
  const { value, version } = settingVersionOf(desk, setting);
  const values = valuesOf(desk);
  const open = new Set<string>();
  const fill = (text: string): string =>
    text.replaceAll(/\{([a-zA-Z]+)\}/gu, (whole, key: string) => {
      const known = values[key];
      if (known === undefined || known === NOT_SET) open.add(key);
      return known ?? whole;
    });
  const sections = value.sections.map(({ heading, paragraphs }) => ({ heading: fill(heading), paragraphs: paragraphs.map(fill) }));
  return { name, title: setting.title, version, sections, open: [...open] };
};

/** Every privacy document with the version that is published; 0 is the text that ships. */
export const documentVersions = (desk: DeskContext) =>
  PRIVACY_DOCUMENTS.map((name) => {
    const { value, version } = settingVersionOf(desk, documentSettings[name]);
    return { name, title: documentSettings[name].title, setting: name, version, basedOn: value.basedOn };
  });
