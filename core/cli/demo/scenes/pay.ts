import { abaPreview, batchView, type BatchView, payouts, statementResult } from '../../../contract/money.ts';
import { fileAnswer } from '../../../contract/scalars.ts';
import { formatCents } from '../../../domain/money/amount-text.ts';
import { exactCents } from '../../../domain/money/cents.ts';
import { ABC } from '../cast.ts';
import { type Seat, type Stage, StoryFailed } from '../stage.ts';

const GRACE = 'Grace Okafor';
const APPROVERS = ['Daniel Rossi', ABC.first.name];

const batchNow = async (stage: Stage, abc: Seat, batch: string): Promise<BatchView> =>
  (await stage.person(abc, GRACE)).api.get(`/payouts/${batch}`, batchView);

/** Grace prepares everything that is payable; others approve with their passkeys until the policy is met. */
export const prepareAndApprove = async (stage: Stage, abc: Seat, processingDate: string): Promise<string> => {
  const { api } = await stage.person(abc, GRACE);
  const { payable, waiting } = await api.get('/payouts', payouts);
  if (payable.length === 0) throw new StoryFailed(`nothing is payable: ${waiting.map((row) => row.why ?? row.state).join('; ')}`);
  const prepared = await stage.act(abc, GRACE, {
    act: 'batch-prepare',
    batch: null,
    entitlements: payable.map((row) => row.entitlement),
    excluded: [],
    processingDate,
  });
  if (prepared.batch === null) throw new StoryFailed('the desk did not say which batch was prepared');
  for (const name of APPROVERS) {
    if ((await batchNow(stage, abc, prepared.batch)).state !== 'prepared') break;
    await stage.act(abc, name, { act: 'batch-approve', batch: prepared.batch });
  }
  return prepared.batch;
};

/** Releases the batch and takes the payment file and the documents out of the desk. */
export const releaseAndExport = async (stage: Stage, abc: Seat, batch: string): Promise<BatchView> => {
  await stage.act(abc, GRACE, { act: 'batch-release', batch });
  const { api } = await stage.person(abc, GRACE);
  await api.get(`/payouts/${batch}/aba`, abaPreview);
  stage.keep('payout', await api.send('POST', `/payouts/${batch}/aba`, { seenBefore: false }, fileAnswer));
  const view = await batchNow(stage, abc, batch);
  for (const document of view.documents) stage.keep('documents', await api.get(`/documents/${document.id}`, fileAnswer));
  return view;
};

const plain = (cents: number): string => formatCents(exactCents(cents)).replaceAll(/[^0-9.]/gu, '');

/** A statement as Westpac Live exports it, made for the sample: the batch's debit between two other lines. */
export const sampleStatement = (batch: BatchView, account: { readonly bsb: string; readonly account: string }): string => {
  const number = `${account.bsb.replace('-', '')}${account.account}`;
  const [year, month, day] = batch.processingDate.split('-');
  const on = `${day}/${month}/${year}`;
  const opening = 5_412_000;
  const left = opening - batch.totals.leaves;
  return [
    'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial',
    `${number},${on},DEPOSIT SAMPLE LENDER COMMISSION,,150.00,${plain(left + 15_000)},DEP,`,
    `${number},${on},WITHDRAWAL DIRECT ENTRY ${batch.label},${plain(batch.totals.leaves)},,${plain(left)},PAYMENT,`,
    `${number},${on},WITHDRAWAL SAMPLE OFFICE RENT,880.00,,${plain(opening)},PAYMENT,`,
    '',
  ].join('\r\n');
};

/** The bank's statement settles the batch; handing it in twice changes nothing. */
export const readStatement = async (stage: Stage, abc: Seat, batch: BatchView): Promise<BatchView> => {
  const { api } = await stage.person(abc, GRACE);
  const base64 = Buffer.from(sampleStatement(batch, abc.house.account)).toString('base64');
  stage.keep('payout', { name: 'statement-sample.csv', mediaType: 'text/csv', base64, sha256: '', bytes: 0 });
  const first = await api.send('POST', '/statements', { name: 'statement-sample.csv', base64 }, statementResult);
  if (first.matched.length !== 1)
    throw new StoryFailed(`the statement did not settle the batch: ${first.unmatched.map((entry) => entry.why).join('; ')}`);
  const again = await api.send('POST', '/statements', { name: 'statement-sample.csv', base64 }, statementResult);
  if (again.matched.length !== 0) throw new StoryFailed('the same statement settled something twice');
  return batchNow(stage, abc, batch.batch);
};
