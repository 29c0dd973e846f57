import { Button, Modal, Stack } from '@mantine/core';
import type { OfficePageInvitation } from '../../../core/contract/office-page.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import css from '../referrals/acts/ClientLinkDialog.module.css';

/** The link of one person, shown once: the desk keeps none, the server its hash. */
export const InvitationDialog = ({ invitation, onClose }: { readonly invitation: OfficePageInvitation; readonly onClose: () => void }) => (
  <Modal opened onClose={onClose} size={520} title={`Link for ${invitation.name}`}>
    <Stack gap={12}>
      <p>
        It opens the page once, until <DateTime at={invitation.expires} form="moment" inRow />. {invitation.name} opens it on the device
        that shall hold the passkey.
      </p>
      <div className={css.code}>
        <svg
          viewBox={`0 0 ${invitation.qr.size} ${invitation.qr.size}`}
          role="img"
          aria-label="QR code of the link"
          shapeRendering="crispEdges"
        >
          <path d={invitation.qr.path} />
        </svg>
        <div className={css.link}>
          <code>{invitation.link}</code>
          <CopyButton text={invitation.link} what="link" />
        </div>
        <p className="second small">
          Whoever opens it first is let in as {invitation.name}. Hand it over in person, and make a new one where it may have been seen.
        </p>
      </div>
      <Button variant="filled" onClick={onClose}>
        Close
      </Button>
    </Stack>
  </Modal>
);
