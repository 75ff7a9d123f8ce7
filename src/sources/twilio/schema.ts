// A call as Twilio writes it in lists, exports and callbacks: one meaning, three spellings.
import { z } from 'zod'
import { fromIso, isValues, toText, wire } from '../wire-values.ts'

const aliases: Readonly<Record<string, string>> = {
  ...{ callsid: 'sid', parentcallsid: 'parent', callstatus: 'status', callduration: 'duration', recordingurl: 'recording' },
  ...{ called: 'to', caller: 'from', starttime: 'start', endtime: 'end', timestamp: 'stamp', datecreated: 'stamp' },
}

/** What a callback tells of the call it put through (`DialCallStatus`) says more than its own. */
function toNames(raw: unknown): unknown {
  if (!isValues(raw)) return raw
  const told = Object.entries(raw).flatMap(([name, value]) => {
    const even = name.toLowerCase().replace(/[^a-z]/g, '')
    const isDial = even.startsWith('dialcall')
    const own = isDial ? even.slice('dial'.length) : even
    const isPlain = own in aliases ? 0 : 1
    return own === 'callsid' && isDial ? [] : [{ name: aliases[own] ?? own, value, rank: isDial ? 2 : isPlain }]
  })
  return Object.fromEntries(
    told
      .filter(({ value }) => toText(value) !== null)
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ name, value }) => [name, value]),
  )
}

/** ISO, or `Mon, 02 Mar 2026 10:00:00 +0000`. */
const moment = z
  .unknown()
  .optional()
  .transform((value) => {
    const text = toText(value)
    if (text === null || !/^[A-Z][a-z]{2}, \d/.test(text)) return fromIso(text)
    const at = Date.parse(text)
    return Number.isNaN(at) ? text : new Date(at).toISOString()
  })

export const call = z.preprocess(
  toNames,
  z
    .object({
      ...{ sid: wire.id, parent: wire.ref, from: wire.text, to: wire.text, direction: wire.text, status: wire.text },
      ...{ start: moment, end: moment, stamp: moment, duration: wire.number, recording: wire.text },
    })
    .refine((value) => (value.start ?? value.stamp) !== null, { path: ['start'], error: 'required, but empty' }),
)
export type TwilioCall = z.output<typeof call>

export const recording = z.object({ call_sid: wire.id, media_url: wire.text, uri: wire.text })
export type TwilioRecording = z.output<typeof recording>
