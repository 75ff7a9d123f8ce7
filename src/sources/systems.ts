// The systems that can be read, by the names they are called.
import { amocrm, kommo } from './amocrm/map.ts'
import type { Source } from './source.ts'

const sources: readonly Source[] = [amocrm, kommo]

export const systems: readonly string[] = sources.map(({ system }) => system)

export function findSource(system: string): Source | undefined {
  return sources.find((source) => source.system === system.trim().toLowerCase())
}
