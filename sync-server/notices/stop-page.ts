const PAGE = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en-AU">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;

const page = (title: string, body: string): Response =>
  new Response(PAGE(title, body), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
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
