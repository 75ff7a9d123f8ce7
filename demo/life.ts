// One client's story and the touches in it. Touches are numbered as they are simulated, known or not,
// so that their ids stay the same when the company is extended.
import { type Row, shared, type World } from './book.ts'
import type { Client } from './clients.ts'
import { timeText } from './kyiv-time.ts'
import type { Rng } from './random.ts'
import type { Source } from './truths.ts'

export type Life = {
  world: World
  rng: Rng
  source: Source
  serial: string
  client: Client
  /** Who works the lead: with the personal telephone the client's answers go unseen, too. */
  worker: string
  /** Calls, letters and messages so far. */
  touches: number
  tasks: number
}

/** What a touch names: a lead or a deal; in the one-card source the card is a deal. */
export type Link = { lead_id?: string; deal_id?: string }

export type Touch = {
  kind: 'call' | 'email' | 'meeting' | 'message'
  direction: 'out' | 'in'
  at: number
  person: string | null
  via?: string
  thread?: string
  wait?: number
  duration?: number
  booked?: number
  outcome?: string
  automated?: boolean
  line?: string
  script?: string
  materials?: readonly string[]
  transcript?: string
  talk?: number
  attachments?: string
  subject?: string
}

const phoneLine: Record<Source, string> = { crm: '+380442000100', amo: '+380482000200' }

/** Writes a touch if it has happened (a meeting once it is booked) and returns its id. */
export function touch(life: Life, link: Link, what: Touch): string {
  const { book, planted } = life.world
  const id = `T${life.serial}-${++life.touches}`
  const secret = planted.personalPhone
  const talker = what.person ?? (life.touches > 1 && what.automated !== true ? life.worker : null)
  const hidden =
    talker !== null && talker === secret?.person && (what.kind !== 'email' || what.direction === 'out') && life.rng.chance(secret.share)
  const known = book.knows(what.at) || book.knows(what.booked)
  if (hidden || !known) return id
  book.add(life.source, 'touches', touchRow(life, id, link, what))
  return id
}

function touchRow(life: Life, id: string, link: Link, what: Touch): Row {
  const { book } = life.world
  const held = book.knows(what.at)
  const isCall = what.kind === 'call'
  return {
    id,
    kind: what.kind,
    direction: what.direction,
    at: timeText(what.at),
    person_id: what.person === null ? undefined : shared(life.source, what.person),
    contact_id: life.client.contact,
    ...link,
    via: what.via ?? (isCall ? 'phone' : what.kind === 'email' ? 'email' : undefined),
    thread_id: what.thread,
    wait_s: what.wait,
    duration_s: what.duration,
    booked_at: book.time(what.booked),
    outcome: held ? what.outcome : undefined,
    automated: what.automated,
    phone: isCall ? life.client.phone : undefined,
    email: what.kind === 'email' ? life.client.email : undefined,
    line: isCall ? (what.line ?? phoneLine[life.source]) : undefined,
    script_id: what.script === undefined ? undefined : shared(life.source, what.script),
    materials: what.materials?.map((material) => shared(life.source, material)).join(';'),
    transcript: what.transcript,
    talk_person_s: what.talk,
    recording_url: isCall && (what.duration ?? 0) > 0 ? `https://calls.example.com/${id}.mp3` : undefined,
    attachments: what.attachments,
    subject: what.subject,
    updated_at: book.latest(what.booked, what.at),
  }
}
