// A script and a material as they are edited in fields, and back into what is kept. Pure.
import type { MaterialAsk, ScriptAsk, Scripts } from '../api/contract.ts'

export type Script = Scripts['scripts'][number]
export type Material = Scripts['materials'][number]
/** Phrases are one text, a line each. */
export type PartForm = { key: string; title: string; phrases: string; weight: number; critical: boolean }
export type ScriptForm = { id: string | null; name: string; version: string; percent: number; steps: PartForm[]; objections: PartForm[] }
export type PartKind = 'steps' | 'objections'

const usualPercent = 70
export const emptyScript: ScriptForm = { id: null, name: '', version: '', percent: usualPercent, steps: [], objections: [] }

const partForm = (part: Script['objections'][number] & { weight?: number; critical?: boolean }): PartForm => ({
  ...{ key: part.key, title: part.title ?? part.key, phrases: part.phrases.join('\n') },
  ...{ weight: part.weight ?? 1, critical: part.critical ?? false },
})

export function formOf({ id, name, version, threshold, steps, objections }: Script): ScriptForm {
  const percent = Math.round(threshold * 100)
  return { id, name, version, percent, steps: steps.map(partForm), objections: objections.map(partForm) }
}

/** A part at the end, under a key nobody has. */
export function withPart(form: ScriptForm, kind: PartKind): ScriptForm {
  const taken = new Set([...form.steps, ...form.objections].map(({ key }) => key))
  const free = (n: number): string => (taken.has(`${kind.slice(0, -1)}_${n}`) ? free(n + 1) : `${kind.slice(0, -1)}_${n}`)
  return { ...form, [kind]: [...form[kind], { key: free(form[kind].length + 1), title: '', phrases: '', weight: 1, critical: false }] }
}

export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

function partsOf({ steps, objections }: ScriptForm): Pick<ScriptAsk, 'steps' | 'objections'> {
  const plain = ({ key, title, phrases }: PartForm) => ({ key, title: title.trim() || key, phrases: linesOf(phrases) })
  return {
    steps: steps.map((part) => ({ ...plain(part), weight: part.weight, critical: part.critical })),
    objections: objections.map(plain),
  }
}

/** What is tried while it is written; null without a phrase. */
export function tryOf(form: ScriptForm): string | null {
  const parts = partsOf(form)
  return [...parts.steps, ...parts.objections].some(({ phrases }) => phrases.length > 0) ? JSON.stringify(parts) : null
}

export const isWhole = ({ name, steps, objections }: ScriptForm): boolean =>
  name.trim() !== '' && steps.length > 0 && [...steps, ...objections].every(({ title }) => title.trim() !== '')

export function askOf(form: ScriptForm): ScriptAsk {
  const { id, name, version, percent } = form
  return { ...(id === null ? {} : { id }), name, version, threshold: percent / 100, ...partsOf(form) }
}

export const emptyMaterial: MaterialAsk = { name: '', kind: '', url: '', language: '', published_at: '', cost: null }
export const materialAsk = ({ source: _source, published_at, ...material }: Material): MaterialAsk => ({
  ...material,
  published_at: published_at ?? '',
})
