// A house in a temporary directory, on the embedded twins, that records are told to: each batch is taken in and its facts derived.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { deriveFacts } from '../../src/app/derive-facts.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { loadConfig } from '../../src/config.ts'
import type { Viewer } from '../../src/contract/query.ts'
import { createWorkspace, type Workspace } from '../../src/store/tables/workspaces.ts'
import { ingest } from '../../src/warehouse/ingest/ingest.ts'

export type Records = Readonly<Record<string, readonly object[]>>

export type ToldHouse = {
  house: House
  makeWorkspace(id: string, settings?: Readonly<Record<string, unknown>>): Promise<Workspace>
  /** Takes records in by source; no record may be refused. */
  hear(workspace: Workspace, bySource: Readonly<Record<string, Records>>): Promise<void>
  /** Takes records in by source, then derives the facts. */
  tell(workspace: Workspace, bySource: Readonly<Record<string, Records>>): Promise<void>
  close(): Promise<void>
}

export const owner: Viewer = { role: 'owner', person: null, teams: [] }

/** In a directory of its own that is removed in the end, or in the one given, which stays. */
export async function openToldHouse(kept?: string): Promise<ToldHouse> {
  const directory = kept ?? mkdtempSync(join(tmpdir(), 'rumb-told-'))
  const house = await openHouse(loadConfig({ data: directory }, {}))
  let batch = Date.parse('2026-11-01T00:00:00Z')
  const hear: ToldHouse['hear'] = async (workspace, bySource) => {
    const sources = Object.keys(bySource)
    for (const [source, records] of Object.entries(bySource)) {
      const target = { ws: workspace.num, source, sources, zone: workspace.settings.timezone }
      const { kinds } = await ingest(house.warehouse, { ...target, records, nowMs: batch++ })
      expect(Object.values(kinds).flatMap((kind) => kind.problems)).toEqual([])
    }
  }
  return {
    house,
    makeWorkspace: (id, settings = {}) => createWorkspace(house.store.db, { id, createdAt: new Date(0), settings }),
    hear,
    tell: async (workspace, bySource) => {
      await hear(workspace, bySource)
      await deriveFacts(house, { workspace: workspace.id })
    },
    close: async () => {
      await house.close()
      if (kept === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}
