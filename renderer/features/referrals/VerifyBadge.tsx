import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { IconRefresh, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { referralView, type ReferralView } from '../../../core/contract/referrals.ts';
import { useNow, useZone } from '../../app/clock.ts';
import { request } from '../../client.ts';
import { momentText } from '../../ui/dateText.ts';
import { instantOf } from '../../ui/exact.ts';
import { referralQuery } from './queries.ts';
import css from './VerifyBadge.module.css';

/** Says when this desk last checked every record of the referral, and checks again when pressed. */
export const VerifyBadge = ({ view }: { readonly view: ReferralView }) => {
  const queries = useQueryClient();
  const now = useNow();
  const zone = useZone();
  const again = useMutation({
    mutationFn: () => request('POST', `/api/referrals/${view.intent}/verify`, referralView.shape.verified, { body: {} }),
    onSuccess: (verified) =>
      queries.setQueryData(referralQuery(view.intent).queryKey, (held) => (held === undefined ? held : { ...held, verified })),
  });
  const { ok, at, checks } = view.verified;
  const Icon = ok ? IconShieldCheck : IconShieldX;
  const when = momentText(instantOf(at), 'recent', zone, now).replace(/^Today, /u, '');
  return (
    <Button
      className={css.badge ?? ''}
      data-tone={ok ? 'ok' : 'bad'}
      size="md"
      loading={again.isPending}
      leftSection={<Icon size={16} stroke={1.7} aria-hidden="true" />}
      rightSection={<IconRefresh size={15} stroke={1.7} aria-hidden="true" />}
      title={`${checks.toLocaleString('en-AU')} checks: bytes, hashes, signatures, order, place in the log`}
      onClick={() => again.mutate()}
    >
      {ok ? `Verified ${when}` : `Not intact, ${when}`}
      <span className="visually-hidden">, {checks} checks. Check again</span>
    </Button>
  );
};
