import type { OutgoingMail } from '../../core/ports/message-senders.ts';
import type { NoticeSenders } from './senders.ts';

type Operator = Pick<NoticeSenders, 'name' | 'url'>;
type Words = Pick<OutgoingMail, 'subject' | 'text'>;

const SUBJECT = 'Something waits for you in Flip 360 Desk';

/** The one mail by which a member is told: constants, the operator's name and the link that stops them. Nothing of what arrived, of whom, or of the member. */
export const noticeMail = ({ name }: Operator, stop: string): Words => ({
  subject: SUBJECT,
  text: `Something arrived for your practice in Flip 360 Desk.

Open the desk to see what it is: this message says nothing of it on purpose. If somebody at your practice has dealt with it already, nothing is left to do.

Sent by ${name}, who runs the server of your network, because this was asked for at your desk. Nobody reads answers to this address.
To stop these messages: ${stop}
`,
});

/** As `noticeMail`, for a telephone. */
export const noticeText = ({ name }: Operator, stop: string): string => `${SUBJECT}. ${name}. Stop: ${stop}`;

/** The mail that shows that an address is the member's. */
export const codeMail = ({ name }: Operator, code: string): Words => ({
  subject: 'Your code for Flip 360 Desk',
  text: `${code} is your code for notices of Flip 360 Desk.

Enter it at the desk within 15 minutes. If you did not ask for it, do nothing: without it nothing more is sent to this address.

Sent by ${name}, who runs the server of the network.
`,
});

/** As `codeMail`, for a telephone. */
export const codeText = ({ name }: Operator, code: string): string =>
  `${code} is your code for notices of Flip 360 Desk. If you did not ask for it, do nothing. ${name}`;
