import { mono, plain, strong } from './layout/rich.ts';
import type { Span } from './layout/rich.ts';
import type { Furniture } from './layout/sheet.ts';
import type { DocumentHead } from './shared-document.ts';
import { shortHash } from './words.ts';

/** The band on every page of a document from a test network. */
export const testNetworkMark = 'TEST NETWORK - not a real document';

/** Header and footer: kind and number left, fingerprint right; where it comes from in the footer. */
export const furnitureOf = (head: DocumentHead, name: string, footer: readonly Span[], interim = false): Furniture => ({
  headerLeft: [strong(name), ...(interim ? [plain('\u00a0 · \u00a0'), strong('INTERIM')] : [])],
  headerRight: [plain('Fingerprint '), mono(shortHash(head.fingerprint))],
  footerLeft: footer.map((span): Span => (span.marks.includes('mono') ? span : { ...span, marks: [...span.marks, 'quiet'] })),
  ...(head.network === 'test' ? { mark: testNetworkMark } : {}),
});

/** A dot between two parts of a footer. */
export const footerDot: Span = plain('\u00a0 · \u00a0');
