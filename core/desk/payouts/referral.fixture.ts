import { z } from 'zod';
import { calculationBytes } from '../../domain/commission/calculation.ts';
import { computeEntitlement } from '../../domain/commission/compute.ts';
import { exactCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { inviteMessage } from '../../protocol/messages.ts';
import { inviteSigner, primitives, seedOf, softwareKey, uuidOf } from '../../../test/story/keys.ts';
import { ABC, RULE, RULE_HASH, SMITH } from '../../../test/story/network.ts';
import { b64u, instantOf, type Writer } from '../../../test/story/writer.ts';

const invited = (
  writer: Writer,
  referral: string,
  name: string,
  by: ReturnType<typeof softwareKey>,
  step: 1 | 4,
  at: string,
  client: string,
): { readonly invite: string; readonly inviteProof: string } => {
  const inviter = inviteSigner(seedOf(`invite ${name} ${String(step)}`), '482913');
  const contactPoint = writer.commit(
    'contact-point',
    referral,
    `contact ${name}`,
    { address: 'client@example.com', channel: 'email' },
    'secret',
  );
  const invite = writer.append(`${name} invited ${String(step)}`, {
    type: 'client.invited',
    at,
    by,
    about: [writer.hash(`${name} intent`)],
    referral,
    body: {
      step,
      contactPoint,
      key: b64u(inviter.publicKey),
      channel: 'email',
      expires: instantOf('2026-12-31 00:00'),
    },
  });
  return { invite, inviteProof: b64u(inviter.sign(inviteMessage({ invite, key: client, referral, step }))) };
};

/** One referral from Smith & Partners to ABC Finance, signed five times, with its computed entitlement. `gross` in cents. */
export const writeReferral = (writer: Writer, name: string, gross: number): { readonly client: string; readonly calculation: string } => {
  const { append, commit, hash } = writer;
  const referral = uuidOf(`referral ${name}`);
  const daniel = SMITH.people[0].key;
  const alex = ABC.people[0].key;
  const client = softwareKey(`client ${name}`);
  const who = commit(
    'client',
    referral,
    `client ${name}`,
    {
      emails: ['client@example.com'],
      givenName: 'Sarah',
      name: 'Sarah Chen',
      phones: [],
      purpose: 'home loan',
    },
    'secret',
  );
  const benefit = commit('benefit', referral, `benefit ${name}`, { estimate: null, words: 'a quarter' }, 'secret');
  append(`${name} intent`, {
    type: 'referral.intent',
    at: '2026-08-04 01:12',
    by: daniel,
    referral,
    step: 0,
    body: {
      label: `REF-SMI-2026-${name.toUpperCase()}`,
      referrer: SMITH.id,
      receiver: ABC.id,
      purpose: 'mortgage.arrange',
      verticals: RULE.verticals,
      product: 'home-loan',
      client: who,
      rule: { id: RULE.rule, version: 1, hash: RULE_HASH },
      benefit,
      agreement: hash('smith agreement referral'),
    },
  });
  const first = invited(writer, referral, name, daniel, 1, '2026-08-04 01:15', client.keyid);
  append(`${name} consent`, {
    type: 'consent.granted',
    at: '2026-08-04 02:01',
    by: client,
    about: [hash(`${name} intent`)],
    referral,
    body: {
      client: who,
      recipients: [ABC.id],
      purpose: 'mortgage.arrange',
      categories: ['contact'],
      validFrom: instantOf('2026-08-04 02:00'),
      validUntil: instantOf('2027-08-04 02:00'),
      notice: {
        id: 'referral.notice',
        version: 1,
        text: commit('notice', referral, `notice ${name}`, { v: 1 }, 'secret'),
      },
      benefit,
      capacity: 'self',
      channel: 'page',
      artefact: null,
      ...first,
      clientKey: {
        spki: b64u(client.spki),
        alg: 'ed25519',
        kind: 'software',
        device: { owner: 'client', practice: null },
        vouched: null,
      },
    },
  });
  const shown = (step: string) => commit('shown', referral, `shown ${name} ${step}`, { step }, 'secret');
  append(`${name} acknowledgement`, {
    type: 'referral.acknowledgement',
    at: '2026-08-04 02:03',
    by: client,
    referral,
    step: 1,
    prevStep: hash(`${name} intent`),
    body: { shown: shown('1'), client: who, consents: [hash(`${name} consent`)], yes: true, ...first },
  });
  append(`${name} intake`, {
    type: 'referral.intake',
    at: '2026-08-05 00:30',
    by: alex,
    referral,
    step: 2,
    prevStep: hash(`${name} acknowledgement`),
    body: {
      rule: RULE_HASH,
      contactedOn: '2026-08-05',
      checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true },
      conflict: { checked: true, found: false },
    },
  });
  append(`${name} settlement`, {
    type: 'referral.settlement',
    at: '2026-09-02 05:00',
    by: alex,
    referral,
    step: 3,
    prevStep: hash(`${name} intake`),
    body: { trigger: 'settled', gross, net: gross, settledOn: '2026-09-01', evidence: null },
  });
  append(`${name} attested`, {
    type: 'attestation',
    at: '2026-09-02 22:00',
    by: daniel,
    about: [hash(`${name} settlement`)],
    referral,
    body: { agrees: true, reason: null },
  });
  const fourth = invited(writer, referral, name, alex, 4, '2026-09-04 00:00', client.keyid);
  append(`${name} outcome`, {
    type: 'referral.outcome',
    at: '2026-09-04 03:20',
    by: client,
    referral,
    step: 4,
    prevStep: hash(`${name} settlement`),
    body: { shown: shown('4'), client: who, confirms: true, ...fourth, replaces: null },
  });
  const computed = computeEntitlement({
    rule: RULE,
    trigger: { kind: 'settled', gross: exactCents(gross), net: exactCents(gross) },
    number: 0,
    earlierCommission: ZERO_CENTS,
    gst: { referrer: 'registered', receiver: 'registered', office: 'registered' },
  });
  if (!computed.ok) throw new Error(computed.error.code);
  const { base, commission, platform, gstEstimate } = computed.value.result;
  const data = z.json().parse(JSON.parse(new TextDecoder().decode(calculationBytes(computed.value))));
  const calculation = commit('calculation', referral, `calculation ${name}`, data, 'secret');
  append(`${name} entitlement`, {
    type: 'entitlement.computed',
    at: '2026-09-04 03:30',
    by: ABC.deskKey,
    about: [hash(`${name} settlement`)],
    referral,
    body: {
      key: bytesToHex(
        primitives.sha256(
          canonicalBytes({
            beneficiary: SMITH.id,
            kind: 'settlement',
            net: writer.net(),
            number: 0,
            referral: hash(`${name} intent`),
          }),
        ),
      ),
      beneficiary: SMITH.id,
      kind: 'settlement',
      number: 0,
      base,
      commission,
      platform,
      gstEstimate: gstEstimate.commission,
      calculation,
    },
  });
  return { client: who, calculation };
};
