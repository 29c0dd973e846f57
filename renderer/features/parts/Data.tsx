import { useState } from 'react';
import { Button } from '@mantine/core';
import { Avatar } from '../../ui/Avatar.tsx';
import { BulkBar } from '../../ui/BulkBar.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { AddFilter } from '../../ui/FilterChip.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { Views } from '../../ui/Views.tsx';
import { people, type Person } from './sample.ts';
import { Section } from './Section.tsx';
import css from './parts.module.css';

const consent: Readonly<Record<Person['consent'], readonly [kind: StatusKind, words: string]>> = {
  given: ['done', 'Given'],
  asked: ['waiting', 'Asked 13 Oct'],
  expires: ['late', 'Expires Mon 19 Oct'],
  withdrawn: ['withdrawn', 'Withdrawn 24 Sep'],
  'not-asked': ['not-yet', 'Not asked'],
};

const columns: readonly Column<Person>[] = [
  {
    id: 'name',
    head: 'Name',
    track: 'minmax(190px, 1.4fr)',
    sortBy: (person) => person.name,
    cell: (person) => (
      <>
        <Avatar name={person.name} />
        {person.name}
      </>
    ),
  },
  {
    id: 'organisation',
    head: 'Organisation',
    track: 'minmax(160px, 1fr)',
    sortBy: (person) => person.organisation,
    cell: (person) => person.organisation,
  },
  {
    id: 'consent',
    head: 'Consent',
    track: 'minmax(180px, 1fr)',
    cell: (person) => <Status kind={consent[person.consent][0]}>{consent[person.consent][1]}</Status>,
  },
  {
    id: 'referral',
    head: 'Open referral',
    track: '120px',
    sortBy: (person) => person.signed,
    cell: (person) => (
      <>
        <Ring signed={person.signed} decorative /> <span className="second">{person.signed} of 5</span>
      </>
    ),
  },
  {
    id: 'owner',
    head: 'Owner',
    track: 'minmax(100px, 0.6fr)',
    sortBy: (person) => person.owner,
    cell: (person) => <span className="second">{person.owner}</span>,
  },
];

/** The virtual grid with 20,000 rows, views, filters, the bulk bar and the right panel. */
export const Data = () => {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['p2', 'p5']));
  const [view, setView] = useState('mine');
  const [opened, setOpened] = useState('Enter opens a row.');
  return (
    <Section title="Grid, 20,000 rows">
      <div className={css.frame}>
        <Views
          views={[
            { id: 'mine', name: 'My clients', count: 326 },
            { id: 'all', name: 'All people', count: '20,000' },
          ]}
          current={view}
          onChoose={setView}
        />
        <FilterBar side={<span>Sorted by name</span>}>
          <AddFilter onClick={() => setOpened('Choose a field')} />
        </FilterBar>
        <div className={css.panelled}>
          <div style={{ flex: 1, minWidth: 0, position: 'relative' }} className={css.tall}>
            <DataGrid
              label="Contacts"
              columns={columns}
              rows={people}
              rowKey={(person) => person.id}
              rowName={(person) => person.name}
              selected={selected}
              onSelect={setSelected}
              onOpen={(person) => setOpened(`Opened ${person.name}`)}
            />
            <BulkBar
              count={selected.size}
              all={{
                label: 'Select all 20,000 matching',
                onSelect: () => setSelected(new Set(people.map((person) => person.id))),
              }}
              onClear={() => setSelected(new Set())}
            >
              <Button variant="filled">Ask consent again</Button>
              <Button>Export</Button>
            </BulkBar>
          </div>
          <RightPanel label="Details">
            <h3>Details</h3>
            <p role="status">{opened}</p>
          </RightPanel>
        </div>
      </div>
    </Section>
  );
};
