import type { Today } from '../../../core/contract/desk.ts';
import { Card } from '../../ui/Card.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { signedCount } from '../referrals/signedCount.ts';
import { Due } from './NeedsYou.tsx';
import css from './TodayPage.module.css';

/** Referrals whose next act is somebody else's. */
export const WaitingOnOthers = ({ waiting }: { readonly waiting: Today['waiting'] }) => (
  <Card title="Waiting on others" count={waiting.length} flush aside={<HrefLink href="/referrals?view=open">All open</HrefLink>}>
    {waiting.length === 0 ? (
      <p className={css.nothing}>Nothing waits on anybody else.</p>
    ) : (
      <ul className={css.needs}>
        {waiting.map((one) => (
          <li key={one.intent} className={css.wait}>
            <Ring signed={signedCount(one.signed)} next={one.late ? 'late' : 'waiting'} size={17} />
            <span className={css.words}>
              <HrefLink href={`/referrals/${one.intent}`} className={css.waitTitle}>
                {one.title}
              </HrefLink>
              <span className={css.detail}>{one.detail}</span>
            </span>
            <Due due={one.due} late={one.late} />
          </li>
        ))}
      </ul>
    )}
  </Card>
);
