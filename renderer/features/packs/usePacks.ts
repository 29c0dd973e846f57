import { useCallback, useRef, useState } from 'react';
import type { TrustFile } from '../../../core/protocol/pack/trust-file.ts';
import type { Result } from '../../verify-page/results.ts';
import type { FileList } from '../../verify-page/changed-files.ts';
import type { Dropped, DroppedTrust, Handed } from './readDropped.ts';

/** A pack that was judged; `id` is its place in the order of opening. */
export interface OpenPack extends Result {
  readonly id: number;
  readonly input: Dropped['input'];
  /** How its files compare with its own list; only where the pack is not intact. */
  readonly files: FileList | undefined;
}

export interface OpenTrust extends DroppedTrust {
  /** SHA-256 of its bytes, to compare out of band. */
  readonly fingerprint: string;
  /** Undefined where the file does not read; nothing is recognised with it. */
  readonly read: TrustFile | undefined;
}

export interface Packs {
  readonly packs: readonly OpenPack[];
  readonly trust: OpenTrust | undefined;
  readonly strange: readonly string[];
  /** How many are still to be judged. */
  readonly waiting: { readonly name: string; readonly done: number; readonly of: number } | undefined;
  readonly hand: (handed: Handed) => void;
  readonly close: (id: number | 'all') => void;
}

/** Lets the browser draw between two packs: one takes a few hundred milliseconds. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

interface Waiting extends Dropped {
  readonly id: number;
}

/**
 * Packs that were opened in this window. The verifier runs in the page, one pack after the other, and nothing is sent anywhere; a trust file
 * judges all of them again.
 */
export const usePacks = (): Packs => {
  const [packs, setPacks] = useState<readonly OpenPack[]>([]);
  const [trust, setTrust] = useState<OpenTrust>();
  const [strange, setStrange] = useState<readonly string[]>([]);
  const [waiting, setWaiting] = useState<Packs['waiting']>();
  const held = useRef<{
    readonly open: Map<number, Waiting>;
    next: number;
    round: number;
    trust: string | null;
  }>({ open: new Map(), next: 0, round: 0, trust: null });

  const judge = useCallback(async (ids: readonly number[]) => {
    const mine = (held.current.round += 1);
    // The verifier is read with the first pack, so that the desk's other pages do not carry it.
    const { judgePack } = await import('./judgePack.ts');
    for (const [index, id] of ids.entries()) {
      const pack = held.current.open.get(id);
      if (pack === undefined) continue;
      setWaiting({ name: pack.name, done: index, of: ids.length });
      await drawn();
      if (mine !== held.current.round) return;
      const judged: OpenPack = { ...pack, ...judgePack(pack, held.current.trust) };
      setPacks((before) => [judged, ...before.filter((one) => one.id !== id)].toSorted((one, other) => other.id - one.id));
    }
    setWaiting(undefined);
  }, []);

  const hand = useCallback(
    (handed: Handed) => {
      const added: number[] = [];
      for (const pack of handed.packs) {
        const id = (held.current.next += 1);
        held.current.open.set(id, { ...pack, id });
        added.push(id);
      }
      setStrange(handed.strange);
      const given = handed.trust;
      // Whatever was interrupted is judged again, too.
      const all = [...held.current.open.keys()];
      if (given === undefined) return void judge(packs.length === held.current.open.size - added.length ? added : all);
      held.current.trust = given.text;
      void import('./judgePack.ts').then(({ readTrust }) => setTrust({ ...given, ...readTrust(given.text) }));
      return void judge(all);
    },
    [judge, packs.length],
  );

  const close = useCallback((id: number | 'all') => {
    if (id === 'all') {
      held.current.round += 1;
      held.current.open.clear();
      setWaiting(undefined);
      setPacks([]);
    } else {
      held.current.open.delete(id);
      setPacks((before) => before.filter((one) => one.id !== id));
    }
  }, []);

  return { packs, trust, strange, waiting, hand, close };
};
