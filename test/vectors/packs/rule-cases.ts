import { bytesToHex } from '../../../core/protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../../core/protocol/jcs.ts';
import { primitives } from '../../story/keys.ts';
import { RULE_BYTES } from '../../story/network.ts';
import type { StoryOptions } from '../../story/story.ts';
import { type Expectation, broken, fine, jsonOf, member, type PackCase, slim } from './case.ts';

/** The rule of the story for other referrals: proposed, approved, published and pinned in its place. */
const underRule = (name: string, verticals: JsonValue, expect: Expectation): PackCase => {
  const { product: _product, ...rule } = jsonOf(RULE_BYTES);
  const bytes = canonicalBytes({ ...rule, verticals });
  const hash = bytesToHex(primitives.sha256(bytes));
  const content: NonNullable<StoryOptions['change']>[string] = (draft) => ({ ...draft, body: { ...draft.body, content: hash } });
  const pinned = (body: JsonObject): JsonObject => ({ ...member(body, 'rule'), hash });
  return {
    name,
    story: slim('intake', {
      change: {
        'rule proposed': content,
        'rule approved 1': content,
        'rule approved 2': content,
        'rule published': content,
        intent: (draft) => ({ ...draft, body: { ...draft.body, rule: pinned(draft.body), verticals: { from: 'accountant', to: 'mortgage-broker' } } }),
        intake: (draft) => ({ ...draft, body: { ...draft.body, rule: hash } }),
      },
    }),
    pack: { input: (given) => ({ ...given, rule: bytes }) },
    expect,
  };
};

/** Rules of the wider levels of precedence (protocol §8), and forms that no level has. */
export const ruleCases: readonly PackCase[] = [
  underRule('under the rule of one vertical', { to: 'mortgage-broker' }, fine('interim')),
  underRule('under the default of the network', 'any', fine('interim')),
  underRule('under a rule that names only whom it is from', { from: 'accountant' }, broken('rule.hash')),
  underRule('under a rule for every vertical in another word', 'all', broken('rule.hash')),
];
