import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../contract/acts.ts';
import type { Application } from '../../contract/membership.ts';
import { moduleOn, questionsOf, trainingFileSchema } from '../../domain/training/training-module.ts';
import type { Mailer } from '../context.ts';
import { ABC, exportFile, input, OFFICE, ok, openMember, openOffice, type Seat, sign } from '../exchange/network.fixture.ts';
import { personAt } from '../exchange/referral-steps.fixture.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { fakeClock, signInAs } from '../open-desk.fixture.ts';
import { shippedFile } from '../shipped.ts';
import { trainingNeeds } from '../today/training-needs.ts';

const clock = fakeClock();
const DAY_MS = 86_400_000;
let office: Seat;
let abc: Seat;
const mail: {
  answers: readonly Awaited<ReturnType<Mailer['send']>>[];
  readonly sent: { to: string; subject: string; text: string }[];
  set: boolean;
} = {
  answers: [],
  sent: [],
  set: true,
};

beforeAll(async () => {
  office = await openOffice(clock, OFFICE, {
    mailer: () =>
      mail.set
        ? {
            send: async (message) => {
              mail.sent.push(message);
              return await Promise.resolve(mail.answers[mail.sent.length - 1] ?? { ok: true });
            },
          }
        : null,
  });
  abc = await openMember(ABC, clock);
  await ok(office, 'POST', '/office/applications', input((await ok(abc, 'GET', '/setup/request')) as never));
});
afterAll(async () => {
  for (const seat of [office, abc]) await seat.host.close();
});

const decide = (decision: Extract<Act, { act: 'membership' }>['decision']): Act => ({
  act: 'membership',
  practice: abc.practice,
  decision,
  reason: null,
  tier: decision === 'activate' ? 'founder' : null,
});
const applied = async (): Promise<Application | undefined> =>
  ((await ok(office, 'GET', '/office/applications')) as unknown as readonly Application[]).find((one) => one.practice === abc.practice);
const send = (address: string | null) => office.host.call('POST', '/office/welcomes', { practice: abc.practice, address }, office.token);
const rows = () => office.host.desk().db.all(exchangeSql.selectFrom('office_welcome').select(['address', 'sent_to', 'template', 'state']));

describe('the welcome of a new member', () => {
  it('is offered with its text, in the version that counts', async () => {
    const change = { value: { subject: 'Hello {member}', text: 'Come in, {member}. {network}' } };
    expect(await ok(office, 'GET', `/office/welcomes/${abc.practice}`)).toMatchObject({ subject: 'Welcome to Sample network', mail: true });
    await ok(office, 'PUT', '/settings/store/welcome', change);
    expect(await ok(office, 'GET', `/office/welcomes/${abc.practice}`)).toEqual({
      subject: 'Hello ABC Finance',
      text: 'Come in, ABC Finance. Sample network',
      mail: true,
    });
    await sign(office, decide('accept'));
    expect(await applied()).toMatchObject({ mayWelcome: false, welcome: null });
    expect(await send('alex@example.com')).toMatchObject({ status: 404, json: { code: 'activation-unknown' } });
    await sign(office, decide('activate'));
    expect(await applied()).toMatchObject({ mayWelcome: true, welcome: null });
  });

  it('that does not go out says why, keeps where it goes, and can be tried again; then it goes once and the address is forgotten', async () => {
    expect(await send('nobody')).toMatchObject({ status: 422, json: { code: 'email-missing' } });
    mail.set = false;
    expect(await send('alex@example.com')).toMatchObject({ status: 503, json: { code: 'no-mail' } });
    mail.set = true;
    mail.answers = [{ ok: false, why: 'EENVELOPE 550' }];
    expect(await send('alex@example.com')).toMatchObject({
      status: 200,
      json: { state: 'failed', problem: 'The mail server answered: EENVELOPE 550' },
    });
    expect(rows()).toEqual([{ address: 'alex@example.com', sent_to: 'a…@example.com', template: 1, state: 'failed' }]);
    expect((await applied())?.welcome).toMatchObject({ state: 'failed', sentTo: 'a…@example.com' });
    const [first, second] = await Promise.all([send(null), send(null)]);
    expect([first.json, second.json]).toMatchObject([{ state: 'sent' }, { state: 'sending' }]);
    expect(await send('other@example.com')).toMatchObject({ json: { state: 'sent', sentTo: 'a…@example.com' } });
    expect(mail.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['alex@example.com', 'Hello ABC Finance'],
      ['alex@example.com', 'Hello ABC Finance'],
    ]);
    expect(rows()).toEqual([{ address: null, sent_to: 'a…@example.com', template: 1, state: 'sent' }]);
  });
});

describe('the first steps of a new member', () => {
  it('are asked for at its own desk from the third day on, are late after the tenth, until the person has passed', async () => {
    const trust = await ok(office, 'GET', '/trust-file');
    await ok(abc, 'POST', '/setup/register', { answer: input(await exportFile(office, abc)), trust: input(trust as never) });
    const person = personAt(abc);
    const needsOn = (today: string) =>
      trainingNeeds({ desk: abc.host.desk(), person, today, referrals: [], may: () => true }).map(({ due, late, href }) => [
        due,
        late,
        href,
      ]);
    expect(needsOn('2026-08-06')).toEqual([]);
    expect(needsOn('2026-08-07')).toEqual([['2026-08-14', false, '/first-steps']]);
    expect(needsOn('2026-08-15')).toEqual([['2026-08-14', true, '/first-steps']]);
    clock.advance(4 * DAY_MS);
    const seat = { ...abc, token: await signInAs(abc.host, abc.person) };
    expect((await ok(seat, 'GET', '/today'))['needsYou']).toMatchObject([{ title: 'Work through “How Flip 360 works”', act: 'Begin' }]);
    const module = moduleOn(
      shippedFile('training/first-steps.json', (value) => trainingFileSchema.parse(value))(abc.host.desk()),
      '2026-08-08',
    );
    const answers = questionsOf(module).map((question) => question.right);
    await sign(seat, { act: 'training', module: module.module, version: module.version, answers });
    expect(needsOn('2026-08-15')).toEqual([]);
  });
});
