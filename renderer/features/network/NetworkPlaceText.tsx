import type { NetworkPlace } from '../../../core/contract/scalars.ts';
import { DateTime } from '../../ui/DateTime.tsx';

/** "Entry 29, witnessed Sun 29 Nov 2026, 6:50 pm". */
export const NetworkPlaceText = ({ place }: { readonly place: NetworkPlace }) => (
  <>
    Entry {place.index.toLocaleString('en-AU')}
    {place.witnessedAt === null ? (
      <span className="second">, not witnessed yet</span>
    ) : (
      <>
        , witnessed <DateTime at={place.witnessedAt} />
      </>
    )}
  </>
);
