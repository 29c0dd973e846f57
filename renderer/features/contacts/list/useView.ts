import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import type { SavedView } from '../../../../core/contract/views.ts';
import { PLAIN_VIEW, readViewSearch, viewSearch, type ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import { viewsQuery } from './listQueries.ts';

const route = getRouteApi('/desk/contacts');

export interface ViewInUse {
  readonly views: readonly SavedView[];
  /** The saved view the list starts from; undefined until the views are here. */
  readonly view: SavedView | undefined;
  readonly state: ViewState;
  /** The list shows something else than the saved view. */
  readonly changed: boolean;
  /** Changes what the list shows. `quiet` leaves no step for Back: typing, dragging. */
  readonly set: (change: Partial<ViewState>, quiet?: boolean) => void;
  readonly choose: (id: string) => void;
}

const startOf = (views: readonly SavedView[], id: string | undefined): SavedView | undefined =>
  views.find((view) => view.id === id) ??
  views.find((view) => view.standard && view.owner?.you === true) ??
  views.find((view) => view.id === 'all') ??
  views[0];

/** What the list shows: a saved view, and over it what the address says. */
export const useView = (): ViewInUse => {
  const { view: chosen, ...said } = route.useSearch();
  const navigate = useNavigate({ from: '/contacts' });
  const router = useRouter();
  const { data } = useQuery(viewsQuery);
  const views = useMemo(() => data?.views ?? [], [data]);
  const view = startOf(views, chosen);
  const base = view?.state ?? PLAIN_VIEW;
  const words = JSON.stringify(said);
  const { state } = useMemo(() => readViewSearch(JSON.parse(words) as typeof said, base), [words, base]);
  const id = view?.id;
  const set = useCallback(
    (change: Partial<ViewState>, quiet = false) => {
      // Words are set a moment after they were typed: whoever has opened a row by then is not called back to the list.
      if (router.latestLocation.pathname !== '/contacts') return;
      void navigate({
        search: { ...(id === undefined ? {} : { view: id }), ...viewSearch({ ...state, ...change }, base) },
        replace: quiet,
      });
    },
    [navigate, router, id, state, base],
  );
  const choose = useCallback((next: string) => void navigate({ search: { view: next } }), [navigate]);
  return { views, view, state, changed: view !== undefined && Object.keys(viewSearch(state, base)).length > 0, set, choose };
};
