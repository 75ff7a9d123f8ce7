// Who the caller is, which workspaces they may open and what they may do in the one that is meant.
import type { SessionAnswer } from '../../contract/access.ts'
import { resources } from '../../contract/resources.ts'
import type { Access } from '../../contract/roles.ts'
import { streams } from '../../contract/streams.ts'
import { hasOwner } from '../../store/tables/users.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import type { House } from '../open-house.ts'
import { earlyResources, listOpened, type Opened } from './admit.ts'
import { type Caller, ownsHouse } from './caller.ts'

type Ask = { caller: Caller; workspace: string | null }

export async function showSession(house: House, { caller, workspace }: Ask): Promise<SessionAnswer> {
  const opened = await listOpened(house, caller)
  const meant = opened.find((one) => one.workspace.id === workspace) ?? defaultOf(opened)
  const { role = null, person = null, teams = [] } = meant?.viewer ?? {}
  const [people, groups] = await Promise.all(
    (['people', 'teams'] as const).map(async (kind) => {
      const ids = kind === 'people' ? (person === null ? [] : [person]) : [...teams]
      return meant === undefined ? [] : findRecordNames(house.warehouse, meant.workspace.num, kind, ids)
    }),
  )
  return {
    user: caller.kind === 'user' ? { id: caller.user.id, name: caller.user.name, email: caller.user.email } : null,
    via: caller.kind === 'user' ? 'session' : caller.kind === 'nobody' ? null : caller.kind,
    needs_owner: caller.kind === 'link' && !(await hasOwner(house.store.db)),
    workspace: meant?.workspace.id ?? null,
    role,
    person: people?.[0] ?? null,
    teams: groups ?? [],
    workspaces: inOrder(opened).map((one) => ({
      ...{ id: one.workspace.id, name: one.workspace.id, demo: one.workspace.isDemo, role: one.viewer.role },
    })),
    may: Object.entries({ ...resources, ...streams }).flatMap(([name, { access }]) =>
      isFor(caller, meant, access) || (earlyResources.has(name) && ownsHouse(caller)) ? [name] : [],
    ),
  }
}

/** As when nobody names one: the only real one, else the demo. */
function defaultOf(opened: readonly Opened[]): Opened | undefined {
  const real = opened.filter(({ workspace }) => !workspace.isDemo)
  return real.length > 1 ? undefined : (real[0] ?? opened[0])
}

/** The demo last. */
export const inOrder = (opened: readonly Opened[]): Opened[] => [
  ...opened.filter(({ workspace }) => !workspace.isDemo),
  ...opened.filter(({ workspace }) => workspace.isDemo),
]

function isFor(caller: Caller, meant: Opened | undefined, access: Access): boolean {
  if (access === 'open') return true
  if (access === 'caller') return caller.kind !== 'nobody'
  if (access === 'link' || access === 'machine') return caller.kind === access
  if (access === 'house') return ownsHouse(caller) || (caller.kind === 'key' && caller.key.role === 'owner')
  return meant !== undefined && access.includes(meant.viewer.role)
}
