import { useState } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { IconEyeOff, IconFileZip, IconX } from '@tabler/icons-react';
import { useZone } from '../../app/clock.ts';
import { CheckList, type Check } from '../../ui/CheckList.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import { RailStrip } from '../../ui/RailStrip.tsx';
import { Verdicts } from '../../ui/VerdictBox.tsx';
import { type PackView, viewOfReport } from '../../verify-page/pack-view.ts';
import type { OpenPack } from './usePacks.ts';
import css from './packs.module.css';

const checkOf = ({ name, state, compared, where, code }: PackView['checks'][number]): Check => ({
  name,
  state: state === 'ok' ? 'passed' : state,
  detail:
    state === 'not-judged' ? (
      'not judged'
    ) : (
      <>
        {compared} {where === '' ? null : <span className={css.where}>at {where}</span>}{' '}
        {code === null ? null : <code className={css.code}>{code}</code>}
      </>
    ),
});

const Rail = ({ steps }: Pick<PackView, 'steps'>) => (
  <RailStrip
    steps={steps.map(({ name, state, when }) => ({
      name,
      when,
      kind: state === 'signed' ? ('done' as const) : ('not-yet' as const),
      said: state === 'signed' ? 'signed' : state === 'not-yet' ? 'not signed' : 'not judged',
    }))}
  />
);

const Sections = ({ sections }: Pick<PackView, 'sections'>) => {
  const [open, setOpen] = useState<string>();
  const shown = sections.find((section) => section.id === open);
  return (
    <div className={css.sections}>
      <div className={css.buttons} role="group" aria-label="What the pack says">
        {sections.map((section) => (
          <Button
            key={section.id}
            size="xs"
            aria-expanded={section.id === open}
            onClick={() => setOpen(section.id === open ? undefined : section.id)}
          >
            {section.title}
          </Button>
        ))}
        <Button
          size="xs"
          variant="subtle"
          className={css.hand ?? ''}
          aria-expanded={open === 'hand'}
          onClick={() => setOpen(open === 'hand' ? undefined : 'hand')}
        >
          Hand method
        </Button>
      </div>
      {shown === undefined ? null : (
        <dl className={css.facts} aria-label={shown.title}>
          {shown.facts.map((fact, index) => (
            <div key={`${fact.label} ${String(index)}`} className={css.fact}>
              <dt>{fact.label}</dt>
              <dd>
                {fact.value}
                {fact.note === null ? null : <span className={css.note}>{fact.note}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {open === 'hand' ? (
        <div className={css.method}>
          <p>Unpack the archive. Every file against the list, on any computer with GNU tools:</p>
          <pre className={css.pre} tabIndex={0} aria-label="Command">
            sed &apos;/^$/,$d&apos; MANIFEST | sha256sum --strict -c
          </pre>
          <p>README.txt in the pack says how the signature of the list and each record are checked with openssl.</p>
        </div>
      ) : null}
    </div>
  );
};

const fileWords = {
  changed: 'is not the file that was listed',
  missing: 'is listed and not there',
  'not-listed': 'is there and not listed',
} as const;

const Folded = ({ files }: Pick<OpenPack, 'files'>) => {
  const [open, setOpen] = useState(false);
  const can = files !== undefined && files.changed.length > 0;
  return (
    <div className={css.folded}>
      <div className={css.foldedLine}>
        <IconEyeOff size={16} stroke={1.7} aria-hidden="true" />
        <span>Content is folded away, so it is not read as fact.</span>
        {can ? (
          <Button size="xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            Show what changed
          </Button>
        ) : null}
      </div>
      {can ? null : (
        <p className={css.note}>
          {files === undefined
            ? 'The archive or its list of files does not read, so single files cannot be compared.'
            : 'Every file is as the pack’s own list says; what fails is named above.'}
        </p>
      )}
      {open && files !== undefined ? (
        <ul className={css.changes} aria-label="What changed">
          {files.changed.slice(0, 100).map((file) => (
            <li key={file.path}>
              <strong>{file.path}</strong> {fileWords[file.state]}.{' '}
              <span className={css.hashes}>
                {file.listed === null ? null : (
                  <>
                    listed <Hash hex={file.listed} digits={8} copy={false} />
                  </>
                )}{' '}
                {file.found === null ? null : (
                  <>
                    found <Hash hex={file.found} digits={8} copy={false} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
};

/** Says how many files differ where that can be told, instead of the bare name of the failure. */
const countedFiles = (view: PackView, files: OpenPack['files']): PackView['verdicts'] => {
  const [first, second, third] = view.verdicts;
  return files === undefined || files.changed.length === 0
    ? view.verdicts
    : [
        {
          ...first,
          counted: `${files.changed.length.toLocaleString('en-AU')} of ${files.total.toLocaleString('en-AU')} files ${files.changed.length === 1 ? 'was' : 'were'} changed`,
        },
        second,
        third,
      ];
};

/** One pack: three verdicts that are never merged, one sentence, the first failure in words, and every check. */
export const PackCard = ({ pack, onClose }: { readonly pack: OpenPack; readonly onClose: () => void }) => {
  const view = viewOfReport(pack.report, useZone());
  const broken = pack.report.contents === null;
  const judged = view.checks.filter((check) => check.state !== 'not-judged').map(checkOf);
  const rest = view.checks.filter((check) => check.state === 'not-judged').map(checkOf);
  return (
    <article className={css.card} data-tone={view.tone} aria-label={pack.name}>
      <header className={css.head}>
        <IconFileZip size={20} stroke={1.5} aria-hidden="true" />
        <div className={css.name}>
          <h2>{pack.name}</h2>
          <p className="second small">
            {pack.bytes.toLocaleString('en-AU')} bytes{view.exported === null ? '' : `. ${view.exported}`}
          </p>
        </div>
        {pack.fingerprint === '' ? (
          <span className="second small">A folder</span>
        ) : (
          <Hash hex={pack.fingerprint} what={`SHA-256 of ${pack.name}`} />
        )}
        <ActionIcon variant="subtle" size={26} aria-label={`Close ${pack.name}`} onClick={onClose}>
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </header>
      <div className={css.body}>
        {view.testNetwork ? <Note tone="warn">Test network: nothing in this pack counts.</Note> : null}
        <Verdicts verdicts={countedFiles(view, pack.files)} />
        <PlainWords tone={view.tone} {...(view.lead === null ? {} : { lead: view.lead })}>
          {view.sentence}
        </PlainWords>
        {view.failure === null ? null : (
          <div className={css.failure}>
            <Note tone="bad">
              <strong>First failure, in words.</strong> {view.failure}
            </Note>
          </div>
        )}
        {broken ? <Folded files={pack.files} /> : <Rail steps={view.steps} />}
        {broken ? null : <Sections sections={view.sections} />}
        <div>
          <h3 className={css.checked}>
            What was checked <span className="second small">{view.checked}</span>
          </h3>
          <CheckList label={`Checks of ${pack.name}`} checks={judged} />
          {rest.length === 0 ? null : (
            <details className={css.rest}>
              <summary>{rest.length.toLocaleString('en-AU')} further steps were not judged</summary>
              <CheckList label={`Checks of ${pack.name} that were not judged`} checks={rest} />
            </details>
          )}
        </div>
        <details className={css.rest}>
          <summary>What this does and does not show</summary>
          <ul className={css.notes}>
            {view.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      </div>
    </article>
  );
};
