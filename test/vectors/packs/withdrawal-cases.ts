import { softwareKey } from '../../story/keys.ts';
import { REFERRAL, SMITH } from '../../story/network.ts';
import { clientKeyBody, inviteProof, invitationBody, type StoryOptions } from '../../story/story.ts';
import type { Draft, Writer } from '../../story/writer.ts';
import { bare, broken, fine, type PackCase, slim } from './case.ts';

const HASH = 'd'.repeat(64);
const FIRST = softwareKey('Sarah Chen');
const AGAIN = softwareKey('Sarah Chen 3');

const invited = (writer: Writer): Draft => ({
  type: 'client.invited',
  at: '2026-08-05 00:00',
  by: SMITH.people[0].key,
  about: [writer.hash('consent')],
  referral: REFERRAL,
  body: invitationBody(writer, 1),
});

const takenBack = (writer: Writer): Draft => ({
  type: 'consent.withdrawn',
  at: '2026-08-05 00:05',
  by: AGAIN,
  about: [writer.hash('consent')],
  referral: REFERRAL,
  body: { method: 'page', reason: null, ...inviteProof(writer.hash('invited again'), AGAIN, 1), clientKey: clientKeyBody(AGAIN, undefined), replaces: FIRST.keyid },
});

/** The client takes the consent back by a new key, before the intake. */
const before = {
  intake: (writer: Writer): readonly (readonly [string, Draft])[] => {
    writer.append('invited again', invited(writer));
    return [['taken back', takenBack(writer)]];
  },
};
const options = { until: 'taken back', before };

const refused = (name: string, failure: string, event: string, change: NonNullable<StoryOptions['change']>[string]): PackCase => ({
  name,
  story: bare('taken back', { ...options, change: { [event]: change } }),
  expect: broken(failure),
});
const body = (change: (writer: Writer) => Draft['body']) => (draft: Draft, writer: Writer): Draft => ({ ...draft, body: { ...draft.body, ...change(writer) } });
const without = (...names: readonly string[]) => (draft: Draft): Draft => ({
  ...draft,
  body: Object.fromEntries(Object.entries(draft.body).filter(([name]) => !names.includes(name))),
});

/** Protocol §6.3: a consent that is taken back by a new key of the client. */
export const withdrawalCases: readonly PackCase[] = [
  { name: 'with a consent that a new key of the client takes back', story: slim('taken back', options), expect: fine('interim') },
  {
    name: 'with a consent that the key which gave it takes back',
    story: slim('taken back', { ...options, change: { 'taken back': (draft) => ({ ...without('invite', 'inviteProof', 'clientKey', 'replaces')(draft), by: FIRST }) } }),
    expect: fine('interim'),
  },
  refused('a withdrawal that replaces another key', 'client.key', 'taken back', body(() => ({ replaces: HASH }))),
  refused('a withdrawal by a new key that names no key', 'client.key', 'taken back', without('replaces')),
  refused('a withdrawal by the key that gave the consent, which replaces itself', 'client.key', 'taken back', (draft) => ({ ...without('clientKey')(draft), by: FIRST })),
  refused('a withdrawal with the invitation of step 1', 'client.invitation', 'taken back', body((writer) => inviteProof(writer.hash('invited 1'), AGAIN, 1))),
  refused('a withdrawal at another contact point', 'client.invitation', 'invited again', body(() => ({ contactPoint: HASH }))),
  refused('a withdrawal with an invitation for step 4', 'client.invitation', 'invited again', body(() => ({ step: 4 }))),
  refused('a withdrawal whose proof is over another key', 'client.invitation', 'taken back', body((writer) => inviteProof(writer.hash('invited again'), FIRST, 1))),
];
