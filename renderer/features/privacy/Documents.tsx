import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { privacyDocument, type PrivacyView } from '../../../core/contract/privacy.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { StoredSetting } from '../settings/stored/StoredSetting.tsx';
import { ContactForm, contactSchema } from './PrivacyContactForm.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import { documentQuery, type FilledDocumentView } from './queries.ts';
import css from './privacy.module.css';

const route = getRouteApi('/desk/privacy');

type Row = PrivacyView['documents'][number];

const OPEN_WORDS: Readonly<Record<string, string>> = {
  officer: 'who the privacy officer is',
  contact: 'how people reach the officer',
};

const textOf = ({ title, sections }: FilledDocumentView): string =>
  [title, ...sections.flatMap(({ heading, paragraphs }) => ['', heading, ...paragraphs])].join('\n');

const Reading = ({ name }: { readonly name: string }) => {
  const { data, error } = useQuery(documentQuery(name));
  if (data === undefined) return error === null ? <SkeletonRows label="the document" rows={8} /> : <ErrorNote problem={problemOf(error)} />;
  return (
    <div className={css.stack}>
      {data.open.length === 0 ? null : (
        <Note tone="warn">
          Not filled in yet: {data.open.map((key) => OPEN_WORDS[key] ?? `{${key}}`).join('; ')}. Enter the privacy contact below, or change
          the words.
        </Note>
      )}
      <article className={css.reading}>
        {data.sections.map((section) => (
          <section key={section.heading}>
            <h3>{section.heading}</h3>
            {section.paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </section>
        ))}
      </article>
      <div className={css.row}>
        <span className="second">Copy the words as they stand</span>
        <CopyButton text={textOf(data)} what={data.title.toLowerCase()} />
      </div>
    </div>
  );
};

/** The documents a practice owes people, each with its versions: read as people read it, edited as a new version. */
export const Documents = ({ privacy }: { readonly privacy: PrivacyView }) => {
  const { doc, edit = false } = route.useSearch();
  const navigate = useNavigate({ from: '/privacy' });
  const shown = privacy.documents.find((one) => one.name === doc) ?? privacy.documents[0];
  const show = (name: string, editing: boolean) =>
    void navigate({ search: { view: 'documents', doc: name, ...(editing ? { edit: true } : {}) } });
  const columns: readonly Column<Row>[] = [
    { id: 'title', head: 'Document', cell: (row) => row.title },
    {
      id: 'version',
      head: 'Version',
      align: 'end',
      cell: (row) => (row.version === 0 ? <span className="second">As it ships</span> : row.version.toLocaleString('en-AU')),
    },
    { id: 'based', head: 'From the text', cell: (row) => row.basedOn },
    {
      id: 'acts',
      head: 'Acts',
      quietHead: true,
      align: 'end',
      cell: (row) => (
        <span className={css.acts}>
          <Button
            size="xs"
            aria-pressed={row.name === shown?.name && !edit}
            aria-label={`Read the ${row.title.toLowerCase()}`}
            onClick={() => show(row.name, false)}
          >
            Read
          </Button>
          <Button
            size="xs"
            aria-pressed={row.name === shown?.name && edit}
            aria-label={`Edit the ${row.title.toLowerCase()}`}
            leftSection={<IconPencil size={15} stroke={1.7} aria-hidden="true" />}
            onClick={() => show(row.name, true)}
          >
            Edit
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      <Card title="Documents" count={privacy.documents.length} flush>
        <PlainTable
          label="Documents"
          columns={columns}
          rows={privacy.documents}
          rowKey={(row) => row.name}
          rowTone={(row) => (row.name === shown?.name ? 'current' : 'rest')}
        />
      </Card>
      {shown === undefined ? null : (
        <Card title={edit ? `Edit: ${shown.title}` : shown.title}>
          {edit ? (
            <StoredSetting key={shown.name} name={shown.setting} schema={privacyDocument} form={DocumentForm} />
          ) : (
            <Reading key={shown.name} name={shown.name} />
          )}
        </Card>
      )}
      {edit ? null : (
        <Card title="Privacy contact">
          <StoredSetting name="privacy-contact" schema={contactSchema} form={ContactForm} />
        </Card>
      )}
    </>
  );
};
