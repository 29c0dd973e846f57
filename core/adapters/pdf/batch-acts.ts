import type { ZoneId } from '../../domain/time/zone.ts';
import { mono, plain, strong, type Rich } from './layout/rich.ts';
import type { Row } from './layout/table.ts';
import type { ApprovalPolicy, BatchAct } from './shared-document.ts';
import { count, minuteOf, shortHash } from './words.ts';

const actName = (act: BatchAct): string => {
  switch (act.act.kind) {
    case 'prepared':
      return 'Prepared';
    case 'approval':
      return act.reset.kind === 'known' ? `Approval ${act.act.number}` : `Approval ${act.act.number} of ${act.act.needed}`;
    case 'released':
      return 'Released';
    case 'changed':
      return `Changed: ${act.act.what}`;
  }
};

type ActLayout = 'one-line' | 'two-lines';

const keyWords = (act: BatchAct, zone: ZoneId, layout: ActLayout): Rich => {
  const key = mono(shortHash(act.keyFingerprint));
  if (act.reset.kind !== 'known') return [key, plain(`${layout === 'one-line' ? ', ' : '\n'}${act.keyKind}`)];
  const { at, reason } = act.reset.value;
  return [key, plain(layout === 'one-line' ? ', ' : '\n'), strong('reset'), plain(` ${minuteOf(at, zone)}, ${reason}`)];
};

/** Every act on a batch with its key; an approval that was set back stays, in the secondary ink. */
export const actRows = (acts: readonly BatchAct[], zone: ZoneId, layout: ActLayout): readonly Row[] =>
  acts.map((act) => ({
    kind: act.reset.kind === 'known' ? 'quiet' : 'plain',
    cells: [
      actName(act),
      `${act.who}${layout === 'one-line' ? ', ' : '\n'}${act.role}`,
      minuteOf(act.at, zone),
      keyWords(act, zone, layout),
    ],
  }));

/** How many approvals were needed and why; what a sole signatory does instead is said in so many words. */
export const policySentence = (policy: ApprovalPolicy): string =>
  policy.soleSignatory
    ? `Sole signatory: the register shows one active person at the payer, who prepared and released with a fresh assertion of the key; ${policy.because}.`
    : `${count(policy.needed, 'approval was', 'approvals were')} needed, ${policy.given} given: ${policy.because}. Preparer and approvers are different people.`;
