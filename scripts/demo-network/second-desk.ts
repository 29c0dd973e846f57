import { z } from 'zod';
import { SAMPLE_PIN, SMITH } from '../../core/cli/demo/cast.ts';
import { newSeat, type Seat, type Stage } from '../../core/cli/demo/stage.ts';
import { contactList } from '../../core/contract/contact-list.ts';
import { referralView } from '../../core/contract/referrals.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import { desksView } from '../../core/contract/shared-book.ts';
import { setupAnswer } from '../../core/contract/status.ts';
import { blankForm } from '../../core/desk/contacts/form.ts';
import { waitUntil } from './wait-until.ts';

const anything = z.unknown();
const created = z.looseObject({ id: z.string() });
/**
 * A second desk of Smith joins by invitation, request and answer, and shares the book: it shows the client and the referral, and a contact that it
 * enters is at the first desk by itself. Answers the new desk.
 */
export const addSecondDesk = async (stage: Stage, smith: Seat, referral: string): Promise<Seat> => {
  const first = await stage.person(smith, SMITH.first.name);
  const invitation = await first.api.send('POST', '/desks/invite', { person: first.id }, fileAnswer);
  const desk = await stage.open({ ...SMITH, folder: 'smith2' });
  const seat = newSeat(stage, desk, { practice: smith.practice, person: first.id });
  const file = ({ name, base64 }: z.infer<typeof fileAnswer>) => ({ name, base64 });
  await seat.anyone.send('POST', '/setup/desk', { invitation: file(invitation), pin: SAMPLE_PIN }, setupAnswer);
  const request = await seat.anyone.get('/setup/request', fileAnswer);
  await stage.act(smith, SMITH.first.name, { act: 'admit-desk', request: file(request) });
  const id = await waitUntil('the new desk’s place in the list', async () => {
    const { desks } = await first.api.get('/desks', desksView);
    return desks.find(({ here, answer }) => !here && answer)?.desk ?? null;
  });
  const answer = await first.api.send('POST', `/desks/${id}/answer`, {}, fileAnswer);
  await seat.anyone.send('POST', '/setup/desk/answer', { answer: file(answer) }, anything);
  stage.seat(seat);
  const there = await stage.person(seat, SMITH.first.name);
  await waitUntil('the referral at the second desk', async () =>
    there.api.get(`/referrals/${referral}`, referralView).then(
      () => true,
      () => null,
    ),
  );
  const found = async (api: typeof there.api, name: string): Promise<true | null> =>
    (await api.get(`/contacts?q=${encodeURIComponent(name)}`, contactList)).rows.length > 0 ? true : null;
  await waitUntil('the client in the second desk’s book', () => found(there.api, stage.client.name));
  const contact = { ...blankForm, givenName: 'Mia', familyName: 'Tran', emails: ['mia@example.com'] };
  await there.api.send('POST', '/contacts', contact, created);
  await waitUntil('the second desk’s contact at the first', () => found(first.api, 'Mia Tran'));
  return seat;
};
