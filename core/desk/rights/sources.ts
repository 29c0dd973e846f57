import { checkSource, exitSource, fileSource, importSource, mentionSource, requestSource, suppressionSource } from './log-sources.ts';
import { historySource, recordSource } from './record-source.ts';
import {
  consentSource,
  documentSource,
  invitationSource,
  openingSource,
  packSource,
  privateNoteSource,
  proofSource,
  receiptSource,
  referralSource,
} from './signed-sources.ts';
import type { PersonalSource } from './source.ts';
import { crmDraftSource } from './crm-draft-source.ts';
import { unaskedSource } from './unasked-source.ts';

/** Every place where something about people is held, in the order of an access pack. An erasure goes through them from the last to the first. */
export const PERSONAL_SOURCES: readonly PersonalSource[] = [
  recordSource,
  consentSource,
  referralSource,
  openingSource,
  invitationSource,
  requestSource,
  receiptSource,
  privateNoteSource,
  fileSource,
  documentSource,
  packSource,
  importSource,
  unaskedSource,
  crmDraftSource,
  suppressionSource,
  checkSource,
  exitSource,
  historySource,
  mentionSource,
  proofSource,
];
