// Small scenes a life is made of: a talk on the phone, a call nobody takes, an exchange of messages, a letter answered.
import { HOUR, MINUTE } from './kyiv-time.ts'
import { type Life, type Link, touch } from './life.ts'
import type { Rng } from './random.ts'

const means: readonly (readonly [string, number])[] = [
  ['whatsapp', 20],
  ['telegram', 34],
  ['viber', 30],
  ['instagram', 10],
  ['site_chat', 6],
]

export const pickMeans = (rng: Rng): string => (means[rng.weighted(means.map(([, weight]) => weight))] as (typeof means)[number])[0]

const clientLines = [
  'Доброго дня!',
  'Підкажіть ціну',
  'Здравствуйте, сколько стоит?',
  'Коли можна замір?',
  'А есть в наличии?',
  'Цікавить монтаж',
  'Площадь 80 метров',
]
export const ourLines = [
  'Доброго дня! Зараз порахуємо',
  'Так, є в наявності',
  'Да, можем приехать завтра',
  'Підкажіть площу приміщення',
  'Надіслав варіанти',
  'Замір безкоштовний',
]
const thanks = ['Дякую!', 'Спасибо', 'Ок', '👍']

/** An answered call long enough to count. Returns when it ends. */
export function talk(
  life: Life,
  link: Link,
  at: number,
  person: string,
  rest: { direction?: 'in' | 'out'; script?: string; transcript?: string; seconds?: number } = {},
): number {
  const { rng } = life
  const seconds = rest.seconds ?? Math.round(Math.min(2400, Math.max(35, rng.lognormal(150, 0.75))))
  const wait = 4 + rng.int(22)
  touch(life, link, {
    kind: 'call',
    direction: rest.direction ?? 'out',
    at,
    person,
    wait,
    duration: seconds,
    outcome: 'answered',
    talk: Math.round(seconds * rng.between(0.35, 0.68)),
    ...(rest.script === undefined ? {} : { script: rest.script }),
    ...(rest.transcript === undefined ? {} : { transcript: rest.transcript }),
  })
  return at + wait + seconds
}

/** An outgoing call that reaches nobody, or too short to count as a talk. */
export function missOut(life: Life, link: Link, at: number, person: string): void {
  const { rng } = life
  const kind = rng.weighted([62, 15, 9, 14])
  if (kind === 0)
    touch(life, link, { kind: 'call', direction: 'out', at, person, wait: 14 + rng.int(30), duration: 0, outcome: 'no_answer' })
  else if (kind === 1) touch(life, link, { kind: 'call', direction: 'out', at, person, duration: 0, outcome: 'busy' })
  else if (kind === 2) touch(life, link, { kind: 'call', direction: 'out', at, person, wait: 25, duration: 0, outcome: 'voicemail' })
  else
    touch(life, link, { kind: 'call', direction: 'out', at, person, wait: 8 + rng.int(10), duration: 6 + rng.int(18), outcome: 'answered' })
}

/** One or more messages of one side, seconds apart. Returns when the last was written. */
export function turn(life: Life, link: Link, at: number, person: string | null, thread: string, via: string, text?: string): number {
  const { rng } = life
  const bubbles = 1 + rng.weighted([64, 26, 10])
  let last = at
  for (let i = 0; i < bubbles; i++) {
    if (i > 0) last += 8 + rng.int(50)
    touch(life, link, {
      kind: 'message',
      direction: person === null ? 'in' : 'out',
      at: last,
      person,
      via,
      thread,
      outcome: person === null ? 'answered' : 'sent',
      subject: text ?? rng.pick(person === null ? clientLines : ourLines),
    })
  }
  return last
}

/** Client and person write in turn, the client first. Returns when it ends. */
export function chat(life: Life, link: Link, at: number, person: string, thread: string, via: string, turns: number): number {
  const { rng, world } = life
  let now = at
  for (let i = 0; i < turns; i++) {
    now = turn(life, link, now, null, thread, via)
    const answered = world.roster.addWork(person, now + MINUTE, rng.lognormal(4 * MINUTE, 0.9))
    now = turn(life, link, answered, person, thread, via)
    now += rng.lognormal(6 * MINUTE, 1)
  }
  if (rng.chance(0.4)) now = turn(life, link, now, null, thread, via, rng.pick(thanks))
  return now
}

/** A letter of ours; the client may answer it. Returns when the exchange ends. */
export function letter(
  life: Life,
  link: Link,
  at: number,
  person: string,
  subject: string,
  rest: { materials?: readonly string[]; attachments?: string; answer?: number } = {},
): number {
  const { rng } = life
  const bounced = rng.chance(0.015)
  touch(life, link, {
    kind: 'email',
    direction: 'out',
    at,
    person,
    outcome: bounced ? 'bounced' : 'sent',
    subject,
    ...(rest.materials?.length ? { materials: rest.materials } : {}),
    ...(rest.attachments === undefined ? {} : { attachments: rest.attachments }),
  })
  const answers = rng.chance(rest.answer ?? 0)
  const answeredAt = at + Math.round(rng.lognormal(4 * HOUR, 1))
  if (bounced || !answers) return at
  touch(life, link, { kind: 'email', direction: 'in', at: answeredAt, person: null, outcome: 'answered', subject: `Re: ${subject}` })
  return answeredAt
}
