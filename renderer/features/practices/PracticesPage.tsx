import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { memberRecordQuery, registerQuery } from '../office/queries.ts';
import { AgreementAct, type AgreementKind } from './AgreementAct.tsx';
import { ChangedAccounts } from './ChangedAccounts.tsx';
import { ComeBack } from './ComeBack.tsx';
import { OwnPlace } from './OwnPlace.tsx';
import { OwnProducts } from './OwnProducts.tsx';
import { PayeeAccount } from './PayeeAccount.tsx';
import { PracticeCard } from './PracticeCard.tsx';
import type { PracticeRow } from './PracticeTable.tsx';

interface Signing {
  readonly practice: PracticeRow;
  readonly kind: AgreementKind;
  readonly answers: string | null;
}

/** Practices of the network, agreements with them, and where this practice is paid. */
export const PracticesPage = () => {
  const { data, error, refetch } = useQuery(registerQuery);
  const { data: status } = useQuery(statusQuery);
  const [signing, setSigning] = useState<Signing>();
  const own = status?.practice ?? null;
  const { data: record } = useQuery({ ...memberRecordQuery(own?.practice ?? ''), enabled: own !== null });
  const roles = status?.person?.roles ?? [];
  const head = (
    <PageHead
      title="Practices"
      line={
        own?.kind === 'office'
          ? 'The members of the network, and where you are paid'
          : 'Who you may refer to, the agreements with each, and where you are paid'
      }
    />
  );
  if (data === undefined || own === null)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="practices" rows={6} height={52} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const others = data.practices.filter((one) => one.practice !== own.practice);
  const stated = data.practices.find((one) => one.practice === own.practice);
  const ownGst = stated?.gst ?? false;
  return (
    <Page
      head={head}
      panel={
        <RightPanel label="Your practice">
          <Card title="Your practice">
            <KeyValues
              items={[
                { label: 'Legal name', value: own.legalName },
                { label: 'GST', value: ownGst ? 'Registered, as declared' : 'Not registered, as declared' },
                { label: 'People', value: own.soleSignatory ? 'Sole signatory' : 'Two or more' },
                { label: 'Network', value: `${data.network}${data.test ? ', a test network' : ''}` },
              ]}
            />
            {own.kind === 'office' ? null : (
              <p className="second" style={{ marginTop: 10 }}>
                <HrefLink href="/office">The register</HrefLink> holds every member with verticals, products and honour points, the rules
                and the communities.
              </p>
            )}
          </Card>
          {stated === undefined || stated.status === 'active' ? null : <ComeBack status={stated.status} />}
          {own.kind === 'office' ? null : <OwnPlace practice={own.practice} maySign={permits(roles, 'manage-people')} />}
          {own.kind === 'office' ? null : <OwnProducts practice={own.practice} maySign={permits(roles, 'manage-people')} />}
          {permits(roles, 'see-money') ? <PayeeAccount legalName={own.legalName} maySign={permits(roles, 'manage-people')} /> : null}
          {permits(roles, 'see-money') ? <ChangedAccounts mayConfirm={permits(roles, 'prepare-payouts')} /> : null}
        </RightPanel>
      }
    >
      <Stack gap={16}>
        {others.length === 0 ? (
          <EmptyState drawing="pairs" title="No other practice yet">
            The network office’s next file brings the practices that join.
          </EmptyState>
        ) : (
          others.map((practice) => (
            <PracticeCard
              key={practice.practice}
              practice={practice}
              ownGst={ownGst}
              ownOffice={own.kind === 'office'}
              said={record?.partners.find((partner) => partner.practice === practice.practice)?.said ?? 'none'}
              mayConfirm={permits(roles, 'manage-people')}
              mayHonour={permits(roles, 'sign-handshakes')}
              onSign={(kind, answers) => setSigning({ practice, kind, answers })}
            />
          ))
        )}
      </Stack>
      {signing === undefined ? null : <AgreementAct {...signing} onClose={() => setSigning(undefined)} />}
    </Page>
  );
};
