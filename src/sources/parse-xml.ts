// XML as banks and offices send it: elements, attributes and text. No schemas, no entities of a document's own.

export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; children: XmlElement[]; text: string }

const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([\p{L}_][\w:.-]*)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/gu
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const plain = (text: string) =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) =>
    name === undefined ? toCharacter(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16)) : (named[name] ?? whole),
  )
const toCharacter = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

/** The outermost element, names without their prefix; undefined when it is no XML or is cut off. */
export function parseXml(source: string): XmlElement | undefined {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open: XmlElement[] = [root]
  for (const [, cdata, closes, name, rest, isEmpty, text] of source.matchAll(PIECE)) {
    const parent = open.at(-1)!
    if (name === undefined) parent.text += cdata ?? plain(text ?? '')
    else if (closes === '/') {
      if (open.length === 1 || local(name) !== parent.name) return undefined
      open.pop()
    } else {
      const element = { name: local(name), attributes: readAttributes(rest ?? ''), children: [], text: '' }
      parent.children.push(element)
      if (isEmpty !== '/') open.push(element)
    }
  }
  return open.length === 1 && root.children.length === 1 && root.text.trim() === '' ? root.children[0] : undefined
}

const local = (name: string) => name.split(':').at(-1)!
const readAttributes = (text: string) =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [local(name!), plain(double ?? single ?? '')]))

/** The text of the first child of that name. */
export const childText = (element: XmlElement, name: string): string | null =>
  element.children.find((child) => child.name === name)?.text.trim() ?? null
