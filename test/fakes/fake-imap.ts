// A mail server that speaks IMAP4rev1 as Dovecot does: several boxes with their uses, UIDs and UIDVALIDITY, search by days, headers and
// structure of letters, answers in literals. It logs in one user, counts what is asked and breaks off on demand.

import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export type FakeLetter = { uid: number; at: number; headers: string; attachments?: string[] }
export type FakeBox = { flags: string; validity: number; letters: FakeLetter[] }

export type FakeImap = {
  address: string
  boxes: Map<string, FakeBox>
  /** Commands as they came, without their tags. */
  asked: string[]
  /** After how many more commands the connection breaks off; null: never. */
  cutAfter: number | null
  isDown: boolean
  logins: number
  put: (box: string, letter: Omit<FakeLetter, 'uid'>) => void
  close: () => Promise<void>
}

export const IMAP_TOKEN = 'olya@our.example:good:password'

export async function startFakeImap(): Promise<FakeImap> {
  const sockets = new Set<Socket>()
  const fake: FakeImap = {
    ...{ address: '', boxes: new Map(), asked: [], cutAfter: null, isDown: false, logins: 0, close: () => Promise.resolve() },
    put: (name, letter) => {
      const box = fake.boxes.get(name)!
      box.letters.push({ ...letter, uid: (box.letters.at(-1)?.uid ?? 0) + 1 })
    },
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    if (fake.isDown) return void socket.destroy()
    serve(fake, socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.address = `imap://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return fake
}

function serve(fake: FakeImap, socket: Socket): void {
  const session: Session = { box: null, isIn: false, waiting: null }
  socket.write('* OK [CAPABILITY IMAP4rev1 SPECIAL-USE ID AUTH=PLAIN] ready\r\n')
  let text = ''
  socket.on('data', (piece) => {
    text += piece.toString('latin1')
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end)
      text = text.slice(end + 2)
      if (fake.cutAfter !== null) {
        fake.cutAfter -= 1
        if (fake.cutAfter < 0) {
          fake.cutAfter = null
          return void socket.destroy()
        }
      }
      const isSecret = session.waiting !== null
      const [tag = '', ...words] = isSecret ? [session.waiting!, 'AUTHENTICATE', 'PLAIN', line] : line.split(' ')
      if (!isSecret) fake.asked.push(words.join(' '))
      session.waiting = null
      socket.write(Buffer.from(answer(fake, session, tag, words.join(' ')), 'utf8'))
      if (/^logout/i.test(words[0] ?? '')) socket.end()
    }
  })
}

/** `waiting`: the tag of a login whose secret comes in the next line. */
type Session = { box: FakeBox | null; isIn: boolean; waiting: string | null }

function answer(fake: FakeImap, session: Session, tag: string, line: string): string {
  const ok = (rows: string[] = [], code = '') => `${rows.map((row) => `* ${row}\r\n`).join('')}${tag} OK ${code}done\r\n`
  const name = /^(uid )?\w+/i.exec(line)?.[0].toUpperCase() ?? ''
  if (name === 'CAPABILITY') return ok(['CAPABILITY IMAP4rev1 SPECIAL-USE ID AUTH=PLAIN'])
  if (name === 'ID') return ok(['ID ("name" "fake")'])
  if (name === 'LOGOUT') return ok(['BYE see you'])
  if (name === 'NOOP') return ok()
  if (name === 'AUTHENTICATE') return logIn(fake, session, tag, line, ok)
  if (!session.isIn) return `${tag} NO [AUTHENTICATIONFAILED] log in first\r\n`
  if (name === 'NAMESPACE') return ok(['NAMESPACE (("" "/")) NIL NIL'])
  if (line === 'LIST "" ""') return ok(['LIST (\\Noselect) "/" ""'])
  if (name === 'LIST') return ok([...fake.boxes].map(([path, { flags }]) => `LIST (${flags}) "/" "${path}"`))
  if (name === 'LSUB') return ok([...fake.boxes].map(([path, { flags }]) => `LSUB (${flags}) "/" "${path}"`))
  if (name === 'STATUS') return ok([statusOf(fake, /^STATUS "?([^"(]+?)"? \(/i.exec(line)![1]!)])
  if (name === 'SELECT' || name === 'EXAMINE') {
    session.box = fake.boxes.get(/^\w+ "?([^"]+?)"?$/.exec(line)![1]!) ?? null
    if (session.box === null) return `${tag} NO [NONEXISTENT] no such box\r\n`
    const { validity, letters } = session.box
    const rows = ['FLAGS (\\Seen)', `${letters.length} EXISTS`, `OK [UIDVALIDITY ${validity}] .`, `OK [UIDNEXT ${nextOf(session.box)}] .`]
    return ok(rows, name === 'EXAMINE' ? '[READ-ONLY] ' : '')
  }
  if (name === 'UID SEARCH') return ok([`SEARCH ${search(session.box!, line).join(' ')}`.trim()])
  if (name === 'UID FETCH') return ok(fetchRows(session.box!, line))
  return `${tag} BAD unknown command\r\n`
}

function logIn(fake: FakeImap, session: Session, tag: string, line: string, ok: () => string): string {
  const secret = /^AUTHENTICATE PLAIN (\S+)$/i.exec(line)?.[1]
  if (secret === undefined) {
    session.waiting = tag
    return '+ \r\n'
  }
  fake.logins += 1
  session.isIn = fromPlain(secret) === IMAP_TOKEN
  return session.isIn ? ok() : `${tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n`
}

const fromPlain = (text: string) => Buffer.from(text, 'base64').toString('utf8').split('\0').slice(1).join(':')
const nextOf = ({ letters }: FakeBox) => (letters.at(-1)?.uid ?? 0) + 1

function statusOf({ boxes }: FakeImap, path: string): string {
  const box = boxes.get(path)!
  return `STATUS "${path}" (UIDNEXT ${nextOf(box)} UIDVALIDITY ${box.validity})`
}

const dayOf = (text: string) => Date.parse(`${text.replaceAll('"', '').replaceAll('-', ' ')} UTC`)

function search({ letters }: FakeBox, line: string): number[] {
  const since = dayOf(/ SINCE "?([\w-]+)/i.exec(line)?.[1] ?? '1-Jan-1970')
  const before = dayOf(/ BEFORE "?([\w-]+)/i.exec(line)?.[1] ?? '1-Jan-2100')
  return letters.filter(({ at }) => at >= since && at < before).map(({ uid }) => uid)
}

function fetchRows({ letters }: FakeBox, line: string): string[] {
  const range = /^UID FETCH (\S+)/i.exec(line)![1]!
  const wanted = range.split(',').map((part) => part.split(':').map((end) => (end === '*' ? Number.MAX_SAFE_INTEGER : Number(end))))
  const isWanted = (uid: number) => wanted.some(([from, to = from]) => uid >= from! && uid <= to!)
  const names = /HEADER\.FIELDS \(([^)]*)\)/i.exec(line)?.[1]
  return letters.flatMap((letter, at) => {
    if (!isWanted(letter.uid)) return []
    const fields = (names ?? '').toLowerCase().split(' ')
    const kept = letter.headers
      .replace(/\r?\n(?=[ \t])/g, '\u0001')
      .split(/\r?\n/)
      .filter((header) => fields.includes(header.split(':')[0]!.toLowerCase()))
      .join('\r\n')
      .replaceAll('\u0001', '\r\n')
    const text = `${kept}\r\n\r\n`
    return [
      `${at + 1} FETCH (UID ${letter.uid} BODYSTRUCTURE ${structureOf(letter)} BODY[HEADER.FIELDS (${names})] {${Buffer.byteLength(text)}}\r\n${text})`,
    ]
  })
}

const PLAIN = '("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 1 NIL NIL NIL NIL)'
function structureOf({ attachments = [] }: FakeLetter): string {
  if (attachments.length === 0) return PLAIN
  const files = attachments.map(
    (name) => `("APPLICATION" "PDF" ("NAME" "${name}") NIL NIL "BASE64" 100 NIL ("ATTACHMENT" ("FILENAME" "${name}")) NIL NIL)`,
  )
  return `(${PLAIN}${files.join('')} "MIXED" ("BOUNDARY" "b") NIL NIL NIL)`
}
