import type { Status } from '../../../core/contract/status.ts';
import { Card } from '../../ui/Card.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { warningPlace } from './warningPlace.ts';
import css from './TodayPage.module.css';

/** What is not well with the desk itself, each with its way out. */
export const DeskWarnings = ({ warnings }: { readonly warnings: Status['warnings'] }) => (
  <Card title="This desk" count={warnings.length} flush>
    <ul className={css.needs}>
      {warnings.map((warning) => {
        const place = warningPlace(warning.code);
        return (
          <li key={warning.code} className={css.warning}>
            <span className={css.alarm}>
              <StatusIcon kind="late" />
              <span>{warning.text}</span>
            </span>
            <span className={css.detail}>
              {warning.next} {place === undefined ? null : <HrefLink href={place.href}>{place.name}</HrefLink>}
            </span>
          </li>
        );
      })}
    </ul>
  </Card>
);
