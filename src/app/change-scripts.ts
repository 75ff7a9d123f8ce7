// Scripts and materials a company writes itself: listed, kept and taken away. They are records like any other, so that every figure
// follows; new ones belong to a source of the program's own, changed ones stay where they came from.
import { randomUUID } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import { managers } from '../contract/roles.ts'
import { readScriptParts } from '../contract/script.ts'
import { type MaterialAsk, OWN_SOURCE, type ScriptAsk, type Scripts } from '../contract/script-edits.ts'
import { findOwnVersion, listMaterials, listWholeScripts } from '../warehouse/read-scripts.ts'
import { ingestRecords } from './ingest-records.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import type { Ask } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

const DEFAULT_THRESHOLD = 0.7

export async function listScripts(house: House, ask: Ask): Promise<Scripts> {
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const [scripts, materials] = await Promise.all([
    listWholeScripts(house.warehouse, workspace.num),
    listMaterials(house.warehouse, workspace.num, zone.timezone),
  ])
  return {
    scripts: scripts.map(({ steps, objections, threshold, ...script }) => ({
      ...script,
      threshold: threshold ?? DEFAULT_THRESHOLD,
      steps: readScriptParts(steps).map(({ title, ...part }) => ({ ...part, title: title ?? null })),
      objections: readScriptParts(objections).map(({ key, title, phrases }) => ({ key, title: title ?? null, phrases })),
    })),
    // Costs are for owners and heads.
    materials: managers.includes(ask.viewer.role) ? materials : materials.map((material) => ({ ...material, cost: null })),
  }
}

type Kind = 'scripts' | 'materials'
const splitId = (id: string) => ({ source: id.slice(0, Math.max(0, id.indexOf(':'))), own: id.slice(id.indexOf(':') + 1) })

/** Later than what stands there, so that it wins over it also within one moment. */
async function write(house: House, ask: Ask, kind: Kind, id: string, record: Record<string, unknown>): Promise<void> {
  const { workspace, now } = ask
  const { num } = await resolveWorkspace(house, workspace)
  const { source, own } = splitId(id)
  const before = await findOwnVersion(house.warehouse, num, kind, id)
  if (before === null && source !== OWN_SOURCE) throw new AppError('not_found', `There is no "${id}" among the ${kind}.`, { path: 'id' })
  const updated_at = new Date(Math.max(now.getTime(), (before ?? 0) + 1)).toISOString()
  const records = { [kind]: [{ ...record, id: own, updated_at }] }
  const answer = await ingestRecords(house, { workspace, now, batch: { source, records }, isOwn: true, isQuick: true })
  const [problem] = answer.quarantined
  if (problem !== undefined) throw new AppError('bad_input', problem.reason, { path: problem.column ?? 'name' })
}

const newId = () => `${OWN_SOURCE}:${randomUUID().slice(0, 8)}`

export async function setScript(house: House, ask: Ask, { id = newId(), ...script }: ScriptAsk): Promise<{ id: string }> {
  await write(house, ask, 'scripts', id, script)
  return { id }
}

export async function setMaterial(house: House, ask: Ask, { id = newId(), ...material }: MaterialAsk): Promise<{ id: string }> {
  const given = Object.fromEntries(Object.entries(material).filter(([, value]) => value !== '' && value !== null))
  await write(house, ask, 'materials', id, given)
  return { id }
}

async function remove(house: House, ask: Ask, kind: Kind, id: string): Promise<Record<string, never>> {
  await write(house, ask, kind, id, { deleted: true })
  return {}
}

export const removeScript = (house: House, ask: Ask, { id }: { id: string }) => remove(house, ask, 'scripts', id)
export const removeMaterial = (house: House, ask: Ask, { id }: { id: string }) => remove(house, ask, 'materials', id)
