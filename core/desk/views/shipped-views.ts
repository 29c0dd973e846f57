import type { SavedView } from '../../contract/views.ts';
import { ME } from '../../domain/contact/filter/fields.ts';
import type { Chip } from '../../domain/contact/filter/filter.ts';
import { PLAIN_VIEW, type ViewState } from '../../domain/contact/view/view-state.ts';

const shipped = (id: string, name: string, chips: readonly Chip[], change: Partial<ViewState> = {}): SavedView => ({
  id,
  name,
  state: { ...PLAIN_VIEW, filter: { match: 'all', parts: chips }, ...change },
  shared: true,
  pinned: true,
  standard: id === 'all',
  revision: null,
  owner: null,
});

/** The views that every desk starts with. They cannot be changed; a person saves their own beside them. */
export const SHIPPED_VIEWS: readonly SavedView[] = [
  shipped('mine', 'My clients', [{ field: 'owner', op: 'any', values: [ME] }], { sort: { by: 'active', descending: true } }),
  shipped('all', 'All contacts', []),
  shipped('expiring', 'Consent ends soon', [{ field: 'consent', op: 'any', values: ['expiring'] }], {
    sort: { by: 'consent', descending: false },
  }),
  shipped('never', 'Never asked', [{ field: 'consent', op: 'any', values: ['not-asked'] }]),
  shipped('referred', 'Open referral', [{ field: 'referral', op: 'yes', values: [] }], { sort: { by: 'active', descending: true } }),
  shipped('partners', 'Referral partners', [{ field: 'partner', op: 'yes', values: [] }]),
];
