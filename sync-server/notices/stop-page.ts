import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
button { font: inherit; font-weight: 600; padding: 0.7rem 1.2rem; border: 1px solid; border-radius: 8px; cursor: pointer; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const PAGE = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en-AU">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;

const page = (title: string, body: string): Response =>
  new Response(PAGE(title, body), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });

/** Asks before it stops: mail programs open links by themselves. The same for every link. */
export const askToStop = (): Response =>
  page(
    'Stop these messages?',
    '<p>Flip 360 Desk will no longer tell you by mail or SMS that something arrived. Everything stays at your desk.</p><form method="post"><button type="submit">Stop them</button></form>',
  );

/** Says that it is done. The same for every link. */
export const stopped = (): Response =>
  page('No more messages', '<p>They are stopped, if this was your link. You can switch them on again at your desk, under Network.</p>');
