// Calls made by a script.
import { talk } from './conversations.ts'
import type { Life, Link } from './life.ts'

export type ScriptedCall = { at: number; person: string; script: string; helped: boolean }

export function scriptedCall(life: Life, link: Link, call: ScriptedCall): number {
  return talk(life, link, call.at, call.person, { script: call.script })
}
