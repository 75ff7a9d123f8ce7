// The tables as Kysely sees them: one line of shape per column, the same as the migrations made them.

import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Agreement, Training } from '../contract/one-on-ones.ts'
import type { Role } from '../contract/roles.ts'

/** A jsonb column: read as T, written as its JSON text (`pg` would turn an array into a PostgreSQL array). */
type Json<T extends object | null> = JSONColumnType<T, string, string>

/** The same where nothing may stand. */
type JsonOrNull<T extends object> = ColumnType<T | null, string | null | undefined, string | null>

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

type ClosingsTable = {
  ws: number
  month: string
  closed_at: Date
  closed_by: string
  people: ColumnType<unknown, string, string>
}

type ConsentsTable = { id: string; who: string; workspace: string; secret: string; created_at: Date }

type RezonesTable = {
  ws: number
  old_zone: string
  new_zone: string
  kinds: ColumnType<unknown, string | undefined, string>
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

type UsersTable = {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  created_at: Date
  updated_at: Date
  owns_house: Generated<boolean>
}

type UserAccountsTable = { id: string; user_id: string; provider_id: string; password: string | null }
type UserSessionsTable = { id: string; user_id: string; token: string; expires_at: Date; updated_at: Date }

type GrantColumns = { role: Role; person: string | null; teams: Json<string[]> }
type MembersTable = GrantColumns & { ws: number; user_id: string; created_at: Date }

type InvitationsTable = GrantColumns & {
  id: Generated<number>
  hash: string
  ws: number
  email: string | null
  /** Whose password it renews; null = it is an invitation. */
  user_id: string | null
  created_at: Date
  created_by: string
  expires_at: Date
  used_at: Date | null
}

type ApiKeysTable = GrantColumns & {
  id: Generated<number>
  hash: string
  ws: number
  name: string
  created_at: Date
  created_by: string
  expires_at: Date | null
  last_used_at: Date | null
}

type SiteKeysTable = { ws: number; key: string; created_at: Date }

type TriesTable = { what: string; since: Date; count: number }

type AuditLogTable = {
  id: Generated<number>
  at: Date
  ws: number | null
  who_kind: 'user' | 'key' | 'link' | 'machine' | 'nobody'
  who_id: string | null
  who_name: string | null
  action: string
  detail: Json<Record<string, unknown>>
  address: string | null
}

type PromisesTable = {
  id: Generated<number>
  ws: number
  deal: string
  day: ColumnType<string, string, string>
  marked_at: Date
  marked_by: string
}

type PlanForecastsTable = {
  ws: number
  day: ColumnType<string, string, string>
  plan: string
  metric: string
  from: ColumnType<string, string, string>
  to: ColumnType<string, string, string>
  target: number
  actual: number
  probability: number | null
  p10: number
  p50: number
  p90: number
}

type PaySchemesTable = { ws: number; role: string; scheme: Json<Record<string, unknown>>; changed_at: Date; changed_by: string }

type OwnKpisTable = {
  ws: number
  id: string
  version: number
  source: string
  changed_at: Date
  changed_by: string
  removed_at: Date | null
}

type SavedViewsTable = {
  id: Generated<number>
  ws: number
  owner: string
  owner_name: string
  shared: boolean
  name: string
  path: string
  search: string
  created_at: Date
  removed_at: Date | null
}

type OneOnOnesTable = {
  id: Generated<number>
  ws: number
  person: string
  day: ColumnType<string, string, string>
  author: string
  author_name: string
  notes: string
  agreements: Json<Agreement[]>
  training: Json<Training[]>
  changed_at: Date
}

type IdentityDecisionsTable = {
  ws: number
  kind: 'people' | 'companies' | 'contacts'
  a: string
  b: string
  verdict: 'joined' | 'refused'
  decided_at: Date
  decided_by: string
}

type ConnectionsTable = {
  ws: number
  source: string
  system: string
  address: string
  /** Sealed with a key that is not in the store. */
  secret: string
  state: Json<Record<string, unknown>>
  created_at: Date
  synced_at: Date | null
  complete_from: Date | null
  error: string | null
  error_at: Date | null
  /** The name of the account, as the system tells it. */
  account: string | null
  rights: JsonOrNull<SourceRight[]>
  every_minutes: Generated<number>
  paused_at: Date | null
  /** When the last sync began. */
  started_at: Date | null
  /** Syncs that failed since the last good one. */
  failures: Generated<number>
  progress: JsonOrNull<SyncCounts>
}

/** What a token may read, by kind of record. */
export type SourceRight = { kind: string; may: boolean }
export type SyncCounts = { answers: number; accepted: number; unchanged: number; quarantined: number }

export type Tables = {
  connections: ConnectionsTable
  users: UsersTable
  user_accounts: UserAccountsTable
  user_sessions: UserSessionsTable
  members: MembersTable
  invitations: InvitationsTable
  api_keys: ApiKeysTable
  site_keys: SiteKeysTable
  tries: TriesTable
  audit_log: AuditLogTable
  workspaces: WorkspacesTable
  sources: SourcesTable
  imports: ImportsTable
  quarantine: QuarantineTable
  fact_runs: FactRunsTable
  access_tokens: AccessTokensTable
  sessions: SessionsTable
  mappings: MappingsTable
  promises: PromisesTable
  pay_schemes: PaySchemesTable
  plan_forecasts: PlanForecastsTable
  one_on_ones: OneOnOnesTable
  closings: ClosingsTable
  identity_decisions: IdentityDecisionsTable
  own_kpis: OwnKpisTable
  saved_views: SavedViewsTable
  rezones: RezonesTable
  consents: ConsentsTable
}
