// Every route with what is sent to see whether it opens, and to whom it should. A new route is missed here by the compiler.
import { type ResourceName, resources } from '../../src/contract/resources.ts'
import type { Access } from '../../src/contract/roles.ts'
import { streams } from '../../src/contract/streams.ts'

export type RouteName = ResourceName | keyof typeof streams
export const routes: Readonly<Record<RouteName, { method: string; path: string; access: Access }>> = { ...resources, ...streams }
export const november = { from: '2026-11-01', to: '2026-12-01' }

/** What is sent to see whether a route opens; what would change something names what is not there. */
export const probes: Readonly<Record<RouteName, object | undefined>> = {
  query: { kpis: ['calls'], by: ['person'], ...november },
  records: { kpi: 'calls', ...november },
  funnel: november,
  ledger: november,
  lost: november,
  explain: { kpi: 'calls', by: ['touch_kind'], ...november },
  bottlenecks: november,
  kpis: undefined,
  kpi: undefined,
  settings: undefined,
  settingsPatch: { credit: 'closer' },
  settingChanges: undefined,
  meanings: undefined,
  workspaces: undefined,
  sources: undefined,
  quarantine: undefined,
  session: undefined,
  signIn: { email: 'nobody@nowhere.example', password: 'x' },
  signOut: undefined,
  account: {},
  owner: { name: 'x', email: 'x@x.example', password: 'long enough to be one' },
  ownerLink: {},
  people: undefined,
  users: undefined,
  userPatch: { role: 'analyst' },
  userRemove: undefined,
  userLink: {},
  invitations: undefined,
  invite: { role: 'rep', person: 'crm:nobody' },
  invitationRevoke: undefined,
  invitationLook: { token: 'x' },
  invitationAccept: { token: 'x' },
  keys: undefined,
  keyAdd: { name: 'x', role: 'rep', person: 'crm:nobody' },
  keyRevoke: undefined,
  audit: undefined,
  health: undefined,
  openapi: undefined,
  docs: undefined,
  metrics: undefined,
  ingest: { source: 'crm', records: {} },
  imports: { paths: [] },
  quarantineExport: undefined,
  live: undefined,
}

const everyRole = 'owner head lead rep reviewer analyst'
const sellers = 'owner head lead rep analyst'
const readers = 'owner head analyst'
const managers = 'owner head'

/** Who may use a route, said once more and apart from the program's own table. */
export const opensTo: Readonly<Record<RouteName, string>> = {
  query: everyRole,
  records: everyRole,
  funnel: sellers,
  ledger: sellers,
  lost: sellers,
  explain: everyRole,
  bottlenecks: sellers,
  kpis: everyRole,
  kpi: everyRole,
  settings: everyRole,
  settingsPatch: managers,
  settingChanges: sellers,
  meanings: readers,
  workspaces: everyRole,
  sources: readers,
  quarantine: readers,
  session: everyRole,
  signIn: everyRole,
  signOut: everyRole,
  account: everyRole,
  owner: '',
  ownerLink: '',
  people: managers,
  users: managers,
  userPatch: managers,
  userRemove: managers,
  userLink: managers,
  invitations: managers,
  invite: managers,
  invitationRevoke: managers,
  invitationLook: everyRole,
  invitationAccept: everyRole,
  keys: managers,
  keyAdd: managers,
  keyRevoke: managers,
  audit: 'owner',
  health: everyRole,
  openapi: everyRole,
  docs: everyRole,
  metrics: '',
  ingest: managers,
  imports: '',
  quarantineExport: readers,
  live: everyRole,
}
