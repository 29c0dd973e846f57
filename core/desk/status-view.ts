import type { Status } from '../contract/status.ts';
import { ledgerSql } from '../adapters/sqlite/schema.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { activePeople, gstAt, type Register } from '../protocol/register/state.ts';
import { passkeysOf } from './acts/engine.ts';
import { rolesOf } from './api.ts';
import type { DeskContext, SignedInPerson } from './context.ts';
import { readIdentity } from './keys/identity.ts';
import { lastWalk } from './ledger/walk.ts';
import { connectionOf } from './network/connection-view.ts';
import type { ConnectionState } from './network/runner.ts';
import { problemOfRefusal } from './refusal.ts';
import { rootFilesLeft } from './office/root-files.ts';
import type { Runtime } from './runtime.ts';

type Facts = { readonly version: string; readonly now: string; readonly zone: string; readonly connection: ConnectionState };
type Warning = Status['warnings'][number];

/** What the window's frame shows, whatever phase the desk is in. */
export const statusView = (runtime: Runtime, facts: Facts, person: SignedInPerson | undefined): Status => {
  const state = runtime.state();
  const keyStore = runtime.keyStore();
  const frame = {
    version: facts.version,
    now: facts.now,
    zone: facts.zone,
    install: runtime.install(),
    dataFolder: runtime.dataFolder,
    keyStore,
  };
  const nothing = {
    practice: null,
    person: null,
    network: null,
    log: null,
    connection: {
      mode: 'files' as const,
      state: 'off' as const,
      why: null,
      logSize: null,
      witnessedAt: null,
      alarms: 0,
      waiting: 0,
      lastSent: null,
      lastReceived: null,
    },
    lastWalk: null,
    lastBackup: lastBackup(runtime),
  };
  if (state.phase !== 'open')
    return {
      ...frame,
      ...nothing,
      phase: state.phase,
      problem: 'refusal' in state ? problemOfRefusal(state.refusal) : null,
      warnings: storeWarnings(keyStore),
    };
  return {
    ...frame,
    ...openView(runtime, state.desk, facts, person),
    warnings: [...storeWarnings(keyStore), ...deskWarnings(runtime, state.desk, facts.now)],
  };
};

const phaseOf = (desk: DeskContext, person: SignedInPerson | undefined): Status['phase'] => {
  if (desk.recovery !== null) return 'recovery';
  if (desk.ledger.register() === null) return 'awaiting-register';
  return person === undefined ? 'signed-out' : 'ready';
};

const openView = (
  runtime: Runtime,
  desk: DeskContext,
  facts: Facts,
  person: SignedInPerson | undefined,
): Omit<Status, 'version' | 'now' | 'zone' | 'install' | 'dataFolder' | 'keyStore' | 'warnings'> => {
  const register = desk.ledger.register();
  const { practice, legalName, abn, kind } = desk.profile;
  const walked = lastWalk(desk);
  return {
    phase: phaseOf(desk, person),
    problem:
      desk.recovery === null
        ? null
        : problemOfRefusal({
            status: 423,
            code: 'recovery',
            title: 'This desk is in recovery and signs nothing',
            detail: desk.recovery.why,
            kept: 'Everything can still be read and exported.',
            next: 'Open Recovery: it lists what has to be checked before the desk signs again.',
          }),
    practice: {
      practice,
      legalName,
      abn,
      kind,
      gst: gstOf(desk, register),
      soleSignatory: register !== null && activePeople(register, practice, desk.ledger.size()).length === 1,
    },
    person:
      person === undefined
        ? null
        : {
            person: person.person,
            name: person.name,
            roles: [...rolesOf(desk, person.person)],
            passkeys: register === null ? 0 : passkeysOf(desk, person.person).length,
          },
    network:
      register === null
        ? null
        : {
            net: register.net,
            name: register.network,
            test: register.test,
            registerIndex: register.last.index,
            registerAt: register.last.at,
          },
    log: { size: desk.ledger.size(), root: bytesToHex(desk.ledger.root()), origin: desk.keys.log.name },
    connection: connectionOf(desk, facts.connection, { lastSent: lastFile(desk, 'sent'), lastReceived: lastFile(desk, 'received') }),
    lastWalk: walked === null ? null : { at: walked.at, events: walked.result.events, ok: walked.result.ok },
    lastBackup: lastBackup(runtime),
  };
};

const gstOf = (desk: DeskContext, register: Register | null): boolean => {
  const stated = register === null ? undefined : gstAt(register, desk.profile.practice, desk.ledger.size());
  if (stated !== undefined) return stated.registered;
  const declared: unknown = JSON.parse(readIdentity(desk.db)?.gst ?? 'null');
  return typeof declared === 'object' && declared !== null && 'registered' in declared && declared.registered === true;
};

const lastFile = (desk: DeskContext, direction: 'sent' | 'received'): string | null =>
  desk.db.get(
    ledgerSql
      .selectFrom('exchange_file')
      .select(({ fn }) => fn.max('at').as('at'))
      .where('direction', '=', direction),
  )?.at ?? null;

const lastBackup = (runtime: Runtime): Status['lastBackup'] => {
  const newest = runtime.backups()?.list()[0];
  return newest === undefined ? null : { at: newest.at, verified: newest.verified };
};

const storeWarnings = (keyStore: Status['keyStore']): Warning[] =>
  keyStore.kind === 'passphrase-file'
    ? [
        {
          code: 'key-file',
          text: 'This computer has no key store: the keys of this desk are as safe as their passphrase.',
          next: 'Use a computer account with a key store, or a long passphrase.',
        },
      ]
    : [];

const WEEK_MS = 7 * 86_400_000;

const deskWarnings = (runtime: Runtime, desk: DeskContext, now: string): Warning[] => {
  const warnings: Warning[] = [];
  if (readIdentity(desk.db)?.recovery_confirmed !== 1)
    warnings.push({
      code: 'recovery-key',
      text: 'Nobody has confirmed the recovery key.',
      next: 'Type two groups of it back, or make a new one under People and keys.',
    });
  const roots = rootFilesLeft(runtime.dataFolder).length;
  if (roots > 0)
    warnings.push({
      code: 'root-files',
      text: `${roots === 1 ? 'A root file' : `${String(roots)} root files`} of the network still ${roots === 1 ? 'lies' : 'lie'} on this computer.`,
      next: 'Move each from the folder root-keys in the data folder to a place of its own, away from here.',
    });
  const backup = lastBackup(runtime);
  if (desk.ledger.size() > 0 && (backup === null || Date.parse(now) - Date.parse(backup.at) > WEEK_MS))
    warnings.push({
      code: 'backup-old',
      text: backup === null ? 'There is no backup yet.' : 'The last backup is more than a week old.',
      next: 'Make one under Backups.',
    });
  const latest = desk.ledger.size() === 0 ? undefined : desk.ledger.rows.byIndex(desk.ledger.size() - 1)?.seen_at;
  if (latest !== undefined && Date.parse(now) < Date.parse(latest) - 3_600_000)
    warnings.push({
      code: 'clock',
      text: "This computer's clock is behind the ledger's last entry.",
      next: 'Set the clock before you sign anything.',
    });
  return warnings;
};
