// Listens to the transcripts that changed, or to all of them by changed scripts, before the facts are derived: what is heard stands where
// neither a person nor a model has checked the call.
import { readScriptParts, type ScriptPart } from '../contract/script.ts'
import { OWN_SOURCE } from '../contract/script-edits.ts'
import { type Heard, makeListener } from '../speech/hear-call.ts'
import type { Warehouse } from '../warehouse/client.ts'
import {
  callRanges,
  forgetHeard,
  type HeardCall,
  type Hearing,
  listScripts,
  listUnheard,
  pageRows,
  type ScriptRow,
  type Unheard,
  writeHeard,
} from '../warehouse/facts/heard-calls.ts'

/** Changes when the same words may be heard otherwise: all calls are then listened to again. */
const earVersion = 1

type Listener = ScriptRow & { parts: readonly ScriptPart[]; listen: (transcript: string) => Heard[] }

type Listening = Omit<Hearing, 'ear'> & { hasHeard: boolean }

export async function hearCalls(warehouse: Warehouse, { ws, runs, version, hasHeard }: Listening): Promise<void> {
  const rows = await listScripts(warehouse, ws)
  const listeners = rows.map((row): Listener => {
    const steps = readScriptParts(row.steps)
    return { ...row, parts: steps, listen: makeListener({ steps, objections: readScriptParts(row.objections) }) }
  })
  const hearing: Hearing = { ws, runs, version, ear: JSON.stringify([earVersion, rows]) }
  if (hasHeard) await forgetHeard(warehouse, hearing, rows.length > 0)
  if (listeners.length === 0) return
  for (const range of await callRanges(warehouse, hearing)) await hearRange(warehouse, hearing, listeners, range)
}

async function hearRange(
  warehouse: Warehouse,
  hearing: Hearing,
  listeners: readonly Listener[],
  { after, until }: { after: bigint; until: bigint },
): Promise<void> {
  for (let last = after; ; ) {
    const calls = await listUnheard(warehouse, hearing, last, until)
    if (calls.length > 0)
      await writeHeard(
        warehouse,
        hearing,
        calls.map((call) => hear(call, listeners)),
      )
    if (calls.length < pageRows) return
    last = BigInt(calls.at(-1)?.k ?? until)
  }
}

/** By the script it names; else by those of its source and the company's own, else of all, the one most of it is heard of. */
function hear(call: Unheard, listeners: readonly Listener[]): HeardCall {
  const named = listeners.filter(({ k }) => k === call.script)
  const isOfSource = listeners.some(({ source }) => source === call.source)
  const own = isOfSource ? listeners.filter(({ source }) => source === call.source || source === OWN_SOURCE) : []
  const candidates = named.length > 0 ? named : own.length > 0 ? own : listeners
  const tried = candidates.map((one) => ({ one, heard: one.listen(call.transcript) }))
  const shares = tried.map(({ one, heard }) => shareOf(one.parts, heard))
  const most = Math.max(...shares)
  const best = tried[shares.indexOf(most)]
  const isItsScript = named.length > 0 || most > 0
  const heard = best?.heard ?? []
  return {
    k: call.k,
    signature: call.signature,
    script: isItsScript ? (best?.one.k ?? '0') : '0',
    heard: heard.map(({ key }) => key),
    quotes: heard.map(({ quote }) => quote),
  }
}

function shareOf(steps: readonly ScriptPart[], heard: readonly Heard[]): number {
  const weigh = (parts: readonly ScriptPart[]) => parts.reduce((sum, { weight }) => sum + weight, 0)
  const whole = weigh(steps)
  return whole === 0 ? 0 : weigh(steps.filter((step) => heard.some(({ key }) => key === step.key))) / whole
}
