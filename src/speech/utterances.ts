// A transcript as rows of words: what one side says until the other speaks. Lines may name who speaks ("Manager: …"), with a time
// before it or not; without names the whole text is one row.

export type Speaker = 'ours' | 'client' | 'unknown'
/** A word in lower case with its place in the text. */
export type Spoken = { word: string; start: number; end: number }
export type Utterance = { speaker: Speaker; words: Spoken[] }

const ours = 'менеджер продавец продавець оператор консультант сотрудник співробітник agent manager operator sales seller rep'.split(' ')
const clients = 'клиент клієнт покупатель покупець абонент client customer caller buyer'.split(' ')
const label = /^[\s[(]*(?:\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]*[\s\-–]*)?([\p{L}][\p{L}\d ._-]{0,30}?)\s*:\s/u
const wordAt = /[\p{L}\p{N}]+(?:['’ʼ`][\p{L}]+)*/gu

function speakerOf(name: string): Speaker {
  const words = name.toLowerCase().split(/[^\p{L}]+/u)
  if (words.some((word) => clients.includes(word))) return 'client'
  return words.some((word) => ours.includes(word)) ? 'ours' : 'unknown'
}

/** Letters that are one: е and ё, the apostrophes. */
export const plainWord = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/['’ʼ`]/g, '')

export function wordsOf(text: string, from = 0): Spoken[] {
  return [...text.matchAll(wordAt)].map((found) => {
    const start = from + found.index
    return { word: plainWord(found[0]), start, end: start + found[0].length }
  })
}

/** Utterances in order; neighbouring lines of one side are one. */
export function utterancesOf(transcript: string): Utterance[] {
  const rows: Utterance[] = []
  let start = 0
  for (const line of transcript.split('\n')) {
    const named = label.exec(line)
    const last = rows.at(-1)
    const speaker = named === null ? (last?.speaker ?? 'unknown') : speakerOf(named[1] ?? '')
    const words = wordsOf(line.slice(named?.[0].length ?? 0), start + (named?.[0].length ?? 0))
    if (last?.speaker === speaker) last.words.push(...words)
    else rows.push({ speaker, words })
    start += line.length + 1
  }
  return rows.filter(({ words }) => words.length > 0)
}
