// Fetches a mailbox by days, the newest first. A letter is the same by its Message-ID wherever it lies, so that boxes may be numbered
// anew or letters moved; a box in which nothing came is not opened.
import type { Answer, Fetch, LinkOf } from '../source.ts'
import { walkBack } from '../walk-back.ts'
import { toValues } from '../wire-values.ts'
import { type Box, ImapDoor, readImapAddress } from './imap-door.ts'

const DAY_S = 86_400
const OVERLAP_S = 2 * DAY_S
const WINDOW_S = 14 * DAY_S
/** Whoever writes today may be a contact tomorrow: so far back letters are read again, once a day. */
export const LOOK_BACK_S = 30 * DAY_S
const SILENCE_S = 400 * DAY_S

export const fetchImap: Fetch<ImapDoor> = async function* fetchImap(door, given, since) {
  try {
    const boxes = await door.boxes()
    const nowS = Math.floor(door.clock.now() / 1000)
    const isLook = nowS - Number(given.lookedS ?? nowS) > DAY_S
    const marks = toValues(given.marks)
    const stirred = isLook ? boxes : boxes.filter(({ path, mark }) => marks[path] !== mark)
    const newFrom = Number(given.cursor ?? nowS)
    const walk = { state: given, since, nowS, windowS: WINDOW_S, overlapS: isLook ? LOOK_BACK_S : OVERLAP_S, aheadS: DAY_S }
    const read = (from: number, to: number) => readDays(door, to > newFrom && given.cursor !== undefined ? stirred : boxes, from, to)
    for await (const batch of walkBack({ ...walk, silenceS: SILENCE_S }, read)) {
      const isNew = batch.state.cursor === nowS
      const seen = isNew ? { marks: Object.fromEntries(boxes.map(({ path, mark }) => [path, mark])) } : {}
      const lookedS = isLook && isNew ? nowS : (given.lookedS ?? nowS)
      yield { ...batch, state: { ...batch.state, ...seen, lookedS } }
    }
  } finally {
    await door.close()
  }
}

async function readDays(door: ImapDoor, boxes: readonly Box[], from: number, to: number): Promise<{ answers: Answer[]; rows: number }> {
  const answers: Answer[] = []
  for (const { path, use } of boxes)
    for (const letter of await door.letters(path, from, to))
      answers.push({ file: path, line: answers.length + 1, path: null, body: { owner: door.user, mailbox: use ?? path, ...letter } })
  return { answers, rows: answers.length }
}

async function checkImap(door: ImapDoor): Promise<{ name: string; currency: string | null }> {
  try {
    await door.boxes()
    return { name: door.user, currency: null }
  } finally {
    await door.close()
  }
}

export const imapLink: LinkOf<ImapDoor> = {
  readAddress: readImapAddress,
  open: (given) => new ImapDoor(given),
  check: checkImap,
  fetch: fetchImap,
  // Whoever may open the box may read it.
  rights: async () => [{ kind: 'touches', may: true }],
}
