import type { PrivacyView } from '../../../core/contract/privacy.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { capital } from '../duplicates/capital.ts';
import css from './privacy.module.css';

type Limit = PrivacyView['limits'][number];
type Regime = PrivacyView['regimes'][number];
type Decision = PrivacyView['decisions'][number];
type DataClass = PrivacyView['classes'][number];

const UNITS: Readonly<Record<string, string>> = { 'business-days': 'business days' };
const CONFIDENCE: Readonly<Record<string, string>> = { high: 'Read in the source', medium: 'Read in part', low: 'The network’s reading' };

const wrapped = (text: string) => <span className={css.wrap}>{text}</span>;
/** How sure the text is, and what a lawyer still has to look at. */
const reviewed = ({ confidence, review }: Pick<Limit, 'confidence' | 'review'>) => (
  <Status kind={review.includes('counsel') ? 'late' : 'not-yet'} rest={wrapped(review)}>
    {CONFIDENCE[confidence] ?? confidence}
  </Status>
);

const LIMITS: readonly Column<Limit>[] = [
  { id: 'words', head: 'Limit', cell: (row) => wrapped(row.words) },
  { id: 'value', head: 'Value', align: 'end', cell: (row) => row.value.toLocaleString('en-AU') },
  { id: 'unit', head: 'In', cell: (row) => UNITS[row.unit] ?? row.unit },
  { id: 'from', head: 'Valid from', cell: (row) => <CalendarDay day={row.effectiveFrom} form="date" /> },
  { id: 'source', head: 'Source', cell: (row) => wrapped(row.sources.join('; ')) },
  { id: 'review', head: 'Review', cell: reviewed },
];

const DECISIONS: readonly Column<Decision>[] = [
  { id: 'name', head: 'Where', cell: (row) => wrapped(row.name) },
  { id: 'decides', head: 'What is decided', cell: (row) => wrapped(row.decides) },
  { id: 'uses', head: 'From', cell: (row) => wrapped(row.uses.join(', ')) },
  { id: 'effect', head: 'What it does', cell: (row) => wrapped(row.effect) },
  { id: 'by', head: 'Decided by', cell: (row) => (row.decidedBy === 'person' ? 'A person, after the program' : 'The program') },
];

const CLASSES: readonly Column<DataClass>[] = [
  { id: 'name', head: 'Class', cell: (row) => row.name },
  { id: 'count', head: 'Fields', align: 'end', cell: (row) => row.fields.length.toLocaleString('en-AU') },
  { id: 'fields', head: 'Fields of a contact', cell: (row) => <span className={css.wrap}>{row.fields.join(', ')}</span> },
];

const RegimeCard = ({ regime }: { readonly regime: Regime }) => (
  <Card title={regime.name} level={3} aside={<span className="second">Version {regime.version}</span>}>
    <div className={css.stack}>
      <p>
        {regime.regulator}, valid from <CalendarDay day={regime.effectiveFrom} form="date" />
      </p>
      {reviewed(regime)}
      <details>
        <summary>Words that are shown and printed</summary>
        <dl className={css.stack}>
          {Object.entries(regime.texts).map(([name, text]) => (
            <div key={name}>
              <dt className="second">{capital(name.replaceAll(/([A-Z])/gu, ' $1').toLowerCase())}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  </Card>
);

/** What the program decides by itself, the limits and texts of the law as they are configured, and the class of every field. */
export const Law = ({ privacy }: { readonly privacy: PrivacyView }) => (
  <>
    <Note tone="warn">
      These readings are no legal advice. Each says its source, from when it counts, and what counsel still has to confirm.
    </Note>
    <Card title="Decisions by or with a program" count={privacy.decisions.length} flush>
      <PlainTable label="Decisions by or with a program" columns={DECISIONS} rows={privacy.decisions} rowKey={(row) => row.code} />
    </Card>
    <Card title="Limits of the law" count={privacy.limits.length} flush>
      <PlainTable label="Limits of the law" columns={LIMITS} rows={privacy.limits} rowKey={(row) => row.code} />
    </Card>
    <section className={css.stack} aria-labelledby="regimes">
      <h2 id="regimes">Regimes</h2>
      <div className={css.pair}>
        {privacy.regimes.map((regime) => (
          <RegimeCard key={regime.code} regime={regime} />
        ))}
      </div>
    </section>
    <Card title="Data classes" count={privacy.classes.length} flush>
      <PlainTable label="Data classes" columns={CLASSES} rows={privacy.classes} rowKey={(row) => row.dataClass} />
    </Card>
  </>
);
