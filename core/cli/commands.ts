import type { Command } from './command.ts';
import { backup, restore } from './commands/backups.ts';
import { chainWalk } from './commands/chain.ts';
import { consentGrant, consentList, consentMayI, consentWithdraw } from './commands/consents.ts';
import { demo } from './commands/demo.ts';
import { desk } from './commands/desk.ts';
import { doctor } from './commands/doctor.ts';
import { contactsDuplicates, contactsMerge, contactsUnmerge } from './commands/duplicates.ts';
import { exchangeExport, exchangeImport } from './commands/exchange.ts';
import { importContacts } from './commands/import-contacts.ts';
import {
  officeAnswerCommand,
  officeApproveRule,
  officeCreate,
  officeProposeRule,
  officePublishRule,
  officeRegister,
  officeRegisterView,
} from './commands/office.ts';
import { officeNetwork } from './commands/office-network.ts';
import { officeReplaceRegistrar } from './commands/office-registrar.ts';
import { personAccess, personErase, retentionApplyCommand, retentionPreviewCommand } from './commands/people.ts';
import { projectionsRebuild } from './commands/projections.ts';
import { packExport } from './commands/pack-export.ts';
import { packVerify } from './commands/pack-verify.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  desk,
  demo,
  officeCreate,
  officeRegister,
  officeProposeRule,
  officeApproveRule,
  officePublishRule,
  officeAnswerCommand,
  officeNetwork,
  officeReplaceRegistrar,
  officeRegisterView,
  importContacts,
  contactsDuplicates,
  contactsMerge,
  contactsUnmerge,
  consentGrant,
  consentWithdraw,
  consentList,
  consentMayI,
  exchangeExport,
  exchangeImport,
  chainWalk,
  projectionsRebuild,
  packExport,
  packVerify,
  personAccess,
  personErase,
  retentionPreviewCommand,
  retentionApplyCommand,
  backup,
  restore,
  doctor,
];
