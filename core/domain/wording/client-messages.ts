import { foldedForSms, plainForSms, smsSize } from '../text/sms.ts';

/** One message in both of its forms; only the one of the address leaves. */
export type ClientMessage = { readonly subject: string; readonly text: string; readonly sms: string };

/** The first of the texts that one segment holds; the last where none does. */
const fitting = (...texts: readonly [string, ...string[]]): string =>
  texts.find((text) => smsSize(text).segments === 1) ?? texts.at(-1) ?? texts[0];

/**
 * The message of a link: who asks, the link, and when it ends ("4 Sep 2026"). Nothing about the referral, its purpose or the client. As a text message
 * it says as much of that as one segment holds beside the link, and never less than name and link.
 */
export const linkMessage = (practice: string, url: string, ends: string): ClientMessage => {
  const name = foldedForSms(plainForSms(practice));
  return {
    subject: `${practice} asks you`,
    text: `${practice} asks you to read one page and to answer it:\n\n${url}\n\nThe link is for you alone and ends on ${ends}. You need no account, and you can say no. If you did not expect this, do nothing and tell the practice.\n`,
    sms: fitting(
      `${name} asks you to read and answer one page by ${ends}. For you alone: ${url}`,
      `${name} asks you to answer this, for you alone: ${url}`,
      `${name} asks you: ${url}`,
      `${name}: ${url}`,
    ),
  };
};

/** The message of the code beside a link: who sends it and what it is for. */
export const codeMessage = (practice: string, code: string): ClientMessage => ({
  subject: 'Your code',
  text: `Your code for ${practice}: ${code}\n\nYou need it only if you choose to sign without a passkey on the page of our other message. Do not pass it on.\n`,
  sms: fitting(
    `Your code for ${foldedForSms(plainForSms(practice))}: ${code}\nOnly for the page of our other message, if you sign without a passkey. Do not pass it on.`,
    `Your code: ${code}\nOnly for the page of our other message. Do not pass it on.`,
  ),
});

/** The message of a code for a page on the practice's own screen. */
export const screenCodeMessage = (practice: string, code: string): ClientMessage => ({
  subject: 'Your code',
  text: `Your code for ${practice}: ${code}\n\nEnter it on the page that the practice shows you. It confirms that you are the person being asked. If you did not expect this, do nothing and tell the practice.\n`,
  sms: fitting(
    `Your code for ${foldedForSms(plainForSms(practice))}: ${code}\nEnter it on the page that the practice shows you. Not expected? Do nothing.`,
    `Your code: ${code}\nEnter it on the page that the practice shows you.`,
  ),
});
