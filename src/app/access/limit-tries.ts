// Limits guessing: so many tries of one kind within a window, then a pause. Counts are kept in the store, under hashed names.
import { AppError } from '../../contract/errors.ts'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import { countTry, forgetTries, uncountTry } from '../../store/tables/tries.ts'
import type { House } from '../open-house.ts'

const windowMs = 15 * 60_000

export type Tries = { what: string; max: number }

const nameOf = ({ what }: Tries) => hashSecret(what)

/** Counts a try of each kind. Throws too_many_tries once one of them is used up, without a word about why. */
export async function takeTries(house: House, kinds: readonly Tries[], now: Date): Promise<void> {
  const tried = await Promise.all(kinds.map(async (kind) => ({ kind, ...(await countTry(house.store.db, nameOf(kind), now, windowMs)) })))
  const spent = tried.filter(({ kind, count }) => count > kind.max)
  if (spent.length === 0) return
  const until = Math.max(...spent.map(({ since }) => since.getTime() + windowMs))
  throw new AppError('too_many_tries', 'Too many tries. Wait a while, then try again.', {
    retryS: Math.max(1, Math.ceil((until - now.getTime()) / 1000)),
  })
}

/** It was no guess: the first kind is forgotten, the others get the try back. */
export async function returnTries(house: House, [first, ...others]: readonly Tries[]): Promise<void> {
  if (first) await forgetTries(house.store.db, nameOf(first))
  await Promise.all(others.map((kind) => uncountTry(house.store.db, nameOf(kind))))
}

/** Is there room for one more of this kind? Counts it. */
export async function hasRoom(house: House, kind: Tries, now: Date): Promise<boolean> {
  return (await countTry(house.store.db, nameOf(kind), now, windowMs)).count <= kind.max
}
