import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The GUID that the stand-in knows. */
export const STAND_IN_GUID = '11111111-2222-3333-4444-555555555555';

type Entity = {
  readonly abn: string;
  readonly name: string;
  readonly status?: 'Active' | 'Cancelled';
  readonly gstFrom?: string;
  readonly gstTo?: string;
  readonly businessNames?: readonly string[];
  readonly person?: readonly [given: string, other: string, family: string];
};

const ENTITIES: readonly Entity[] = [
  { abn: '51824753556', name: 'SMITH & PARTNERS PTY LTD', gstFrom: '2020-07-01', businessNames: ['Smith & Partners'] },
  { abn: '74172177893', name: 'THE TRUSTEE FOR PSS FUND', gstFrom: '2000-07-01' },
  { abn: '18360360309', name: 'ABC FINANCE PTY LIMITED', gstFrom: '2020-07-01' },
  {
    abn: '94360360305',
    name: 'LEE, DANA',
    person: ['DANA', '', 'LEE'],
    businessNames: ['Delta Bookkeeping'],
    gstFrom: '2015-07-01',
    gstTo: '2021-06-30',
  },
  { abn: '53004085616', name: 'ACACIA LENDING PTY LTD', status: 'Cancelled' },
];

const json = (entity: Entity | undefined, message: string) => ({
  Abn: entity?.abn ?? '',
  AbnStatus: entity === undefined ? '' : (entity.status ?? 'Active'),
  AbnStatusEffectiveFrom: entity === undefined ? '' : '1999-11-01',
  Acn: '',
  AddressDate: entity === undefined ? null : '2020-02-04',
  AddressPostcode: entity === undefined ? '' : '2601',
  AddressState: entity === undefined ? '' : 'ACT',
  BusinessName: entity?.businessNames ?? [],
  EntityName: entity?.name ?? '',
  EntityTypeCode: entity === undefined ? '' : 'PRV',
  EntityTypeName: entity === undefined ? '' : 'Australian Private Company',
  Gst: entity?.gstFrom === undefined || entity.gstTo !== undefined ? null : entity.gstFrom,
  Message: message,
});

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const xmlOf = (inside: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<ABRPayloadSearchResults xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://abr.business.gov.au/ABRXMLSearch/">
  <request><identifierSearchRequest><authenticationGUID>hidden</authenticationGUID></identifierSearchRequest></request>
  <response><usageStatement>The Registrar of the ABR monitors the quality of the information.</usageStatement>${inside}</response>
</ABRPayloadSearchResults>`;

const exception = (code: string, description: string): string =>
  xmlOf(`<exception><exceptionDescription>${description}</exceptionDescription><exceptionCode>${code}</exceptionCode></exception>`);

const entityXml = (entity: Entity): string =>
  xmlOf(`<businessEntity202001><recordLastUpdatedDate>2020-02-04</recordLastUpdatedDate>
<ABN><identifierValue>${entity.abn}</identifierValue><isCurrentIndicator>Y</isCurrentIndicator><replacedFrom>0001-01-01</replacedFrom></ABN>
<entityStatus><entityStatusCode>${entity.status ?? 'Active'}</entityStatusCode><effectiveFrom>1999-11-01</effectiveFrom><effectiveTo>0001-01-01</effectiveTo></entityStatus>
<ASICNumber /><entityType><entityTypeCode>PRV</entityTypeCode><entityDescription>Australian Private Company</entityDescription></entityType>
${entity.gstFrom === undefined ? '' : `<goodsAndServicesTax><effectiveFrom>${entity.gstFrom}</effectiveFrom><effectiveTo>${entity.gstTo ?? '0001-01-01'}</effectiveTo></goodsAndServicesTax>`}
${
  entity.person === undefined
    ? `<mainName><organisationName>${escape(entity.name)}</organisationName><effectiveFrom>1999-11-01</effectiveFrom></mainName>`
    : `<legalName><givenName>${entity.person[0]}</givenName><otherGivenName>${entity.person[1]}</otherGivenName><familyName>${entity.person[2]}</familyName></legalName>`
}
<mainBusinessPhysicalAddress><stateCode>ACT</stateCode><postcode>2601</postcode></mainBusinessPhysicalAddress>
${(entity.businessNames ?? []).map((name) => `<businessName><organisationName>${escape(name)}</organisationName></businessName>`).join('')}
</businessEntity202001>`);

const answerJson = (query: URLSearchParams): string => {
  const callback = query.get('callback') ?? 'callback';
  const wrap = (value: unknown): string => `${callback}(${JSON.stringify(value)})`;
  const refused = 'The GUID entered is not recognised as a Registered Party';
  if (query.get('guid') !== STAND_IN_GUID) return wrap(json(undefined, refused));
  const abn = query.get('abn') ?? '';
  if (!/^[0-9]{11}$/u.test(abn)) return wrap(json(undefined, 'Search text is not a valid ABN or ACN'));
  const entity = ENTITIES.find((one) => one.abn === abn);
  return wrap(entity === undefined ? json(undefined, 'No record found') : json(entity, ''));
};

const answerXml = (query: URLSearchParams): string => {
  if (query.get('authenticationGuid') !== STAND_IN_GUID)
    return exception('WEBSERVICES', 'The GUID entered is not recognised as a Registered Party');
  const wanted = query.get('searchString') ?? '';
  if (!/^[0-9]{11}$/u.test(wanted)) return exception('WEBSERVICES', 'Search text is not a valid ABN or ACN');
  const entity = ENTITIES.find((one) => one.abn === wanted);
  return entity === undefined ? exception('SEARCH', 'No record found') : entityXml(entity);
};

export type AbrStandIn = { readonly address: string; readonly asked: () => number; readonly close: () => Promise<void> };

/**
 * A local server that answers as the Australian Business Register does, its errors with status 200 among them. The path `/slow` answers never,
 * `/broken` something else than was asked for, `/huge` without end.
 */
export const openAbrStandIn = async (): Promise<AbrStandIn> => {
  let asked = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    asked += 1;
    if (pathname.startsWith('/slow')) return;
    if (pathname.startsWith('/broken')) return void response.end('<html>Service unavailable</html>');
    if (pathname.startsWith('/down')) return void response.writeHead(503).end();
    if (pathname.startsWith('/away')) return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    if (pathname.startsWith('/huge')) return void response.end('x'.repeat(1_100_000));
    if (pathname.startsWith('/json/')) {
      response.setHeader('content-type', 'application/javascript; charset=utf-8');
      return void response.end(answerJson(searchParams));
    }
    response.setHeader('content-type', 'text/xml; charset=utf-8');
    response.end(answerXml(searchParams));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked: () => asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
