import { bytesToHex, equalBytes } from '../../../core/protocol/bytes.ts';
import { noblePrimitives } from '../../../core/protocol/noble-primitives.ts';
import { filesOf } from '../../verify-page/changed-files.ts';
import type { Dropped } from './readDropped.ts';

/** One file that the two packs do not share byte for byte; SHA-256 as hex, null where a pack has no such file. */
export interface Difference {
  readonly path: string;
  readonly first: string | null;
  readonly second: string | null;
}

export type Comparison =
  | { readonly state: 'unreadable'; readonly which: 'first' | 'second' }
  | { readonly state: 'compared'; readonly same: number; readonly differences: readonly Difference[] };

/** Compares two packs file by file. It says what differs, not which of the two is right. */
export const comparePacks = (first: Dropped['input'], second: Dropped['input']): Comparison => {
  const one = filesOf(first);
  if (one === undefined) return { state: 'unreadable', which: 'first' };
  const other = filesOf(second);
  if (other === undefined) return { state: 'unreadable', which: 'second' };
  const hash = (bytes: Uint8Array | undefined): string | null => (bytes === undefined ? null : bytesToHex(noblePrimitives.sha256(bytes)));
  const paths = [...new Set([...one.keys(), ...other.keys()])].toSorted();
  const differences = paths.flatMap((path): Difference[] => {
    const [left, right] = [one.get(path), other.get(path)];
    return left !== undefined && right !== undefined && equalBytes(left, right) ? [] : [{ path, first: hash(left), second: hash(right) }];
  });
  return { state: 'compared', same: paths.length - differences.length, differences };
};
