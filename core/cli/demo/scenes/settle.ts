import { payouts } from '../../../contract/money.ts';
import { referralView } from '../../../contract/referrals.ts';
import { ABC, FIGURES, SMITH } from '../cast.ts';
import { type Seat, type Stage, StoryFailed } from '../stage.ts';

const view = async (stage: Stage, seat: Seat, referral: string) =>
  (await stage.person(seat, seat.house.first.name)).api.get(`/referrals/${referral}`, referralView);

/** The event that a person is asked to attest now. */
const toAttest = async (stage: Stage, seat: Seat, referral: string): Promise<string> => {
  const now = await view(stage, seat, referral);
  const event = now.acts.find((entry) => entry.act === 'attest' && entry.event !== null)?.event;
  if (event === null || event === undefined)
    throw new StoryFailed(
      `${seat.house.legalName} is not asked to attest anything (offered: ${now.acts.map((entry) => entry.act).join(', ')})`,
    );
  return event;
};

/** ABC settles with two digits changed places. */
export const settleWrongly = async (stage: Stage, abc: Seat, referral: string, settledOn: string): Promise<void> => {
  await stage.act(abc, ABC.first.name, {
    act: 'settle',
    referral,
    gross: FIGURES.wrongIncome,
    net: FIGURES.wrongIncome,
    settledOn,
    evidence: 'Aggregator statement, line 14 (sample)',
  });
};

export const disagree = async (stage: Stage, smith: Seat, referral: string): Promise<void> => {
  await stage.act(smith, SMITH.first.name, {
    act: 'attest',
    referral,
    event: await toAttest(stage, smith, referral),
    agrees: false,
    reason: 'wrong-amount',
  });
};

export const correct = async (stage: Stage, abc: Seat, referral: string, settledOn: string): Promise<void> => {
  await stage.act(abc, ABC.first.name, {
    act: 'correct-settlement',
    referral,
    gross: FIGURES.income,
    net: FIGURES.income,
    settledOn,
    reason: 'typing-error',
    evidence: 'Aggregator statement, line 14 (sample)',
  });
};

/** Agrees with whatever the desk asks its practice to attest. */
export const agree = async (stage: Stage, seat: Seat, referral: string): Promise<void> => {
  await stage.act(seat, seat.house.first.name, {
    act: 'attest',
    referral,
    event: await toAttest(stage, seat, referral),
    agrees: true,
    reason: null,
  });
};

/** Both members attest the outcome: its key replaces the client's first one. */
export const attestOutcome = async (stage: Stage, seat: Seat, referral: string): Promise<void> => {
  const now = await view(stage, seat, referral);
  const event = now.handshakes[4]?.hash;
  if (event === null || event === undefined) throw new StoryFailed('the outcome is not there');
  await stage.act(seat, seat.house.first.name, {
    act: 'attest',
    referral,
    event,
    agrees: true,
    reason: null,
  });
};

/** The payee's own word that the payment arrived, about the entitlement that it paid. */
export const confirmPayment = async (stage: Stage, smith: Seat, referral: string): Promise<void> => {
  const { earned } = await (await stage.person(smith, SMITH.first.name)).api.get('/payouts', payouts);
  const event = earned.find((row) => row.referral === referral)?.entitlement;
  if (event === undefined) throw new StoryFailed('Smith’s desk does not show what it earned');
  await stage.act(smith, SMITH.first.name, {
    act: 'attest',
    referral,
    event,
    agrees: true,
    reason: 'payment.received',
  });
};

export const referralNow = view;
