// A phrase of a script in a row of spoken words: its words near one another in any order, with others between them, in any form. What
// carries the meaning has to be there; of four such words one may be missing.
import type { Likeness } from './compare-words.ts'
import { isDenial, isFunctionWord } from './function-words.ts'
import { wordsOf } from './utterances.ts'

export type Phrase = { words: readonly { word: string; weight: number }[]; carriers: number; isAlone: boolean; hasDenial: boolean }
/** Words of the row from `first` to `last`, both included. */
export type Place = { first: number; last: number }
/** `alone`: the word is all there is of the phrase. */
export type Compare = (wanted: string, said: string, alone: boolean) => Likeness

const functionWeight = 0.25
/** So many other words may stand between those of a phrase. */
const strangersMax = 3
const scoreMin = 0.72

/** A phrase of a script taken apart; null when there is no word in it. */
export function readPhrase(text: string): Phrase | null {
  const words = wordsOf(text).map(({ word }) => ({ word, weight: isFunctionWord(word) ? functionWeight : 1 }))
  if (words.length === 0) return null
  const carriers = words.filter(({ weight }) => weight === 1).length
  const of = { isAlone: words.length === 1, hasDenial: words.some(({ word }) => isDenial(word)) }
  return carriers > 0
    ? { words, carriers, ...of }
    : { words: words.map(({ word }) => ({ word, weight: 1 })), carriers: words.length, ...of }
}

type Tried = { place: Place; score: number; missing: number; sure: number }

/** The words of the phrase among `said`, from the place `from` on. */
function tryAt(phrase: Phrase, said: readonly string[], from: number, compare: Compare): Tried {
  const until = Math.min(said.length, from + phrase.words.length + strangersMax)
  const taken = new Set<number>()
  const tried: Tried = { place: { first: from, last: from }, score: 0, missing: 0, sure: 0 }
  let whole = 0
  for (const { word, weight } of phrase.words) {
    whole += weight
    let best = -1
    let likeness: Likeness = 0
    for (let at = from; at < until && likeness < 1; at++) {
      if (taken.has(at)) continue
      const found = compare(word, said[at] as string, phrase.isAlone)
      if (found > likeness) [best, likeness] = [at, found]
    }
    if (best >= 0) taken.add(best)
    if (weight === 1 && likeness === 0) tried.missing++
    if (weight === 1 && likeness === 1) tried.sure++
    tried.score += weight * likeness
    if (best > tried.place.last) tried.place.last = best
  }
  tried.score /= whole
  return tried
}

/** The first place of a phrase in a row of words; null when it is not there. */
export function findPhrase(phrase: Phrase, said: readonly string[], compare: Compare): Place | null {
  const missingMax = phrase.carriers >= 4 ? 1 : 0
  for (let from = 0; from < said.length; from++) {
    const begins = phrase.words.some(({ word }) => compare(word, said[from] as string, phrase.isAlone) > 0)
    if (!begins) continue
    const { place, score, missing, sure } = tryAt(phrase, said, from, compare)
    if (missing > missingMax || (sure === 0 && phrase.carriers > 1) || score < scoreMin) continue
    if (phrase.carriers === 1 && !phrase.hasDenial && from > 0 && isDenial(said[from - 1] as string)) continue
    return place
  }
  return null
}
