import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { Card } from '../../ui/Card.tsx';
import css from './campaigns.module.css';
import { SegmentWords } from './SegmentWords.tsx';

const people = (count: number): string => `${count.toLocaleString('en-AU')} ${count === 1 ? 'person' : 'people'}`;

/** Who gets the campaign, and who of its segment does not, with the reason and the names. */
export const Audience = ({ campaign }: { readonly campaign: CampaignView }) => {
  const { audience, state, sent } = campaign;
  // Who got it stands in the table of its messages, not among those left out.
  const leftOut = audience.leftOut.filter((group) => group.why !== 'reached-before');
  const figure =
    state === 'draft'
      ? people(audience.send)
      : state === 'sent'
        ? `${people(sent)} written to`
        : `${people(audience.send)} still to write to`;
  return (
    <Card title="Who gets it">
      <div className={css.audience}>
        <p className={css.figure}>{figure}</p>
        <p className="second">
          Segment: <SegmentWords line={campaign.segment} />
        </p>
        {leftOut.length === 0 ? <p className="second">Nobody of the segment is left out.</p> : <h3>Left out, as things stand now</h3>}
        {leftOut.map((group) => (
          <details key={group.why} className={css.leftOut} open={leftOut.length <= 3}>
            <summary>
              {group.words} <span className="second">{group.count.toLocaleString('en-AU')}</span>
            </summary>
            <ul className={css.bullets}>
              {group.names.map((name, at) => (
                // Two people may have the same name: their place in the list is what they are.
                <li key={`${String(at)} ${name}`}>{name}</li>
              ))}
            </ul>
            {group.count > group.names.length ? (
              <p className="second">and {(group.count - group.names.length).toLocaleString('en-AU')} more</p>
            ) : null}
          </details>
        ))}
      </div>
    </Card>
  );
};
