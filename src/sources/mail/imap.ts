// Headers of letters from any mailbox: JSON with a text of headers, a letter, or many in an mbox -> letters with clients.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Known, Located, Mapped, Source } from '../source.ts'
import { isValues, toList, toText, toValues } from '../wire-values.ts'
import { imapLink } from './fetch-imap.ts'
import { unwantedBox } from './imap-door.ts'
import { type Headers, parseAddresses, parseHeaders } from './mail-headers.ts'
import { isBusiness, OwnAddresses, putLetter } from './put-letter.ts'

export const imap: Source = { system: 'imap', title: 'IMAP', isMail: true, map, link: imapLink }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') {
    const letters = body.replace(/\r\n/g, '\n').split(/\n\n(?=From \S+)/)
    if (!letters.every((letter) => /^(From .*\n)?[\w-]+:/.test(letter))) return 'neither headers of a letter nor JSON'
    return [
      { object: 'letter', rows: letters.map((headers, at) => ({ raw: { headers }, spot: letters.length > 1 ? `letter ${at + 1}` : '' })) },
    ]
  }
  const list: unknown[] = Array.isArray(body) ? body : [body]
  if (!list.every((raw) => isValues(raw) && typeof raw.headers === 'string')) return 'no headers of letters that are known'
  return [{ object: 'letter', rows: list.map((raw, at) => ({ raw, spot: list.length > 1 ? `[${at}]` : '' })) }]
}

const sentBox = /sent|отправлен|надіслан|исходящ|вихідн/i

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const own = new OwnAddresses()
  const letters = desk.rows('letter').map(({ raw, row }) => {
    const { headers, mailbox, owner, attachments } = toValues(raw)
    return {
      row,
      headers: parseHeaders(String(headers)),
      box: toText(mailbox) ?? '',
      owner: toText(owner),
      attachments: toList(attachments).flatMap((name) => toText(name) ?? []),
    }
  })
  for (const { headers, box, owner } of letters) {
    for (const email of [owner, headers.get('delivered-to'), headers.get('x-original-to')]) own.add(parseAddresses(email)[0]?.email)
    if (sentBox.test(box)) own.add(parseAddresses(headers.get('from'))[0]?.email)
  }
  for (const { row, headers, box, attachments } of letters) {
    if (unwantedBox.test(box)) continue
    const [from] = parseAddresses(headers.get('from'))
    const sent = Date.parse(headers.get('date')?.replace(/\s*\([^)]*\)\s*$/, '') ?? '')
    const id = headers.get('message-id')
    const to = ['to', 'cc', 'bcc'].flatMap((name) => parseAddresses(headers.get(name)))
    if (from === undefined || Number.isNaN(sent) || id === undefined) {
      if (!isBusiness(from === undefined ? to : [from, ...to], { own, known })) continue
      const column = from === undefined ? 'From' : id === undefined ? 'Message-ID' : 'Date'
      desk.refuse('touches', row, {
        column,
        value: headers.get(column.toLowerCase()) ?? '',
        reason: 'required, but missing or not readable',
      })
      continue
    }
    const common = {
      thread: threadOf(headers, id),
      subject: headers.get('subject') ?? null,
      attachments,
      headers,
      isSent: sentBox.test(box),
    }
    putLetter(desk, row, { id: bare(id), at: new Date(sent).toISOString(), from, to, ...common }, { own, known })
  }
  return desk.result()
}

const bare = (id: string) => id.replace(/[<>\s]/g, '')

/** The letter that began it: the first that is referred to, else the one answered. */
const threadOf = (headers: Headers, id: string) =>
  bare(/<[^>]+>/.exec(headers.get('references') ?? '')?.[0] ?? headers.get('in-reply-to') ?? id)
