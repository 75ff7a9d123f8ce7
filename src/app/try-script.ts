// A script while it is written: which phrases are heard in the latest calls that have a transcript, and where.
import { Temporal } from 'temporal-polyfill'
import type { ScriptPart } from '../contract/script.ts'
import type { ScriptTried, ScriptTry } from '../contract/script-edits.ts'
import { talks } from '../kpi/call-figures.ts'
import { makeListener } from '../speech/hear-call.ts'
import { findMembers, unknownMember } from '../warehouse/find-members.ts'
import { readTranscripts, type Transcript } from '../warehouse/read-scripts.ts'
import { readTalks } from '../warehouse/read-talks.ts'
import { seenCalls } from './list-reviews.ts'
import type { House } from './open-house.ts'
import type { Ask } from './run-query.ts'

/** Among so many of the latest talks transcripts are looked for … */
const READ_MAX = 5000
/** … and so many of them are listened to: enough to see a phrase work, few enough to hear while it is written. */
const CALLS_MAX = 200
const EXAMPLES_MAX = 3

type Place = { call: string; quote: string }
type Sought = { part: string; phrase: string; isStep: boolean; places: Place[] }

/** Of the viewer's calls. */
export async function tryScript(house: House, ask: Ask & { input: ScriptTry }): Promise<ScriptTried> {
  const { steps, objections } = ask.input
  const { ws, ids } = await seenCalls(house, ask, talks.id, { limit: READ_MAX })
  const calls = await readTranscripts(house.warehouse, ws, ids, CALLS_MAX)
  const sought = [
    ...steps.flatMap(({ key, phrases }) => phrases.map((phrase): Sought => ({ part: key, phrase, isStep: true, places: [] }))),
    ...objections.flatMap(({ key, phrases }) => phrases.map((phrase): Sought => ({ part: key, phrase, isStep: false, places: [] }))),
  ]
  listenFor(sought, calls)
  const shown = await nameExamples(house, ask, ws, sought)
  return {
    calls: calls.length,
    parts: [...steps, ...objections].map(({ key }) => {
      const own = sought.filter(({ part }) => part === key)
      return {
        key,
        calls: new Set(own.flatMap(({ places }) => places.map(({ call }) => call))).size,
        phrases: own.map(({ phrase, places }) => ({
          phrase,
          calls: places.length,
          examples: places.slice(0, EXAMPLES_MAX).flatMap(shown),
        })),
      }
    }),
  }
}

/** Every phrase is a part of its own here, so that none hides behind another of its step. */
function listenFor(sought: readonly Sought[], calls: readonly Transcript[]): void {
  const parts = (isStep: boolean): ScriptPart[] =>
    sought.flatMap(({ phrase, ...one }, i) =>
      one.isStep === isStep ? [{ key: String(i), phrases: [phrase], weight: 1, critical: false }] : [],
    )
  const listen = makeListener({ steps: parts(true), objections: parts(false) })
  for (const { id, transcript } of calls)
    for (const { key, quote } of listen(transcript)) sought[Number(key)]?.places.push({ call: id, quote })
}

type Example = ScriptTried['parts'][number]['phrases'][number]['examples'][number]

async function nameExamples(house: House, ask: Ask, ws: number, sought: readonly Sought[]): Promise<(place: Place) => Example[]> {
  const ids = [...new Set(sought.flatMap(({ places }) => places.slice(0, EXAMPLES_MAX).map(({ call }) => call)))]
  const asOf = Temporal.Instant.fromEpochMilliseconds(ask.now.getTime()).toString()
  const read = new Map((await readTalks(house.warehouse, ws, ids, asOf)).map((talk) => [talk.id, talk]))
  const people = await findMembers(
    house.warehouse,
    ws,
    'people',
    [...read.values()].map(({ person }) => person),
  )
  return ({ call, quote }) => {
    const talk = read.get(call)
    return talk === undefined ? [] : [{ call, at: talk.at, person: people.get(talk.person) ?? unknownMember, quote }]
  }
}
