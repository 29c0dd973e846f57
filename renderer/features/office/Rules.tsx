import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { z } from 'zod';
import type { ruleRow } from '../../../core/contract/desk.ts';
import type { Act } from '../../../core/contract/acts.ts';
import { LEVEL_NAMES } from '../../../core/domain/commission/rule-choice-words.ts';
import { uuidV7Of } from '../../../core/domain/identity/uuid-v7.ts';
import { useNow } from '../../app/clock.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { calendarText } from '../../ui/dateText.ts';
import { dayOf } from '../../ui/exact.ts';
import { Hash } from '../../ui/Hash.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { newRule, nextVersion, type RuleDraft } from './ruleDraft.ts';
import { RuleForm } from './RuleForm.tsx';

type Rule = z.infer<typeof ruleRow>;

const stateOf = (rule: Rule): { readonly kind: 'done' | 'waiting' | 'not-yet'; readonly words: string } => {
  switch (rule.state) {
    case 'published':
      return { kind: 'done', words: 'Published' };
    case 'approved':
      return { kind: 'waiting', words: 'Approved by two, not published' };
    case 'proposed':
      return { kind: 'waiting', words: `${rule.approvals.length} of 2 approvals` };
  }
};

interface Open {
  readonly act: Act;
  readonly title: string;
  readonly verb: string;
}

const RuleCard = ({
  rule,
  name,
  office,
  latest,
  onAct,
  onVersion,
}: {
  readonly rule: Rule;
  readonly name: string;
  readonly office: boolean;
  readonly latest: boolean;
  readonly onAct: (open: Open) => void;
  readonly onVersion: () => void;
}) => {
  const state = stateOf(rule);
  const mayApprove = rule.proposer !== name && !rule.approvals.includes(name);
  return (
    <Card level={3} title={`${rule.name}, version ${rule.version}`} aside={<Chip kind={state.kind}>{state.words}</Chip>}>
      <Stack gap={10}>
        {rule.words === '' ? (
          <p className="second">Only its fingerprint has arrived here.</p>
        ) : (
          <PlainWords size="small">{rule.words}</PlainWords>
        )}
        {rule.level === null ? null : (
          <p>
            <strong>{LEVEL_NAMES[rule.level]}</strong>: {rule.forWords}
          </p>
        )}
        <p className="second">
          In force from {calendarText(dayOf(rule.effectiveFrom), 'date')}. Proposed by {rule.proposer}; approved by{' '}
          {rule.approvals.length === 0 ? 'nobody yet' : rule.approvals.join(' and ')}.{' '}
          <Hash hex={rule.content} digits={12} what="hash of the rule" />
        </p>
        {office ? (
          <Group gap={8}>
            {rule.state === 'published' ? (
              latest && rule.text !== null ? (
                <Button size="xs" onClick={onVersion}>
                  Write the next version
                </Button>
              ) : null
            ) : null}
            {rule.state === 'proposed' ? (
              <>
                <Button
                  size="xs"
                  disabled={!mayApprove}
                  onClick={() =>
                    onAct({
                      act: { act: 'rule-approve', content: rule.content },
                      title: `Approve ${rule.name}, version ${rule.version}`,
                      verb: 'Approve',
                    })
                  }
                >
                  Approve…
                </Button>
                {mayApprove ? null : (
                  <span className="second">{rule.proposer === name ? 'Others approve what you proposed.' : 'You have approved it.'}</span>
                )}
              </>
            ) : null}
            {rule.state === 'approved' ? (
              <Button
                size="xs"
                onClick={() =>
                  onAct({
                    act: { act: 'rule-publish', content: rule.content },
                    title: `Publish ${rule.name}, version ${rule.version}`,
                    verb: 'Publish',
                  })
                }
              >
                Publish…
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </Card>
  );
};

/** Rules of the network: each in plain words, with who proposed and approved it. At the office also the acts. */
export const Rules = ({ rules, name, office }: { readonly rules: readonly Rule[]; readonly name: string; readonly office: boolean }) => {
  const now = useNow();
  const [open, setOpen] = useState<Open>();
  const [draft, setDraft] = useState<RuleDraft>();
  // oxlint-disable-next-line flip360/no-ambient -- Names a new rule at the press of a button; nothing is derived from it.
  const start = () => setDraft(newRule(uuidV7Of(now, crypto.getRandomValues(new Uint8Array(16)))));
  const isLatest = (rule: Rule): boolean => !rules.some((other) => other.rule === rule.rule && other.version > rule.version);
  return (
    <section aria-labelledby="rules-head">
      <Stack gap={12}>
        <Group>
          <h2 id="rules-head">Rules</h2>
          {office && draft === undefined ? (
            <Button size="xs" leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />} onClick={start}>
              Write a rule
            </Button>
          ) : null}
        </Group>
        {draft === undefined ? null : <RuleForm key={`${draft.rule} ${draft.version}`} first={draft} onClose={() => setDraft(undefined)} />}
        {rules.length === 0 && draft === undefined ? (
          <p className="second">No rule is proposed yet. Without a published rule nobody can be referred.</p>
        ) : null}
        {rules.map((rule) => (
          <RuleCard
            key={rule.content}
            rule={rule}
            name={name}
            office={office}
            latest={isLatest(rule)}
            onAct={setOpen}
            onVersion={() => setDraft(rule.text === null ? undefined : nextVersion(rule.text, rule.content))}
          />
        ))}
      </Stack>
      {open === undefined ? null : (
        <ActSheet act={open.act} title={open.title} verb={open.verb} onClose={() => setOpen(undefined)} onSigned={() => undefined} />
      )}
    </section>
  );
};
