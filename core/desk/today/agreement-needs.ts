import { agreementsWith } from '../agreements/agreements.ts';
import { registerOf } from '../context.ts';
import type { NeedSource } from './need.ts';

const NAMES: Readonly<Record<string, string>> = {
  referral: 'referral agreement',
  rcti: 'agreement on tax invoices',
};

/** Agreements that another practice has signed and this one has not answered. A principal signs them. */
export const agreementNeeds: NeedSource = ({ desk, may }) => {
  if (!may('manage-people')) return [];
  return [...registerOf(desk).practices.values()]
    .filter((practice) => practice.practice !== desk.profile.practice)
    .flatMap((practice) =>
      agreementsWith(desk, practice.practice)
        .filter((agreement) => agreement.state === 'signed-there')
        .map((agreement) => ({
          title: `Answer the ${NAMES[agreement.kind] ?? 'agreement'} of ${practice.legalName}`,
          detail: 'They have signed it. It counts once you sign the same words.',
          due: null,
          late: false,
          act: 'Read and answer',
          href: '/practices',
          kind: 'agreement',
        })),
    );
};
