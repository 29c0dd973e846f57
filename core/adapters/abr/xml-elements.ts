/** An element of an XML answer: its local name, its children, its text. Attributes are not kept. */
export type XmlElement = { readonly name: string; readonly children: readonly XmlElement[]; readonly text: string };

type Open = { readonly name: string; readonly children: XmlElement[]; text: string };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MOST_DEPTH = 40;

const plain = (text: string): string =>
  text.replace(/&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

const localName = (tag: string): string => tag.slice(tag.indexOf(':') + 1);

/**
 * Reads the elements of a well-formed document without a document type: enough for the answers of a known service. Undefined for anything else,
 * a DOCTYPE among it, so that no entity is ever expanded beyond the five of XML.
 */
export const parseXml = (source: string): XmlElement | undefined => {
  const tokens = /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)([^<>]*?)(\/?)>|([^<]+)|<[\s\S]?/gu;
  const top: Open = { name: '', children: [], text: '' };
  const open: Open[] = [top];
  for (const [whole, cdata, closing, tag, , selfClosed, text] of source.replace(/^\uFEFF/u, '').matchAll(tokens)) {
    const current = open.at(-1);
    if (current === undefined) return undefined;
    if (text !== undefined) current.text += plain(text);
    else if (cdata !== undefined) current.text += cdata;
    else if (tag === undefined) {
      if (!whole.startsWith('<?') && !whole.startsWith('<!--')) return undefined;
    } else if (closing === '/') {
      if (open.length === 1 || current.name !== localName(tag)) return undefined;
      open.pop();
    } else {
      const element: Open = { name: localName(tag), children: [], text: '' };
      current.children.push(element);
      if (selfClosed !== '/') open.push(element);
      if (open.length > MOST_DEPTH) return undefined;
    }
  }
  return open.length === 1 && top.children.length === 1 ? top.children[0] : undefined;
};

/** Children with a name. */
export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The first element down a path of names. */
export const elementAt = (element: XmlElement | undefined, path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((at, name) => childrenOf(at, name)[0], element);

/** Trimmed text of the first element down a path; empty where there is none. */
export const textAt = (element: XmlElement | undefined, path: readonly string[]): string => elementAt(element, path)?.text.trim() ?? '';
