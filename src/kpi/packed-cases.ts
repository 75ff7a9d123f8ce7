// Cases in time as the engine packs them: for each 8 bytes of exit (float, little end first), 1 of outcome, and 8 of entry where cases
// can enter late. Text of numbers would take the page longer to read than to compute.
import type { Cases } from '../stats/timeline.ts'

const exitBytes = 8
const outcomeBytes = 1
const entryBytes = 8

/** `packed` in base64; undefined = no case. */
export function unpackCases(packed: unknown, entersLate: boolean): Cases {
  const bytes = Buffer.from(typeof packed === 'string' ? packed : '', 'base64')
  const stride = exitBytes + outcomeBytes + (entersLate ? entryBytes : 0)
  const n = Math.floor(bytes.length / stride)
  const exit = new Float64Array(n)
  const outcome = new Uint8Array(n)
  const entry = entersLate ? new Float64Array(n) : null
  for (let i = 0, at = 0; i < n; i++, at += stride) {
    exit[i] = bytes.readDoubleLE(at)
    outcome[i] = bytes[at + exitBytes] ?? 0
    if (entry !== null) entry[i] = bytes.readDoubleLE(at + exitBytes + outcomeBytes)
  }
  return { exit, outcome, entry: entry?.some((seconds) => seconds > 0) ? entry : null }
}
