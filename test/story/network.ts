import { standardClauses } from '../../core/domain/commission/rule-clauses.ts';
import { parseRuleVersion, ruleVersionBytes, ruleVersionHash, type RuleVersion } from '../../core/domain/commission/rule-version.ts';
import { type Bytes, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import type { JsonObject } from '../../core/protocol/jcs.ts';
import { keyProofMessage } from '../../core/protocol/messages.ts';
import {
  type NoteSigner,
  noteSigner,
  passkey,
  type PasskeyHolder,
  primitives,
  type RecordKeyHolder,
  seedOf,
  softwareKey,
  uuidOf,
} from './keys.ts';
import { b64u, type Writer } from './writer.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly key: RecordKeyHolder;
  readonly passkey: PasskeyHolder;
};
export type Practice = {
  readonly id: string;
  readonly desk: string;
  readonly name: string;
  readonly abn: string;
  readonly kind: 'member' | 'office';
  readonly verticals: readonly string[];
  readonly people: readonly [Person, ...Person[]];
  readonly deskKey: RecordKeyHolder;
  readonly log: NoteSigner;
  readonly pack: NoteSigner;
};

const person = (practice: string, name: string, roles: readonly string[]): Person => ({
  id: uuidOf(`person ${name}`),
  name,
  roles,
  key: softwareKey(`${practice} ${name}`),
  passkey: passkey(`${practice} ${name}`),
});

const practice = (
  name: string,
  abn: string,
  kind: Practice['kind'],
  verticals: readonly string[],
  people: readonly [Person, ...Person[]],
): Practice => {
  const id = uuidOf(`practice ${name}`);
  const desk = uuidOf(`desk ${name}`);
  return {
    id,
    desk,
    name,
    abn,
    kind,
    verticals,
    people,
    deskKey: softwareKey(`desk ${name}`),
    log: noteSigner(`flip360/${id}/${desk}/log`),
    pack: noteSigner(`flip360/${id}/${desk}/pack`),
  };
};

/** The sample network: the office, an accountant with one person, a broker with two. All names are invented. */
export const ROOT = softwareKey('root 1');
export const REGISTRAR = softwareKey('registrar');
export const OFFICE = practice(
  'Flip 360 Network Office',
  '58360360316',
  'office',
  ['office'],
  [
    person('office', 'Helen Wright', ['principal', 'approver']),
    person('office', 'Marcus Reid', ['approver']),
    person('office', 'Priya Nair', ['approver']),
  ],
);
export const SMITH = practice(
  'Smith & Partners',
  '94360360305',
  'member',
  ['accountant'],
  [person('smith', 'Daniel Smith', ['principal', 'adviser'])],
);
export const ABC = practice(
  'ABC Finance',
  '18360360309',
  'member',
  ['mortgage-broker'],
  [person('abc', 'Alex Brown', ['principal', 'adviser', 'approver']), person('abc', 'Bianca Costa', ['adviser', 'operations'])],
);
export const PRACTICES = [OFFICE, SMITH, ABC] as const;
/** Label of the story's one referral, of a client called Sarah Chen. */
export const REFERRAL = uuidOf('referral Sarah Chen');
export const NETWORK_NAME = 'Flip 360 sample network';

/** The trust file of the sample network (protocol §11). */
export const trustFile = (net: string, test: boolean): string => {
  const root = noteSignerOf('flip360/root/1', ROOT);
  return `flip360-trust/1\nnetwork ${NETWORK_NAME}\ntest ${String(test)}\nnet ${net}\nroot ${root}\nquorum none\n`;
};

const noteSignerOf = (name: string, holder: RecordKeyHolder): string => {
  const raw = holder.spki.slice(12);
  const typed = Uint8Array.of(1, ...raw);
  const id = bytesToHex(primitives.sha256(Uint8Array.of(...utf8Encode(`${name}\n`), ...typed)).slice(0, 4));
  return `${name}+${id}+${Buffer.from(typed).toString('base64')}`;
};

export const statedKey = (holder: RecordKeyHolder): JsonObject => ({
  key: holder.keyid,
  spki: b64u(holder.spki),
  alg: holder.alg,
});

/** Body of `practice.registered` for a practice of the sample network. */
export const practiceBody = (it: Practice): JsonObject => {
  const [first] = it.people;
  const claim = { desk: it.desk, practice: it.id };
  return {
    practice: it.id,
    kind: it.kind,
    legalName: it.name,
    abn: it.abn,
    gst: { registered: true, from: '2020-07-01', source: 'declared' },
    verticals: it.verticals,
    desk: it.desk,
    person: { person: first.id, name: first.name, roles: first.roles },
    personKey: {
      ...statedKey(first.key),
      proof: first.key.proof(keyProofMessage({ ...claim, key: first.key.keyid, person: first.id, use: 'sign' })),
    },
    deskKey: {
      ...statedKey(it.deskKey),
      proof: it.deskKey.proof(keyProofMessage({ ...claim, key: it.deskKey.keyid, person: null, use: 'desk' })),
    },
    sealKey: b64u(seedOf(`seal ${it.name}`)),
    log: it.log.vkey,
    pack: it.pack.vkey,
    request: bytesToHex(seedOf(`request ${it.name}`)),
  };
};

/** Fresh keys of a practice that lost its own: of the person, of the desk, of its log and of its packs. */
export const freshKeys = (
  it: Practice,
  name: string,
): { readonly person: RecordKeyHolder; readonly desk: RecordKeyHolder; readonly log: NoteSigner; readonly pack: NoteSigner } => ({
  person: softwareKey(`fresh ${name} person`),
  desk: softwareKey(`fresh ${name} desk`),
  log: noteSigner(it.log.key.name, `fresh ${name} log`),
  pack: noteSigner(it.pack.key.name, `fresh ${name} pack`),
});

/** Body of `practice.recovered` that states the fresh keys of a name. */
export const recoveryBody = (it: Practice, who: Person, name: string): JsonObject => {
  const fresh = freshKeys(it, name);
  const claim = { desk: it.desk, practice: it.id };
  return {
    practice: it.id,
    desk: it.desk,
    person: who.id,
    personKey: {
      ...statedKey(fresh.person),
      proof: fresh.person.proof(keyProofMessage({ ...claim, key: fresh.person.keyid, person: who.id, use: 'sign' })),
    },
    deskKey: {
      ...statedKey(fresh.desk),
      proof: fresh.desk.proof(keyProofMessage({ ...claim, key: fresh.desk.keyid, person: null, use: 'desk' })),
    },
    sealKey: b64u(seedOf(`fresh seal ${name}`)),
    log: fresh.log.vkey,
    pack: fresh.pack.vkey,
    request: bytesToHex(seedOf(`fresh request ${name}`)),
  };
};

/** Body of `key.registered` for a person's further key. */
export const keyBody = (it: Practice, who: Person, use: 'sign' | 'passkey', holder: RecordKeyHolder): JsonObject => ({
  practice: it.id,
  person: who.id,
  desk: it.desk,
  use,
  ...statedKey(holder),
  ...(holder.credential === null ? {} : { credential: holder.credential }),
  proof: holder.proof(keyProofMessage({ desk: it.desk, practice: it.id, person: who.id, key: holder.keyid, use })),
});

/** The rule of the story: a quarter of the gross income to the referrer, one per cent to the office. */
export const ruleOfStory = (): RuleVersion => {
  const figures = {
    v: 1,
    rule: uuidOf('rule mortgage introduction'),
    version: 1,
    name: 'Mortgage introduction',
    verticals: { from: 'accountant', to: 'mortgage-broker' },
    product: 'home-loan',
    trigger: 'settled',
    base: 'gross',
    commission: { kind: 'percentage', bps: 2500 },
    platform: { bps: 100, of: 'base' },
    coolingOffDays: 14,
    duplicateWindowDays: 90,
    effectiveFrom: '2026-07-01',
  } as const;
  const clause = { ref: '1', text: 'x' };
  const draft = parseRuleVersion({
    ...figures,
    clauses: {
      appliesTo: clause,
      base: clause,
      commission: clause,
      rounding: clause,
      payable: clause,
      gst: clause,
      gstRounding: clause,
      platform: clause,
      platformRounding: clause,
      platformGst: clause,
      order: clause,
    },
  });
  if (!draft.ok) throw new Error(draft.error.path);
  const rule = parseRuleVersion({
    ...figures,
    clauses: standardClauses(draft.value, 'Home-loan clients whom a member practice refers to a broker.'),
  });
  if (!rule.ok) throw new Error(rule.error.path);
  return rule.value;
};

export const RULE = ruleOfStory();
export const RULE_BYTES: Bytes = ruleVersionBytes(RULE);
export const RULE_HASH = ruleVersionHash(RULE);

/** Writes the register: office, two practices, their people and keys, the rule, the agreements, the payee's account. */
export const writeNetwork = (writer: Writer, test: boolean): void => {
  const { append, hash } = writer;
  const [helen, marcus, priya] = OFFICE.people;
  const [daniel] = SMITH.people;
  const [alex, bianca] = ABC.people;
  if (marcus === undefined || priya === undefined || bianca === undefined) throw new Error('people missing');
  append('network', {
    type: 'registrar.appointed',
    at: '2026-06-01 00:00',
    by: ROOT,
    body: {
      network: NETWORK_NAME,
      test,
      roots: [{ spki: b64u(ROOT.spki), name: 'Root key 1' }],
      threshold: 1,
      registrar: statedKey(REGISTRAR),
      office: OFFICE.id,
    },
  });
  append('office', {
    type: 'practice.registered',
    at: '2026-06-01 00:05',
    by: REGISTRAR,
    body: practiceBody(OFFICE),
  });
  for (const [name, it, principal, who, at] of [
    ['marcus', OFFICE, helen, marcus, '2026-06-01 00:20'],
    ['priya', OFFICE, helen, priya, '2026-06-01 00:30'],
  ] as const) {
    append(name, {
      type: 'person.registered',
      at,
      by: principal.key,
      body: { practice: it.id, person: who.id, name: who.name, roles: who.roles },
    });
    append(`${name} key`, {
      type: 'key.registered',
      at,
      by: principal.key,
      body: keyBody(it, who, 'sign', who.key),
    });
  }
  append('smith', {
    type: 'practice.registered',
    at: '2026-06-02 01:00',
    by: REGISTRAR,
    body: practiceBody(SMITH),
  });
  append('smith passkey', {
    type: 'key.registered',
    at: '2026-06-02 01:10',
    by: daniel.key,
    body: keyBody(SMITH, daniel, 'passkey', daniel.passkey),
  });
  append('abc', {
    type: 'practice.registered',
    at: '2026-06-02 02:00',
    by: REGISTRAR,
    body: practiceBody(ABC),
  });
  append('bianca', {
    type: 'person.registered',
    at: '2026-06-02 02:10',
    by: alex.key,
    body: { practice: ABC.id, person: bianca.id, name: bianca.name, roles: bianca.roles },
  });
  append('bianca key', {
    type: 'key.registered',
    at: '2026-06-02 02:11',
    by: alex.key,
    body: keyBody(ABC, bianca, 'sign', bianca.key),
  });
  append('alex passkey', {
    type: 'key.registered',
    at: '2026-06-02 02:15',
    by: alex.key,
    body: keyBody(ABC, alex, 'passkey', alex.passkey),
  });
  append('bianca passkey', {
    type: 'key.registered',
    at: '2026-06-02 02:16',
    by: bianca.key,
    body: keyBody(ABC, bianca, 'passkey', bianca.passkey),
  });
  append('rule proposed', {
    type: 'rule.proposed',
    at: '2026-06-10 00:00',
    by: helen.key,
    body: { rule: RULE.rule, version: RULE.version, content: RULE_HASH, effectiveFrom: RULE.effectiveFrom },
  });
  const about = [hash('rule proposed')];
  append('rule approved 1', {
    type: 'rule.approved',
    at: '2026-06-11 00:00',
    by: marcus.key,
    about,
    body: { content: RULE_HASH },
  });
  append('rule approved 2', {
    type: 'rule.approved',
    at: '2026-06-11 01:00',
    by: priya.key,
    about,
    body: { content: RULE_HASH },
  });
  append('rule published', {
    type: 'rule.published',
    at: '2026-06-12 00:00',
    by: REGISTRAR,
    about,
    body: {
      rule: RULE.rule,
      version: RULE.version,
      content: RULE_HASH,
      effectiveFrom: RULE.effectiveFrom,
      approvals: [hash('rule approved 1'), hash('rule approved 2')],
    },
  });
  writeAgreements(writer);
};

const writeAgreements = ({ append, hash, commit }: Writer): void => {
  const [daniel] = SMITH.people;
  const [alex] = ABC.people;
  for (const [kind, label] of [
    ['referral', uuidOf('agreement referral')],
    ['rcti', uuidOf('agreement rcti')],
  ] as const) {
    const text = commit('agreement', label, kind, { kind, template: `${kind}.standard`, version: 1 }, 'secret');
    const body = { kind, template: `${kind}.standard`, templateVersion: 1, text, from: '2026-07-01' };
    append(`smith agreement ${kind}`, {
      type: 'agreement.signed',
      at: '2026-06-20 03:00',
      by: daniel.key,
      body: { ...body, with: ABC.id },
    });
    append(`abc agreement ${kind}`, {
      type: 'agreement.signed',
      at: '2026-06-20 05:00',
      by: alex.key,
      about: [hash(`smith agreement ${kind}`)],
      body: { ...body, with: SMITH.id },
    });
  }
  append('payee account', {
    type: 'payee.account',
    at: '2026-06-21 00:00',
    by: daniel.key,
    body: {
      account: commit('account', SMITH.id, 'smith', { account: '11112222', bsb: '062000', title: 'Smith & Partners' }, 'secret'),
      replaces: null,
    },
  });
};
