// One door for every resource of contract/resources.ts: checks the question, finds the workspace, calls the use case.
// HTTP and the command line come through here, so both answer the same.
import type { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import { type ResourceInput, type ResourceName, type ResourceOutput, resources } from '../contract/resources.ts'
import { listKpis, showKpi } from './list-kpis.ts'
import { listMeanings } from './list-meanings.ts'
import { listQuarantine } from './list-quarantine.ts'
import { listSources } from './list-sources.ts'
import { listWorkspaces } from './list-workspaces.ts'
import type { House } from './open-house.ts'
import { patchSettings, showSettings } from './patch-settings.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { runQuery } from './run-query.ts'
import { searchRecords } from './search-records.ts'
import { showFunnel } from './show-funnel.ts'
import { showLedger } from './show-ledger.ts'
import { showLost } from './show-lost.ts'

export type Lang = 'ru' | 'uk' | 'en'
export type Asker = {
  viewer: Viewer
  lang: Lang
  now: Date
  /** As named by the asker; null = the default one. */
  workspace: string | null
}
type Asked = Asker & { workspace: string }

type Answers = {
  [N in ResourceName]: (house: House, ask: Asked, input: ResourceInput<N>) => Promise<ResourceOutput<N>> | ResourceOutput<N>
}

/** Comes with the next change. */
const closed = (): never => {
  throw new AppError('not_found', 'There are no accounts yet.')
}

const answers: Answers = {
  session: closed,
  signIn: closed,
  signOut: closed,
  account: closed,
  owner: closed,
  ownerLink: closed,
  people: closed,
  users: closed,
  userPatch: closed,
  userRemove: closed,
  userLink: closed,
  invitations: closed,
  invite: closed,
  invitationRevoke: closed,
  invitationLook: closed,
  invitationAccept: closed,
  keys: closed,
  keyAdd: closed,
  keyRevoke: closed,
  audit: closed,
  query: (house, ask, query) => runQuery(house, { ...ask, query }),
  records: (house, ask, query) => searchRecords(house, { ...ask, query }),
  funnel: (house, ask, query) => showFunnel(house, { ...ask, query }),
  ledger: (house, ask, query) => showLedger(house, { ...ask, query }),
  lost: (house, ask, query) => showLost(house, { ...ask, query }),
  kpis: () => listKpis(),
  kpi: (_house, _ask, { id }) => showKpi(id),
  settings: (house, ask) => showSettings(house, ask),
  settingsPatch: (house, ask, patch) => patchSettings(house, { ...ask, patch }),
  meanings: (house, ask) => listMeanings(house, ask),
  workspaces: (house) => listWorkspaces(house),
  sources: (house, ask) => listSources(house, ask),
  quarantine: (house, ask, query) => listQuarantine(house, { ...ask, query }),
}

/** These answer without a workspace, or make one. */
const needsNoWorkspace: ReadonlySet<ResourceName> = new Set(['kpis', 'kpi', 'workspaces'])

/** The answer of a resource. Throws AppErrors: bad_input with every problem of the question, and what the use case throws. */
export async function askHouse<N extends ResourceName>(house: House, asker: Asker, name: N, input: unknown): Promise<ResourceOutput<N>> {
  const question = parseInput<ResourceInput<N>>(resources[name].input, input)
  const answer: Answers[N] = answers[name]
  return answer(house, { ...asker, workspace: await workspaceFor(house, asker, name) }, question)
}

async function workspaceFor(house: House, asker: Asker, name: ResourceName): Promise<string> {
  if (needsNoWorkspace.has(name)) return ''
  if (name === 'settingsPatch' && asker.workspace !== null) return asker.workspace
  return (await resolveWorkspace(house, asker.workspace)).id
}

/** Checks what came from outside; bad_input names every problem with its place. */
export function parseInput<T>(schema: z.ZodType, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data as T
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const first = problems[0]
  throw new AppError('bad_input', first ? `${first.path || 'the request'}: ${first.message}` : 'The request cannot be read.', {
    problems,
    ...(first?.path ? { path: first.path } : {}),
  })
}
