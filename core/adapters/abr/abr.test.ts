import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithRegister } from '../../domain/identity/business-register.ts';
import type { BusinessRegister } from '../../ports/business-register.ts';
import { abrOverHttp } from './abr-over-http.ts';
import { type AbrStandIn, openAbrStandIn, STAND_IN_GUID } from './abr-stand-in.fixture.ts';
import { parseXml } from './xml-elements.ts';

let standIn: AbrStandIn;
beforeAll(async () => {
  standIn = await openAbrStandIn();
});
afterAll(async () => standIn.close());

const at = (service: 'json' | 'xml', path = '', guid = STAND_IN_GUID): BusinessRegister => {
  const register = abrOverHttp({ guid, service, address: `${standIn.address}${path}` }, 300);
  if (register === null) throw new Error('no register');
  return register;
};

it('looks up nothing without a GUID', () => {
  expect(abrOverHttp({ guid: '', service: 'json', address: standIn.address })).toBeNull();
});

describe.each(['json', 'xml'] as const)('ABN lookup by %s', (service) => {
  it('finds an active entity with its GST', async () => {
    expect(await at(service).byAbn('51824753556')).toMatchObject({
      outcome: 'found',
      business: {
        abn: '51824753556',
        status: 'active',
        name: 'SMITH & PARTNERS PTY LTD',
        businessNames: ['Smith & Partners'],
        gst: { registered: true, from: '2020-07-01', to: null },
        state: 'ACT',
        postcode: '2601',
      },
    });
  });

  it('says cancelled, and GST that never was', async () => {
    expect(await at(service).byAbn('53004085616')).toMatchObject({
      outcome: 'found',
      business: { status: 'cancelled', gst: { registered: false, from: null } },
    });
  });

  it('says not found, a refused GUID, and the words of the register', async () => {
    expect(await at(service).byAbn('12004044937')).toEqual({ outcome: 'not-found' });
    expect(await at(service, '', '99999999-2222-3333-4444-555555555555').byAbn('51824753556')).toEqual({ outcome: 'guid-refused' });
    expect(await at(service).byAbn('51824753')).toEqual({ outcome: 'message', message: 'Search text is not a valid ABN or ACN' });
  });

  it.each([
    ['/slow', 'no answer in time'],
    ['/broken', 'its answer cannot be read'],
    ['/down', 'it answered with status 503'],
    ['/huge', 'its answer is longer than 1 MB'],
  ])('says why nothing is known: %s', async (path, why) => {
    expect(await at(service, path).byAbn('51824753556')).toEqual({ outcome: 'unreachable', why });
  });

  it('follows no redirect and names no address', async () => {
    const answer = await at(service, '/away').byAbn('51824753556');
    expect(answer.outcome).toBe('unreachable');
    expect(JSON.stringify(answer)).not.toContain(STAND_IN_GUID);
  });
});

it('knows from XML when GST ended; JSON says only that there is none', async () => {
  expect(await at('xml').byAbn('94360360305')).toMatchObject({
    business: { gst: { registered: false, from: '2015-07-01', to: '2021-06-30' } },
  });
  expect(await at('json').byAbn('94360360305')).toMatchObject({ business: { gst: { registered: false, from: null, to: null } } });
});

describe('what was declared beside the register', () => {
  const agreeing = async (abn: string, legalName: string, registered: boolean, from: string | null) => {
    const answer = await at('json').byAbn(abn);
    if (answer.outcome !== 'found') throw new Error(answer.outcome);
    return compareWithRegister({ legalName, gst: { registered, from } }, answer.business).map(
      ({ what, agrees }) => `${what} ${String(agrees)}`,
    );
  };
  it('agrees with a legal name however it is spelt, and with a business name', async () => {
    const all = ['abn true', 'name true', 'gst true', 'gst-from true'];
    expect(await agreeing('18360360309', 'ABC Finance Pty Ltd', true, '2020-07-01')).toEqual(all);
    expect(await agreeing('51824753556', 'Smith and Partners', true, '2020-07-01')).toEqual(all);
    expect(await agreeing('94360360305', 'Dana Lee', false, null)).toEqual(['abn true', 'name true', 'gst true']);
  });
  it('names each thing that differs', async () => {
    expect(await agreeing('53004085616', 'Other Lending', true, '2020-07-01')).toEqual(['abn false', 'name false', 'gst false']);
    expect(await agreeing('18360360309', 'ABC Finance', true, '2021-07-01')).toEqual([
      'abn true',
      'name true',
      'gst true',
      'gst-from false',
    ]);
  });
});

it('reads elements, refuses document types and broken nesting', () => {
  expect(parseXml('<a><b>1 &amp; 2</b><c:d x="y"/></a>')).toMatchObject({ name: 'a', children: [{ text: '1 & 2' }, { name: 'd' }] });
  for (const bad of ['<!DOCTYPE a><a/>', '<a><b></a></b>', '<a/><b/>', '<a', 'text', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`])
    expect(parseXml(bad)).toBeUndefined();
});
