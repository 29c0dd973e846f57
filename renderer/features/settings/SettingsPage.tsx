import type { ComponentType, ReactNode } from 'react';
import { Button } from '@mantine/core';
import {
  IconArchive,
  IconArrowsSplit,
  IconBuildingBank,
  IconBuildingEstate,
  IconCalendarTime,
  IconChecklist,
  IconClockHour4,
  IconDeviceMobileMessage,
  IconFlask,
  IconForms,
  IconKeyboard,
  IconLayoutKanban,
  IconMail,
  IconMailHeart,
  IconReceiptTax,
  IconRoute,
  IconSpeakerphone,
  IconStairs,
  IconUsersGroup,
  type IconProps,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { BankForm } from './BankForm.tsx';
import { MailForm } from './MailForm.tsx';
import { SmsForm } from './SmsForm.tsx';
import { DemoSpace } from './DemoSpace.tsx';
import { BackupFolderForm, GstForm, ShortcutForm } from './OtherForms.tsx';
import { settingsQuery, type Settings } from './queries.ts';
import { CrmSettings, type CrmSetting } from './stored/CrmSettings.tsx';
import css from './SettingsPage.module.css';

const route = getRouteApi('/desk/settings');

type SectionId = 'bank' | 'mail' | 'sms' | 'backups' | 'gst' | 'keyboard' | 'demo' | CrmSetting;

interface Section {
  readonly id: SectionId;
  readonly name: string;
  readonly icon: ComponentType<IconProps>;
  readonly line: string;
}

const sections: readonly Section[] = [
  {
    id: 'bank',
    name: 'Bank and its file',
    icon: IconBuildingBank,
    line: 'The account that payouts leave from, and how its bank wants the payment file.',
  },
  {
    id: 'mail',
    name: 'Mail server',
    icon: IconMail,
    line: 'Your own server sends clients the code for their page. Nobody else is in between.',
  },
  {
    id: 'sms',
    name: 'Text messages',
    icon: IconDeviceMobileMessage,
    line: 'Your own account at Twilio sends clients their link and code as a text message. Leave it out, and they go by e-mail.',
  },
  {
    id: 'backups',
    name: 'Backup folder',
    icon: IconArchive,
    line: 'A second place for backups, so that they survive this disk.',
  },
  {
    id: 'gst',
    name: 'GST',
    icon: IconReceiptTax,
    line: 'Decides whether commissions come with a tax invoice.',
  },
  { id: 'keyboard', name: 'Keyboard', icon: IconKeyboard, line: 'How this window answers to single keys.' },
  {
    id: 'workspaces',
    name: 'Workspaces and seats',
    icon: IconUsersGroup,
    line: 'Who acts in which workspace. Work of a seat goes to whoever has it.',
  },
  { id: 'lifecycle', name: 'Lifecycle stages', icon: IconStairs, line: 'Which stages a contact goes through, and what each one asks for.' },
  { id: 'pipelines', name: 'Pipelines', icon: IconLayoutKanban, line: 'Columns of the board, chances, and what a drop asks for.' },
  {
    id: 'routing',
    name: 'Lead routing',
    icon: IconArrowsSplit,
    line: 'Who takes a contact that enters a workspace without a named owner.',
  },
  { id: 'working-time', name: 'Hours and holidays', icon: IconCalendarTime, line: 'When the clocks of leads and tickets run.' },
  { id: 'service-promises', name: 'Service promises', icon: IconClockHour4, line: 'How long leads and tickets may wait, in working time.' },
  {
    id: 'referral-board',
    name: 'Board of referrals',
    icon: IconRoute,
    line: 'Weighted sums and slow cards. It changes no handshake and no money.',
  },
  {
    id: 'contact-fields',
    name: 'Own fields of contacts',
    icon: IconForms,
    line: 'What this practice records about its contacts beyond the form.',
  },
  {
    id: 'marketing-sender',
    name: 'Sender of campaigns',
    icon: IconSpeakerphone,
    line: 'Who a campaign names as its sender, where replies to unsubscribe come in, and how fast messages go out.',
  },
  {
    id: 'compliance-gates',
    name: 'Compliance gates',
    icon: IconChecklist,
    line: 'What a marketing asset has to pass before it is published or sent.',
  },
  {
    id: 'business-register',
    name: 'ABN Lookup',
    icon: IconBuildingEstate,
    line: 'Compares what an applicant declares with the Australian Business Register.',
  },
  {
    id: 'welcome',
    name: 'Welcome to members',
    icon: IconMailHeart,
    line: 'What the office writes to a practice when it is activated. It is offered with its text, and sent once.',
  },
  { id: 'demo', name: 'Demo space', icon: IconFlask, line: 'Sample clients in a data area of their own.' },
];

/** Sections that only the network office has. */
const officeOnly: ReadonlySet<SectionId> = new Set(['business-register', 'welcome']);

/** Sections that only say something to who may change them. */
const practiceOnly: ReadonlySet<SectionId> = new Set(['bank', 'mail', 'sms', 'backups', 'gst', 'demo']);

const Body = ({
  id,
  settings,
  gst,
  manages,
}: {
  readonly id: SectionId;
  readonly settings: Settings;
  readonly gst: boolean;
  readonly manages: boolean;
}): ReactNode => {
  if (practiceOnly.has(id) && !manages) return <Note tone="mute">Your role does not change this. A principal or operations does.</Note>;
  switch (id) {
    case 'bank':
      return <BankForm settings={settings} />;
    case 'mail':
      return <MailForm settings={settings} />;
    case 'sms':
      return <SmsForm settings={settings} />;
    case 'backups':
      return <BackupFolderForm settings={settings} />;
    case 'gst':
      return <GstForm registered={gst} maySign={manages} />;
    case 'keyboard':
      return <ShortcutForm />;
    case 'demo':
      return <DemoSpace />;
    default:
      return <CrmSettings name={id} />;
  }
};

const keptOf = (id: SectionId, settings: Settings, gst: boolean, letters: boolean): string => {
  switch (id) {
    case 'bank':
      return settings.bank === null ? 'Not entered' : 'Entered';
    case 'mail':
      return settings.mail === null ? 'Not entered' : 'Entered';
    case 'sms':
      return settings.sms === null ? 'Not entered' : 'Entered';
    case 'backups':
      return settings.backupFolder === null || settings.backupFolder === '' ? 'None' : 'Entered';
    case 'gst':
      return gst ? 'Registered' : 'Not registered';
    case 'keyboard':
      return letters ? 'On' : 'Off';
    default:
      return '';
  }
};

/** Settings of the practice: bank, mail, text messages, backups, GST, keyboard. Every change is a version. */
export const SettingsPage = () => {
  const { data, error, refetch } = useQuery(settingsQuery);
  const { data: status } = useQuery(statusQuery);
  const { section: asked } = route.useSearch();
  const navigate = useNavigate({ from: '/settings' });
  const shown = sections.filter((one) => status?.practice?.kind === 'office' || !officeOnly.has(one.id));
  const chosen = shown.find((one) => one.id === asked)?.id ?? 'bank';
  const head = <PageHead title="Settings" line="Every change is kept as a version, with who made it and when" />;
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="settings" rows={6} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const gst = status?.practice?.gst ?? false;
  const section = sections.find((one) => one.id === chosen);
  return (
    <Page head={head} flush>
      <div className={css.panes}>
        <nav className={css.nav} aria-label="Settings">
          <ul>
            {shown.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className={css.item}
                  aria-current={one.id === chosen ? 'true' : undefined}
                  onClick={() => void navigate({ search: { section: one.id }, replace: true })}
                >
                  <one.icon size={17} stroke={1.7} aria-hidden="true" />
                  <span className={css.name}>{one.name}</span>
                  <span className="second small">{keptOf(one.id, data, gst, data.singleKeyShortcuts)}</span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <section className={css.body} aria-labelledby="settings-head" tabIndex={-1}>
          <h2 id="settings-head" className={css.head}>
            {section?.name}
          </h2>
          <p className={css.line}>{section?.line}</p>
          <Body key={chosen} id={chosen} settings={data} gst={gst} manages={permits(status?.person?.roles ?? [], 'manage-settings')} />
        </section>
      </div>
    </Page>
  );
};
