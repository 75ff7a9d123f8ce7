// Are two words the same one: as written, in another form, or slightly misheard.
import { type Language, languagesOf, stemWord } from './stem-word.ts'

/** 1 = the same word; `kin` = of one root by its look; 0 = another one. */
export type Likeness = 0 | typeof kin | 1
export const kin = 0.8

/** Letters lost, added, changed or swapped between two words (Damerau 1964, restricted); over `most` any greater number. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length] as number
}

/** So many letters may be misheard in a word of this length. */
const slipsIn = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2)

function isMisheard(a: string, b: string): boolean {
  const most = slipsIn(Math.min(a.length, b.length))
  return most > 0 && a[0] === b[0] && editDistance(a, b, most) <= most
}

/** Prefixes that make a verb one of another aspect. */
const aspects = ['пере', 'роз', 'рас', 'раз', 'від', 'при', 'про', 'под', 'під', 'за', 'по', 'на', 'ви', 'вы', 'от', 'до', 'об', 'с', 'з']
const rootMin = 5

const withoutAspect = (stem: string): string[] =>
  aspects.filter((one) => stem.startsWith(one) && stem.length - one.length >= rootMin).map((one) => stem.slice(one.length))

function areKin(a: string, b: string): boolean {
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
  const part = shared / Math.max(a.length, b.length)
  if ((shared >= 4 && part >= 0.75) || (shared >= 5 && part >= 0.6)) return true
  return withoutAspect(a).includes(b) || withoutAspect(b).includes(a)
}

const shared = (a: string, b: string): readonly Language[] => languagesOf(a).filter((one) => languagesOf(b).includes(one))

/** How alike are a word of a phrase and a word said. */
export function compareWords(wanted: string, said: string): Likeness {
  if (wanted === said) return 1
  const languages = shared(wanted, said)
  const stems = languages.map((one) => [stemWord(wanted, one), stemWord(said, one)] as const)
  if (stems.some(([a, b]) => a === b) || isMisheard(wanted, said)) return 1
  return stems.some(([a, b]) => isMisheard(a, b) || areKin(a, b)) ? kin : 0
}

/**
 * Where one word is the whole phrase nothing else vouches for it: its form must be the same in every language it may be of, or a letter
 * lost or doubled.
 */
export function isSameAlone(wanted: string, said: string): boolean {
  if (wanted === said) return true
  const languages = shared(wanted, said)
  if (languages.length > 0 && languages.every((one) => stemWord(wanted, one) === stemWord(said, one))) return true
  return wanted.length >= 6 && Math.abs(wanted.length - said.length) === 1 && wanted[0] === said[0] && editDistance(wanted, said, 1) === 1
}
