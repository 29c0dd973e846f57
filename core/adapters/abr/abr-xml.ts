import type { AbnAnswer } from '../../domain/identity/business-register.ts';
import type { BusinessRegister } from '../../ports/business-register.ts';
import { abrGet } from './abr-get.ts';
import type { AbrService } from './abr-json.ts';
import { dayOf } from './abr-values.ts';
import { childrenOf, parseXml, textAt, type XmlElement, elementAt } from './xml-elements.ts';

const PATH = '/abrxmlsearch/AbrXmlSearch.asmx';

/** The element that holds the entity: its name ends in the version of the method that was asked. */
const entityIn = (response: XmlElement): XmlElement | undefined =>
  response.children.find((child) => /^businessEntity[0-9]*$/u.test(child.name));

const troubleOf = (response: XmlElement): Extract<AbnAnswer, { outcome: 'not-found' | 'guid-refused' | 'message' }> | undefined => {
  const exception = elementAt(response, ['exception']);
  if (exception === undefined) return undefined;
  const message = textAt(exception, ['exceptionDescription']);
  if (/GUID|registered party/iu.test(message)) return { outcome: 'guid-refused' };
  return /no record/iu.test(message) ? { outcome: 'not-found' } : { outcome: 'message', message: message.slice(0, 200) };
};

const nameOf = (entity: XmlElement): string => {
  const organisation = textAt(entity, ['mainName', 'organisationName']);
  if (organisation !== '') return organisation;
  const legal = elementAt(entity, ['legalName']);
  const parts = legal === undefined ? [] : ['givenName', 'otherGivenName', 'familyName'].map((part) => textAt(legal, [part]));
  return parts.filter((part) => part !== '').join(' ');
};

/** GST from the last of its spans: none means never registered, an end of 0001-01-01 that it still runs. */
const gstOf = (entity: XmlElement) => {
  const spans = childrenOf(entity, 'goodsAndServicesTax').map((span) => ({
    from: dayOf(textAt(span, ['effectiveFrom'])),
    to: dayOf(textAt(span, ['effectiveTo'])),
  }));
  const latest = spans.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).at(-1);
  return latest === undefined
    ? { registered: false, from: null, to: null }
    : { registered: latest.to === null && latest.from !== null, from: latest.from, to: latest.to };
};

const orNull = (text: string): string | null => (text === '' ? null : text);

const responseOf = (body: string): XmlElement | undefined => {
  const root = parseXml(body);
  return root === undefined ? undefined : elementAt(root, ['response']);
};

const unread: AbnAnswer & { readonly outcome: 'unreachable' } = { outcome: 'unreachable', why: 'its answer cannot be read' };

/** ABN Lookup by XML over HTTP GET (`SearchByABNv202001`; australia.md §2): it also says when GST ended. */
export const abrByXml = (service: AbrService): BusinessRegister => {
  const get = (method: string, query: Readonly<Record<string, string>>) =>
    abrGet(service.address, `${PATH}/${method}`, { ...query, authenticationGuid: service.guid }, service.timeoutMs);
  return {
    byAbn: async (abn): Promise<AbnAnswer> => {
      const body = await get('SearchByABNv202001', { searchString: abn, includeHistoricalDetails: 'N' });
      if (!body.ok) return { outcome: 'unreachable', why: body.error };
      const response = responseOf(body.value);
      if (response === undefined) return unread;
      const trouble = troubleOf(response);
      if (trouble !== undefined) return trouble;
      const entity = entityIn(response);
      const current = entity === undefined ? undefined : childrenOf(entity, 'ABN').find((one) => textAt(one, ['identifierValue']) === abn);
      if (entity === undefined || current === undefined) return unread;
      return {
        outcome: 'found',
        business: {
          abn,
          status: /^active$/iu.test(textAt(entity, ['entityStatus', 'entityStatusCode'])) ? 'active' : 'cancelled',
          statusFrom: dayOf(textAt(entity, ['entityStatus', 'effectiveFrom'])),
          name: nameOf(entity),
          businessNames: childrenOf(entity, 'businessName')
            .map((one) => textAt(one, ['organisationName']))
            .filter((name) => name !== ''),
          entityType: textAt(entity, ['entityType', 'entityDescription']),
          acn: orNull(textAt(entity, ['ASICNumber'])),
          gst: gstOf(entity),
          state: orNull(textAt(entity, ['mainBusinessPhysicalAddress', 'stateCode'])),
          postcode: orNull(textAt(entity, ['mainBusinessPhysicalAddress', 'postcode'])),
        },
      };
    },
  };
};
