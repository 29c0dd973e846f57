import { canonicalText, type JsonObject } from '../../core/protocol/jcs.ts';
import { dateText } from './dates.ts';
import type { Opened } from './openLink.ts';

const SAID = {
  consent: 'You said yes',
  acknowledge: 'You said yes',
  outcome: 'You said yes',
  refuse: 'You said no',
  withdraw: 'You took your consent back',
} as const;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The client's receipt as a document of its own: what was said, when, to whom, how to take it back, and the numbers by which it is found. */
export const receiptDocument = ({ request, copy }: Opened): string => {
  const asker = request.members.find((member) => member.practice === request.by)?.name ?? '';
  const entries = copy.records.map((record) => {
    const choice = request.page.choices.find((one) => one.id === record.choice);
    return `<h2>${SAID[record.choice]}, ${escape(dateText(record.at, 'exact'))}</h2>
<p>${choice === undefined ? escape(request.page.headline) : `<strong>${escape(choice.title)}</strong> ${escape(choice.text)}`}</p>
<p class="small">Record ${record.ticket.event_hash}</p>`;
  });
  return `<!doctype html>
<html lang="en-AU"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Receipt for ${escape(request.page.client)}</title>
<style>body{font:16px/24px system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}h1,h2{font-size:1.2rem}.small{font-size:.8rem;overflow-wrap:anywhere}</style></head>
<body><h1>Receipt for ${escape(request.page.client)}</h1>
<p>${escape(asker)} asked: ${escape(request.page.headline)}</p>
<p>${escape(request.page.lead)}</p>
<p><strong>${escape(request.page.benefit.title)}</strong> ${escape(request.page.benefit.text)}</p>
${entries.join('\n')}
${request.page.choices.some((one) => one.id === 'withdraw') ? '' : `<h2>How to take it back</h2><p>${escape(request.page.withdrawal)}</p>`}
<h2>The whole notice, and where complaints go</h2><p>${escape(request.notice.words)}</p>
${request.test ? '<p>This is a test network. Whatever was signed binds nobody.</p>' : ''}
</body></html>
`;
};

/** The signed records themselves, for whoever wants to check them: nothing in it opens the link. */
export const recordsFile = ({ request, copy }: Opened): string =>
  canonicalText({
    format: 'flip360-client-records/1',
    net: request.net,
    page: request.page as unknown as JsonObject,
    records: copy.records.map((record) => record.text),
    referral: request.referral,
  });

/** Hands a text to the browser as a file. */
export const saveText = (name: string, type: string, text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
