/** One bug planted in the text of the gate: what is replaced by what. */
export type Mutant = { readonly name: string; readonly from: string; readonly to: string };

/** Bugs that somebody could write into the gate. Each changes its source in one place. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a consent still holds at the instant it expires',
    from: "if (until <= now) reasons.push('expired')",
    to: "if (until < now) reasons.push('expired')",
  },
  { name: 'the clock is believed when it was set back', from: 'const now = laterOf(person.heardAt, at);', to: 'const now = at;' },
  {
    name: 'a withdrawal or narrowing is forgotten',
    from: 'if (cut.until === null) reasons.push(cut.kind);',
    to: 'if (cut.until === null) reasons.push();',
  },
  { name: 'a shortened time is forgotten', from: 'else if (cut.until < until) until = cut.until;', to: '' },
  { name: 'a no to one consent leaves another open', from: 'hasPurpose(of, purpose) && cut.at >= leaf.at', to: 'false' },
  { name: 'a renewal that did not know of a narrowing undoes it', from: '!knows(consent, leaf, cut.hash)', to: 'cut.at >= leaf.at' },
  { name: 'a replaced version still counts', from: '!begun.some((other) => other.names.includes(version.hash))', to: 'begun.length > 0' },
  { name: 'of two versions the wider counts', from: 'for (const leaf of leaves) {', to: 'for (const leaf of leaves.slice(-1)) {' },
  {
    name: 'any one field of the consent opens all',
    from: '!fields.every((field) => leaf.categories.includes(field))',
    to: '!fields.some((field) => leaf.categories.includes(field))',
  },
  { name: 'the purpose is not looked at', from: 'leaf.purpose !== purpose || !leaf.recipients', to: '!leaf.recipients' },
  { name: 'a recipient that was taken out still counts', from: ' || !leaf.recipients.includes(recipient)', to: '' },
  { name: 'a refusal is forgotten', from: 'refusal.at >= leaf.at', to: 'false' },
  { name: 'merged contacts: the wider consent wins', from: "if (theirs.length === 0) return 'merged-narrower';", to: '' },
  { name: 'merged contacts: an answer after the merge does not count', from: 'if (given > joined || !hadAnswer', to: 'if (!hadAnswer' },
  {
    name: 'merged contacts: only consents count as answers, refusals do not',
    from: 'refusal.record === record && refusal.at <= joined',
    to: 'false',
  },
  { name: 'a one-off consent is used twice', from: "reasons.add('used-up')", to: "reasons.has('used-up')" },
  { name: 'a referral that has ended still opens', from: 'referral?.ended === true', to: 'false' },
  { name: 'nothing waits for the acknowledgement', from: 'referral?.acknowledged === false', to: 'false' },
  { name: 'a deceased person is shared', from: "if (person.deceased) return no('deceased');", to: '' },
  { name: 'do-not-contact is not looked at', from: "if (person.doNotContact) return no('do-not-contact');", to: '' },
  { name: 'a suspended practice receives', from: "recipient.status !== 'active'", to: "recipient.status === 'self'" },
  { name: 'no field at all is a yes', from: "if (fields.length === 0) return no('nothing-asked');", to: '' },
];
