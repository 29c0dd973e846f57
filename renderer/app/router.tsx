import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Broken } from './Broken.tsx';
import { DeskLayout } from './DeskLayout.tsx';
import {
  campaignsSearch,
  consentSearch,
  duplicatesSearch,
  contactsSearch,
  importSearch,
  listSearch,
  newReferralSearch,
  pipelineSearch,
  privacySearch,
  referralSearch,
  settingsSearch,
  signInSearch,
  tasksSearch,
  workspaceSearch,
} from './listSearch.ts';
import { NotFound } from './NotFound.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const desk = createRoute({ getParentRoute: () => root, id: 'desk', component: DeskLayout });

const deskPages = [
  createRoute({
    getParentRoute: () => desk,
    path: '/',
    component: lazyRouteComponent(() => import('../features/today/TodayPage.tsx'), 'TodayPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts',
    validateSearch: contactsSearch,
    component: lazyRouteComponent(() => import('../features/contacts/ContactsPage.tsx'), 'ContactsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts/import',
    validateSearch: importSearch,
    component: lazyRouteComponent(() => import('../features/contacts/ImportPage.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts/duplicates',
    validateSearch: duplicatesSearch,
    component: lazyRouteComponent(() => import('../features/duplicates/DuplicatesPage.tsx'), 'DuplicatesPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts/$id',
    component: lazyRouteComponent(() => import('../features/contacts/ContactPage.tsx'), 'ContactPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'referrals',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../features/referrals/ReferralsPage.tsx'), 'ReferralsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'referrals/new',
    validateSearch: newReferralSearch,
    component: lazyRouteComponent(() => import('../features/referrals/NewReferralPage.tsx'), 'NewReferralPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'referrals/$id',
    validateSearch: referralSearch,
    component: lazyRouteComponent(() => import('../features/referrals/ReferralPage.tsx'), 'ReferralPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'pipeline',
    validateSearch: pipelineSearch,
    component: lazyRouteComponent(() => import('../features/pipeline/PipelinePage.tsx'), 'PipelinePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'tasks',
    validateSearch: tasksSearch,
    component: lazyRouteComponent(() => import('../features/tasks/TasksPage.tsx'), 'TasksPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'workspaces',
    validateSearch: workspaceSearch,
    component: lazyRouteComponent(() => import('../features/workspaces/WorkspacePage.tsx'), 'WorkspacePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'payouts',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../features/payouts/PayoutsPage.tsx'), 'PayoutsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'payouts/$id',
    component: lazyRouteComponent(() => import('../features/payouts/PayoutPage.tsx'), 'PayoutPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'statement',
    component: lazyRouteComponent(() => import('../features/statement/StatementPage.tsx'), 'StatementPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'ledger',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../features/ledger/LedgerPage.tsx'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'ledger/$event',
    component: lazyRouteComponent(() => import('../features/ledger/EntryPage.tsx'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'backups',
    component: lazyRouteComponent(() => import('../features/backups/BackupsPage.tsx'), 'BackupsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'people',
    component: lazyRouteComponent(() => import('../features/people/PeoplePage.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'exchange',
    component: lazyRouteComponent(() => import('../features/exchange/ExchangePage.tsx'), 'ExchangePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'crm-drafts',
    component: lazyRouteComponent(() => import('../features/crm-drafts/CrmDraftsPage.tsx'), 'CrmDraftsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'network',
    component: lazyRouteComponent(() => import('../features/network/NetworkPage.tsx'), 'NetworkPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'office',
    component: lazyRouteComponent(() => import('../features/office/OfficePage.tsx'), 'OfficePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'practices',
    component: lazyRouteComponent(() => import('../features/practices/PracticesPage.tsx'), 'PracticesPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'first-steps',
    component: lazyRouteComponent(() => import('../features/first-steps/FirstStepsPage.tsx'), 'FirstStepsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'legal',
    component: lazyRouteComponent(() => import('../features/legal/LegalPage.tsx'), 'LegalPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'settings',
    validateSearch: settingsSearch,
    component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'consents',
    validateSearch: consentSearch,
    component: lazyRouteComponent(() => import('../features/consents/ConsentsPage.tsx'), 'ConsentsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'privacy',
    validateSearch: privacySearch,
    component: lazyRouteComponent(() => import('../features/privacy/PrivacyPage.tsx'), 'PrivacyPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts/$id/erase',
    component: lazyRouteComponent(() => import('../features/rights/ErasePage.tsx'), 'ErasePage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'campaigns',
    validateSearch: campaignsSearch,
    component: lazyRouteComponent(() => import('../features/campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'campaigns/$id',
    component: lazyRouteComponent(() => import('../features/campaigns/CampaignPage.tsx'), 'CampaignPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'deals/$id',
    component: lazyRouteComponent(() => import('../features/deal-room/DealRoomPage.tsx'), 'DealRoomPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'contacts/$id/history',
    component: lazyRouteComponent(() => import('../features/history/RecordHistoryPage.tsx'), 'RecordHistoryPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'history',
    component: lazyRouteComponent(() => import('../features/history/HistoryPage.tsx'), 'HistoryPage'),
  }),
  createRoute({
    getParentRoute: () => desk,
    path: 'recovery',
    component: lazyRouteComponent(() => import('../features/recovery/RecoveryPage.tsx'), 'RecoveryPage'),
  }),
] as const;

const verify = createRoute({
  getParentRoute: () => root,
  id: 'verify',
  component: lazyRouteComponent(() => import('./layouts/VerifyLayout.tsx'), 'VerifyLayout'),
});
const packs = createRoute({
  getParentRoute: () => verify,
  path: 'packs',
  component: lazyRouteComponent(() => import('../features/packs/PacksPage.tsx'), 'PacksPage'),
});

const ownLayout = [
  createRoute({
    getParentRoute: () => root,
    path: 'sign/$session',
    component: lazyRouteComponent(() => import('../features/sign/SignPage.tsx'), 'SignPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'first-run',
    component: lazyRouteComponent(() => import('../features/first-run/FirstRunPage.tsx'), 'FirstRunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'sign-in',
    validateSearch: signInSearch,
    component: lazyRouteComponent(() => import('../features/sign-in/SignInPage.tsx'), 'SignInPage'),
  }),
] as const;

const tree = root.addChildren([desk.addChildren(deskPages), verify.addChildren([packs]), ...ownLayout]);

// The page of all parts is no part of the product: the production build drops this branch and its import.
const shown = __SHOW_PARTS__
  ? root.addChildren([
      desk.addChildren(deskPages),
      verify.addChildren([packs]),
      ...ownLayout,
      createRoute({
        getParentRoute: () => root,
        path: 'parts',
        component: lazyRouteComponent(() => import('../features/parts/PartsPage.tsx'), 'PartsPage'),
      }),
    ])
  : tree;

/** Every address of the window. Lists and filters live in the URL, so back always works. */
export const router = createRouter({
  routeTree: shown as typeof tree, // the extra page is not part of the typed addresses
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
