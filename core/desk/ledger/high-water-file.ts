import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../adapters/files/durable-file.ts';
import { deriveKey } from '../../adapters/keys/wrapping.ts';
import { bytesToHex, equalBytes, hexToBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import type { HighWater, Mark } from './high-water.ts';

/** One slot is one page: written in place, so that raising the mark changes no file length and no directory. */
const SLOT = 4096;
const MAGIC = 'F360-HW1';
const HEAD = 8 + 8 + 16 + 8 + 32 + 2;
const ENTRY = 32 + 6;
const MAC = 32;
/** Keys in a slot; beyond it the key that signed longest ago leaves. */
export const MAX_HEADS = Math.floor((SLOT - HEAD - MAC) / ENTRY);

export const highWaterPath = (keyFolder: string): string => join(keyFolder, 'high-water');

type Slot = { readonly counter: number; readonly device: Uint8Array; readonly mark: Mark };
/** What the file says at open: the mark of this device, or why there is none. */
export type FoundMark =
  | { readonly code: 'mark'; readonly mark: Mark }
  | { readonly code: 'missing' }
  | { readonly code: 'unreadable' }
  | { readonly code: 'other-device' };

export type HighWaterFile = HighWater & {
  readonly found: FoundMark;
  /** Sets the mark to what the ledger holds now, lower or not: at setup, and when a recovery has ended. */
  readonly reset: (mark: Mark) => void;
  readonly close: () => void;
};

type Secrets = { readonly mac: KeyObject; readonly device: Uint8Array };

const secretsOf = (deviceSecret: Uint8Array, install: string): Secrets => ({
  mac: createSecretKey(deriveKey(deviceSecret, utf8Encode(install), 'flip360 high-water mac v1')),
  device: deriveKey(deviceSecret, utf8Encode(install), 'flip360 high-water device v1').slice(0, 16),
});

const macOf = (key: KeyObject, bytes: Uint8Array): Uint8Array => Uint8Array.from(createHmac('sha256', key).update(bytes).digest());

const encode = (secrets: Secrets, counter: number, mark: Mark): Uint8Array => {
  const slot = new Uint8Array(SLOT);
  const view = new DataView(slot.buffer);
  const root = hexToBytes(mark.root);
  const heads = Object.entries(mark.heads).slice(-MAX_HEADS);
  slot.set(utf8Encode(MAGIC), 0);
  view.setBigUint64(8, BigInt(counter));
  slot.set(secrets.device, 16);
  view.setBigUint64(32, BigInt(mark.size));
  if (root.ok) slot.set(root.value, 40);
  view.setUint16(72, heads.length);
  heads.forEach(([key, n], position) => {
    const at = HEAD + position * ENTRY;
    const id = hexToBytes(key);
    if (id.ok) slot.set(id.value, at);
    view.setUint16(at + 32, Math.floor(n / 2 ** 32));
    view.setUint32(at + 34, n % 2 ** 32);
  });
  slot.set(macOf(secrets.mac, slot.subarray(0, SLOT - MAC)), SLOT - MAC);
  return slot;
};

/** A slot that says what it is; undefined when it was never written or is torn. `mac` is null for a slot of another device. */
const decode = (secrets: Secrets, slot: Uint8Array): (Slot & { readonly own: boolean }) | undefined => {
  const magic = utf8Decode(slot.slice(0, 8));
  if (slot.length !== SLOT || !magic.ok || magic.value !== MAGIC) return undefined;
  const view = new DataView(slot.buffer, slot.byteOffset);
  const device = slot.slice(16, 32);
  const own = equalBytes(device, secrets.device);
  if (own && !equalBytes(macOf(secrets.mac, slot.subarray(0, SLOT - MAC)), slot.slice(SLOT - MAC))) return undefined;
  const heads: Record<string, number> = {};
  for (let position = 0; position < Math.min(view.getUint16(72), MAX_HEADS); position += 1) {
    const at = HEAD + position * ENTRY;
    heads[bytesToHex(slot.slice(at, at + 32))] = view.getUint16(at + 32) * 2 ** 32 + view.getUint32(at + 34);
  }
  return {
    counter: Number(view.getBigUint64(8)),
    device,
    own,
    mark: { size: Number(view.getBigUint64(32)), root: bytesToHex(slot.slice(40, 72)), heads },
  };
};

/** Heads of both, each at its higher value; those of `after` come last, so that the oldest leave a full slot first. */
const merged = (before: Mark | null, after: Mark): Mark => {
  const heads: Record<string, number> = {};
  for (const [key, n] of Object.entries(before?.heads ?? {})) if (!Object.hasOwn(after.heads, key)) heads[key] = n;
  for (const [key, n] of Object.entries(after.heads)) heads[key] = Math.max(n, before?.heads[key] ?? 0);
  return before !== null && before.size > after.size ? { ...before, heads } : { ...after, heads };
};

/**
 * Opens the high-water mark of an installation (high-water.md): two slots of 4 KiB with a counter, authenticated under the device secret,
 * written alternately in place. Creates the file when it is missing and `create` is set. Throws when the disk refuses.
 */
export const openHighWaterFile = (options: {
  readonly folder: string;
  readonly install: string;
  readonly deviceSecret: Uint8Array;
  readonly create: boolean;
}): HighWaterFile => {
  const path = highWaterPath(options.folder);
  const secrets = secretsOf(options.deviceSecret, options.install);
  if (options.create) writeDurably(path, new Uint8Array(2 * SLOT));
  let handle: number | null = open(path);
  const slots = handle === null ? [] : [0, 1].map((position) => decode(secrets, readSlot(handle ?? -1, position)));
  const readable = slots.filter((slot) => slot !== undefined);
  const latest = readable.toSorted((a, b) => b.counter - a.counter)[0];
  let current: Mark | null = latest?.own === true ? latest.mark : null;
  let counter = latest?.counter ?? 0;
  const found: FoundMark =
    handle === null || (options.create && latest === undefined)
      ? { code: 'missing' }
      : latest === undefined
        ? { code: 'unreadable' }
        : latest.own
          ? { code: 'mark', mark: latest.mark }
          : { code: 'other-device' };

  // A mark that is missing or another device's says nothing about what was acknowledged: only the end of a recovery may write a new one.
  let trusted = options.create || found.code === 'mark';

  const put = (mark: Mark): void => {
    if (handle === null) {
      writeDurably(path, new Uint8Array(2 * SLOT));
      handle = openSync(path, 'r+');
    }
    counter += 1;
    const slot = encode(secrets, counter, mark);
    // Alternate slots: a torn write leaves the mark before it.
    const at = (counter % 2) * SLOT;
    for (let done = 0; done < SLOT;) done += writeSync(handle, slot, done, SLOT - done, at + done);
    fdatasyncSync(handle);
    current = mark;
  };

  return {
    found,
    advance: (mark) => {
      if (trusted) put(merged(current, mark));
    },
    read: () => current,
    reset: (mark) => {
      trusted = true;
      put(mark);
    },
    close: () => {
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
};

const open = (path: string): number | null => {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const readSlot = (handle: number, position: number): Uint8Array => {
  const slot = new Uint8Array(SLOT);
  const read = readSync(handle, slot, 0, SLOT, position * SLOT);
  return read === SLOT ? slot : new Uint8Array(0);
};
