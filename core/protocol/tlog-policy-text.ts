import { formatVerifierKey } from './note.ts';
import type { Quorum, TlogPolicy } from './tlog-policy.ts';

/** Name of the n-th witness of a policy file that this program writes, n from 1. */
const witnessName = (position: number): string => `w${String(position + 1)}`;

/**
 * The lines of a policy file (C2SP tlog-policy): `log`, `witness`, `group`, `quorum`; `parsePolicy` gives the same policy back. Names of witnesses
 * and groups are `w1` …, `g1` …: they mean something only inside the file.
 */
export const formatPolicy = ({ logs, witnesses, quorum }: TlogPolicy): string => {
  const lines: string[] = [];
  const address = (url: string | undefined): string => (url === undefined ? '' : ` ${url}`);
  for (const { key, url } of logs) lines.push(`log ${formatVerifierKey(key)}${address(url)}`);
  for (const [position, { key, url }] of witnesses.entries())
    lines.push(`witness ${witnessName(position)} ${formatVerifierKey(key)}${address(url)}`);
  let groups = 0;
  const nameOf = (rule: Quorum): string => {
    if (rule.kind === 'none') return 'none';
    if (rule.kind === 'witness') return witnessName(rule.position);
    const members = rule.members.map(nameOf);
    groups += 1;
    const name = `g${String(groups)}`;
    lines.push(`group ${name} ${String(rule.threshold)} ${members.join(' ')}`);
    return name;
  };
  const name = nameOf(quorum);
  return [...lines, `quorum ${name}`].map((line) => `${line}\n`).join('');
};

/** A network of one log as its office states it: verifier keys as their programs print them, and of how many witnesses each checkpoint needs a cosignature. */
export type StatedNetwork = {
  readonly vkey: string;
  readonly url: string;
  readonly witnesses: readonly string[];
  /** More than half of the witnesses where it is not said. */
  readonly needed?: number | undefined;
  /** Verifier keys of the logs that ended before this one, first to last: what they proved stays proven. */
  readonly earlier?: readonly string[] | undefined;
};

/** The lines of the policy file for one log, and those it follows (protocol §11, §14.8). The keys are not checked here: `parsePolicy` reads what comes of them. */
export const policyOfOneLog = ({ vkey, url, witnesses, needed, earlier = [] }: StatedNetwork): string => {
  const names = witnesses.map((_, position) => witnessName(position));
  const threshold = needed ?? Math.floor(names.length / 2) + 1;
  const rule = names.length === 0 ? ['quorum none'] : [`group g1 ${String(threshold)} ${names.join(' ')}`, 'quorum g1'];
  return [
    ...earlier.map((key) => `log ${key}`),
    `log ${vkey} ${url.replace(/\/+$/u, '')}`,
    ...witnesses.map((key, position) => `witness ${names[position] ?? ''} ${key}`),
    ...rule,
  ]
    .map((line) => `${line}\n`)
    .join('');
};

/** True when some set of members that meets the rule holds no witness: such a policy asks for none. */
export const needsNoWitness = (quorum: Quorum): boolean => {
  switch (quorum.kind) {
    case 'none':
      return true;
    case 'witness':
      return false;
    case 'group':
      return quorum.members.filter(needsNoWitness).length >= quorum.threshold;
  }
};
