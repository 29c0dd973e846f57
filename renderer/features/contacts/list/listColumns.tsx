import type { ContactRow } from '../../../../core/contract/contact-list.ts';
import { customCodeOf } from '../../../../core/domain/contact/filter/fields.ts';
import { ownValueWords } from '../../../../core/domain/contact/own-field.ts';
import { CONTACT_COLUMNS, type ColumnFact, type ContactColumnName } from '../../../../core/domain/contact/view/columns.ts';
import type { ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { Ring } from '../../../ui/Ring.tsx';
import { Status } from '../../../ui/Status.tsx';
import type { StretchColumn } from '../../../ui/stretchGrid.ts';
import { signedCount } from '../../referrals/signedCount.ts';
import { flagName } from '../flagNames.ts';
import { sharingLook } from '../sharingLook.ts';
import css from '../contacts.module.css';

const Unsaid = ({ words = 'Not recorded' }: { readonly words?: string }) => <span className="second">{words}</span>;

const said = (value: string | null, words?: string) => value ?? <Unsaid {...(words === undefined ? {} : { words })} />;

const Name = ({ row }: { readonly row: ContactRow }) => (
  <span className={css.name}>
    <Avatar name={row.name} />
    <strong title={row.name}>{row.name}</strong>
    {row.flags.map((flag) => (
      <span key={flag} className={css.flag}>
        {flagName(flag)}
      </span>
    ))}
  </span>
);

const Referral = ({ referral }: Pick<ContactRow, 'referral'>) => {
  if (referral === null) return <Unsaid words="None" />;
  return (
    <span className={css.inline}>
      <Ring signed={signedCount(referral.signed)} decorative /> {referral.signed} of 5
      {referral.others > 0 ? <span className="second">, {referral.others} more</span> : null}
    </span>
  );
};

const cells: Readonly<Record<ContactColumnName, StretchColumn<ContactRow>['cell']>> = {
  name: (row) => <Name row={row} />,
  organisation: (row) => said(row.organisation, row.kind === 'person' ? 'Private person' : undefined),
  suburb: (row) => said(row.suburb),
  stage: (row) => said(row.stage?.name ?? null, 'No stage'),
  consent: (row) => (
    <Status kind={sharingLook(row.sharing)} {...(row.sharing.rest === null ? {} : { rest: row.sharing.rest })}>
      {row.sharing.words}
    </Status>
  ),
  referral: (row) => <Referral referral={row.referral} />,
  active: (row) => (row.activeAt === null ? <Unsaid words="None" /> : <DateTime at={row.activeAt} form="recent" inRow />),
  owner: (row) => said(row.owner?.name ?? null, 'Nobody'),
  phone: (row) => said(row.phone),
  email: (row) => said(row.email),
  tags: (row) => (row.tags.length === 0 ? <Unsaid words="None" /> : row.tags.join(', ')),
  abn: (row) => said(row.abn),
  region: (row) => said(row.region),
  postcode: (row) => said(row.postcode),
  added: (row) => <DateTime at={row.addedAt} form="recent" inRow />,
  changed: (row) => <DateTime at={row.changedAt} form="recent" inRow />,
};

/** A column of a field that the practice defined for itself. */
export interface OwnColumn {
  readonly name: string;
  readonly title: string;
  readonly type: string;
}

/** Every column the list can show: those of each desk, then the practice's own. */
export const columnFacts = (own: readonly OwnColumn[]): readonly ColumnFact[] => [
  ...CONTACT_COLUMNS,
  ...own.map(({ name, title }) => ({ name, title, width: 140, sort: true, edit: true })),
];

const cellOf = (name: string, types: ReadonlyMap<string, string>): StretchColumn<ContactRow>['cell'] => {
  const known = CONTACT_COLUMNS.find((column) => column.name === name);
  if (known !== undefined) return cells[known.name];
  return (row) => {
    const typed = row.own[customCodeOf(name) ?? ''] ?? '';
    return typed === '' ? <Unsaid /> : ownValueWords(types.get(name) ?? 'text', typed);
  };
};

/** The columns of a view, from left to right. A column that this desk does not know (any more) is left out. */
export const listColumns = (
  columns: ViewState['columns'],
  facts: readonly ColumnFact[],
  dragged: ReadonlyMap<string, number>,
  own: readonly OwnColumn[],
): readonly StretchColumn<ContactRow>[] => {
  const types = new Map(own.map((one) => [one.name, one.type]));
  return columns.flatMap(({ name, width }) => {
    const fact = facts.find((one) => one.name === name);
    if (fact === undefined) return [];
    const chosen = dragged.get(name) ?? width;
    return [
      {
        id: name,
        head: fact.title,
        cell: cellOf(name, types),
        width: chosen ?? fact.width,
        fixed: chosen !== null,
        sortable: fact.sort,
        edit: fact.edit,
      },
    ];
  });
};
