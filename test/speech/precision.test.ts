// How well steps and objections are found in the calls of the demo company, whose truth is known: as recorded, and with more errors of
// the recogniser put in.
import { describe, expect, it } from 'vitest'
import { simulateCompany } from '../../demo/company.ts'
import { type Rng, stream } from '../../demo/random.ts'
import { scripts } from '../../demo/scripts.ts'
import { readScriptParts } from '../../src/contract/script.ts'
import { makeListener } from '../../src/speech/hear-call.ts'

type Tally = { found: number; wrong: number; missed: number }

const listeners = new Map(
  scripts.map(({ id, steps, objections }) => {
    const read = (parts: typeof steps) => readScriptParts(JSON.stringify(parts))
    return [id, makeListener({ steps: read(steps), objections: read(objections) })]
  }),
)
const company = simulateCompany({ seed: 5, lastDay: '2026-11-20', firstDay: '2026-08-01', scale: 0.5 })
const transcripts = new Map(
  [...company.batches]
    .filter(({ kind }) => kind === 'touches')
    .flatMap(({ source, records }) => records.map((row) => [`${source}:${row.id}`, row.transcript])),
)

/** A letter lost, doubled, changed or swapped in this share of the longer words. */
function misheard(rng: Rng, text: string, share: number): string {
  return text.replace(/[\p{L}]{6,}/gu, (word) => {
    if (!rng.chance(share)) return word
    const at = 2 + rng.int(word.length - 3)
    const [head, letter, tail] = [word.slice(0, at), word[at] as string, word.slice(at + 1)]
    const forms = [head + tail, head + letter + letter + tail, `${head}о${tail}`, head.slice(0, -1) + letter + head.at(-1) + tail]
    return rng.pick(forms)
  })
}

function listen(share: number): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const truth of company.callTruths) {
    const text = transcripts.get(`${truth.source}:${truth.touch}`)
    if (typeof text !== 'string') continue
    const heard = listeners.get(truth.script)!(misheard(stream(1, 'errors', truth.touch), text, share)).map(({ key }) => key)
    const real = [...truth.steps, ...truth.objections]
    const tally = tallies.get(truth.language) ?? { found: 0, wrong: 0, missed: 0 }
    tally.found += heard.filter((key) => real.includes(key)).length
    tally.wrong += heard.filter((key) => !real.includes(key)).length
    tally.missed += real.filter((key) => !heard.includes(key)).length
    tallies.set(truth.language, tally)
  }
  return tallies
}

describe.each([
  ['as recorded', 0],
  ['with an error in every eighth long word more', 0.125],
])('steps and objections in calls %s', (_, share) => {
  const tallies = listen(share)
  it.each(['uk', 'ru'])('are found in %s with a precision and recall of at least 0.9', (language) => {
    const { found, wrong, missed } = tallies.get(language)!
    expect(found + missed).toBeGreaterThan(200)
    expect(found / (found + wrong)).toBeGreaterThanOrEqual(0.9)
    expect(found / (found + missed)).toBeGreaterThanOrEqual(0.9)
    if (share === 0) expect(found / (found + missed)).toBeGreaterThanOrEqual(0.97)
  })
})
