// Headers of letters: unfolded, decoded, addresses taken apart. RFC 5322 and 2047, read leniently.
import iconv from 'iconv-lite'

export type Address = { email: string; name: string | null }
/** By small letters; a header that comes twice keeps its first value. */
export type Headers = ReadonlyMap<string, string>

export function parseHeaders(text: string): Headers {
  const [head = ''] = text
    .replace(/\r\n/g, '\n')
    .replace(/^From .*\n/, '')
    .split('\n\n')
  return toHeaders(
    head
      .replace(/\n[ \t]+/g, ' ')
      .split('\n')
      .flatMap((line) => {
        const colon = line.indexOf(':')
        return colon > 0 ? [{ name: line.slice(0, colon), value: line.slice(colon + 1) }] : []
      }),
  )
}

export function toHeaders(list: readonly { name: string; value: string }[]): Headers {
  const headers = new Map<string, string>()
  for (const { name, value } of list) {
    const key = name.trim().toLowerCase()
    if (!headers.has(key)) headers.set(key, decodeWords(value.trim()))
  }
  return headers
}

/** `=?utf-8?B?…?=` and `=?windows-1251?Q?…?=`; spaces between two such words mean nothing. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
  return joined.replace(/=\?([^?*]+)(?:\*[^?]*)?\?([BQ])\?([^?]*)\?=/gi, (whole, charset: string, form: string, body: string) => {
    if (!iconv.encodingExists(charset)) return whole
    const bytes = form.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : Buffer.from(unquote(body), 'latin1')
    return iconv.decode(bytes, charset)
  })
}

const unquote = (text: string) =>
  text.replaceAll('_', ' ').replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const EMAIL = /[^\s<>",;:()]+@[^\s<>",;:()]+\.[^\s<>",;:()]+/

/** `"Anna, K." <anna@example.org>, b@example.org`. */
export function parseAddresses(text: string | null | undefined): Address[] {
  const parts = (text ?? '').match(/(?:"[^"]*"|<[^>]*>|[^,;])+/g) ?? []
  return parts.flatMap((part) => {
    const email = EMAIL.exec(/<([^>]*)>/.exec(part)?.[1] ?? part)?.[0].toLowerCase()
    const name = part
      .replace(/<[^>]*>/, '')
      .replaceAll('"', '')
      .trim()
    return email === undefined ? [] : [{ email, name: name === '' || name.includes('@') ? null : name }]
  })
}

const robots = /^(no-?reply|do-?not-?reply|noreply|mailer-daemon|postmaster|bounce|notifications?|robot|auto)([._+-]|@)/i

/** A letter nobody wrote by hand: lists, bulk, automatic replies, robots. */
export function isAutomatic(headers: Headers, from: string): boolean {
  const says = (name: string) => headers.get(name)?.toLowerCase() ?? ''
  const isReply = says('auto-submitted') !== '' && !says('auto-submitted').startsWith('no')
  const isBulk =
    /bulk|list|junk|auto_reply/.test(says('precedence')) || ['list-unsubscribe', 'list-id', 'feedback-id'].some((name) => headers.has(name))
  const isAnswer = ['x-autoreply', 'x-autorespond', 'x-auto-reply'].some((name) => headers.has(name))
  return isReply || isBulk || isAnswer || robots.test(from) || says('return-path') === '<>'
}
