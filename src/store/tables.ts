// The tables as Kysely sees them: one line of shape per column, the same as the migrations made them.

import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** A jsonb column: read as T, written as its JSON text (`pg` would turn an array into a PostgreSQL array). */
type Json<T extends object | null> = JSONColumnType<T, string, string>

type WorkspacesTable = {
  id: string
  num: ColumnType<number, never, never>
  created_at: Date
  demo: boolean
  settings: Json<Record<string, unknown>>
  settings_version: number
}

type SourcesTable = {
  ws: number
  id: string
  kind: string
  created_at: Date
  last_record_at: Date | null
  complete_from: Json<Record<string, string>>
}

/** What an import says of one file; the answer of `rumb import` has the same keys. */
export type ImportedFile = { file: string; kind: string; rows: number; accepted: number; unchanged: number; quarantined: number }

type ImportsTable = {
  id: Generated<number>
  ws: number
  source: string
  started_at: Date
  finished_at: Date | null
  files: ColumnType<ImportedFile[], string | undefined, string>
  seconds: number | null
}

type QuarantineTable = {
  id: Generated<number>
  ws: number
  source: string
  kind: string
  spot: string
  record_id: string | null
  file: string | null
  line: number | null
  column: string | null
  value: string | null
  reason: string
  raw: ColumnType<unknown, string | null, string | null>
  at: Date
}

type FactRunsTable = { n: Generated<number>; ws: number; what: string; at: Date }
type AccessTokensTable = { hash: string; created_at: Date; expires_at: Date | null; used_at: Date | null }
type SessionsTable = { hash: string; created_at: Date; expires_at: Date }
type MappingsTable = { ws: number; name: string; yaml: string; updated_at: Date }

export type Tables = {
  workspaces: WorkspacesTable
  sources: SourcesTable
  imports: ImportsTable
  quarantine: QuarantineTable
  fact_runs: FactRunsTable
  access_tokens: AccessTokensTable
  sessions: SessionsTable
  mappings: MappingsTable
}
