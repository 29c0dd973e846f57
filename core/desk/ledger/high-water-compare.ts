import { formatMoment } from '../../domain/time/date-text.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { rootAt } from '../../protocol/merkle-log.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { FoundMark } from './high-water-file.ts';
import type { Ledger } from './ledger.ts';

/** Why a ledger is behind what this desk has acknowledged. */
export type Behind =
  | { readonly code: 'mark-missing' }
  | { readonly code: 'mark-unreadable' }
  | { readonly code: 'mark-of-another-machine' }
  | {
      readonly code: 'ledger-shorter';
      readonly size: number;
      readonly acknowledged: number;
      readonly last: string | null;
    }
  | { readonly code: 'ledger-differs'; readonly size: number }
  | { readonly code: 'key-behind'; readonly key: string; readonly n: number; readonly acknowledged: number };

/** Compares a ledger with the mark found beside it; null when it holds everything that was acknowledged. */
export const compareWithMark = (
  found: FoundMark,
  ledger: Pick<Ledger, 'size' | 'head' | 'rows'>,
  primitives: Primitives,
): Behind | null => {
  switch (found.code) {
    case 'missing':
      return { code: 'mark-missing' };
    case 'unreadable':
      return { code: 'mark-unreadable' };
    case 'other-device':
      return { code: 'mark-of-another-machine' };
    case 'mark': {
      const { mark } = found;
      if (mark.size > ledger.size())
        return {
          code: 'ledger-shorter',
          size: ledger.size(),
          acknowledged: mark.size,
          last: ledger.rows.byIndex(ledger.size() - 1)?.seen_at ?? null,
        };
      const root = rootAt(primitives, ledger.rows, mark.size);
      if (!root.ok || bytesToHex(root.value) !== mark.root) return { code: 'ledger-differs', size: mark.size };
      for (const [key, n] of Object.entries(mark.heads)) {
        const held = ledger.head(key)?.n ?? -1;
        if (held < n) return { code: 'key-behind', key, n: held, acknowledged: n };
      }
      return null;
    }
  }
};

const momentIn = (at: string, zone: string): string => {
  const instant = parseInstant(at);
  const place = parseZone(zone);
  return instant.ok ? formatMoment(instant.value, place.ok ? place.value : SYDNEY) : at;
};

/** The banner's sentence; moments in the zone of the practice. */
export const behindWords = (behind: Behind, zone: string): string => {
  switch (behind.code) {
    case 'mark-missing':
      return 'The record of what this desk has signed is missing. It is kept outside the data folder, so this folder was probably copied or restored.';
    case 'mark-unreadable':
      return 'The record of what this desk has signed does not read.';
    case 'mark-of-another-machine':
      return 'This data folder belongs to another computer, or its key store was lost.';
    case 'ledger-shorter':
      return `This ledger holds ${behind.size} events, but this desk has acknowledged ${behind.acknowledged}. It was restored from an older copy${behind.last === null ? '' : `; what came after ${momentIn(behind.last, zone)} is missing`}.`;
    case 'ledger-differs':
      return `The first ${behind.size} events of this ledger are not those that this desk has acknowledged.`;
    case 'key-behind':
      return `Key ${behind.key.slice(0, 16)} has signed ${behind.acknowledged + 1} events, but this ledger holds ${behind.n + 1} of them.`;
  }
};
