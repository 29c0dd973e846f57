import { expect, it } from 'vitest';
import { startServer } from '../testing/start-server.ts';

it('is described by the schemas that it checks with', async () => {
  const server = await startServer();
  const document = (await (await server.request('/api/v1/openapi.json')).json()) as {
    readonly openapi: string;
    readonly components: { readonly schemas: Record<string, { readonly properties?: Record<string, unknown> }> };
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.components.schemas['ReferralDraft']?.properties ?? {})).toEqual([
    'client',
    'purpose',
    'purposeWords',
    'estimate',
    'reference',
  ]);
  const names = JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/gu);
  for (const [, name = ''] of names) expect(document.components.schemas).toHaveProperty(name);
  await server.close();
});
