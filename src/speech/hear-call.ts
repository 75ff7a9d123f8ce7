// Which steps and objections of a script are heard in a transcript, each with the place that shows it. Steps are ours to say, objections
// the client's, where the transcript tells who speaks.
import type { ScriptPart } from '../contract/script.ts'
import { compareWords, isSameAlone, type Likeness } from './compare-words.ts'
import { findPhrase, type Phrase, type Place, readPhrase } from './find-phrase.ts'
import { type Utterance, utterancesOf } from './utterances.ts'

export type Heard = { key: string; quote: string }
export type ScriptText = { steps: readonly ScriptPart[]; objections: readonly ScriptPart[] }

type Sought = { key: string; phrases: readonly Phrase[]; notSaidBy: Utterance['speaker'] }
const quoteMax = 160
/** Different words of one company's calls: then the memory is emptied. */
const knownMax = 200_000

/** The listener of one script. It remembers how words compare, so that a thousand calls cost little more than their words. */
export function makeListener({ steps, objections }: ScriptText): (transcript: string) => Heard[] {
  const known = new Map<string, Likeness>()
  const compare = (wanted: string, said: string, alone: boolean): Likeness => {
    const pair = `${wanted} ${said}${alone ? '!' : ''}`
    const before = known.get(pair)
    if (before !== undefined) return before
    if (known.size >= knownMax) known.clear()
    const likeness = alone ? (isSameAlone(wanted, said) ? 1 : 0) : compareWords(wanted, said)
    known.set(pair, likeness)
    return likeness
  }
  const sought = [...soughtIn(steps, 'client'), ...soughtIn(objections, 'ours')]
  return (transcript) => {
    const rows = utterancesOf(transcript).map((row) => ({ ...row, said: row.words.map(({ word }) => word) }))
    return sought.flatMap(({ key, phrases, notSaidBy }): Heard[] => {
      for (const row of rows.filter(({ speaker }) => speaker !== notSaidBy)) {
        for (const phrase of phrases) {
          const place = findPhrase(phrase, row.said, compare)
          if (place !== null) return [{ key, quote: quoteOf(transcript, row, place) }]
        }
      }
      return []
    })
  }
}

const soughtIn = (parts: readonly ScriptPart[], notSaidBy: Utterance['speaker']): Sought[] =>
  parts.map(({ key, phrases }) => ({ key, notSaidBy, phrases: phrases.flatMap((phrase) => readPhrase(phrase) ?? []) }))

/** The sentence or line around a place, cut to the place itself when it is long. */
function quoteOf(transcript: string, { words }: Utterance, { first, last }: Place): string {
  const [start, end] = [words[first]?.start ?? 0, words[last]?.end ?? 0]
  const opened = transcript.slice(0, start)
  const before = Math.max(0, ...['\n', '. ', '? ', '! ', ': '].map((stop) => opened.lastIndexOf(stop) + 1))
  const stops = ['\n', '. ', '? ', '! '].map((stop) => transcript.indexOf(stop, end)).filter((at) => at >= 0)
  const after = stops.length === 0 ? transcript.length : Math.min(...stops) + 1
  const sentence = transcript.slice(before, after).trim()
  return sentence.length <= quoteMax ? sentence : transcript.slice(start, end).slice(0, quoteMax)
}
