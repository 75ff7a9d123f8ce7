// Pay schemes by role: listed, set, taken away. A scheme names KPIs of the catalogue that are measured by person.
import { AppError } from '../../contract/errors.ts'
import type { PayScheme } from '../../contract/pay.ts'
import { listPaySchemes, putPayScheme, removePayScheme } from '../../store/tables/pay-schemes.ts'
import type { Caller } from '../access/caller.ts'
import { giverName } from '../access/invite.ts'
import { loadCatalogue } from '../load-catalogue.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'

type Ask = { workspace: string; now: Date; caller: Caller }

export async function listSchemes(house: House, { workspace }: Pick<Ask, 'workspace'>): Promise<{ schemes: PayScheme[] }> {
  const { num } = await resolveWorkspace(house, workspace)
  return { schemes: await listPaySchemes(house.store.db, num) }
}

/** Throws bad_input for KPIs that cannot be paid by. */
export async function setScheme(house: House, ask: Ask & { scheme: PayScheme }): Promise<PayScheme> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  const { byId } = await loadCatalogue()
  const places = [
    ...ask.scheme.lines.map(({ kpi }, i) => ({ kpi, path: `lines.${i}.kpi` })),
    ...ask.scheme.gates.map(({ kpi }, i) => ({ kpi, path: `gates.${i}.kpi` })),
  ]
  const problems = places
    .filter(({ kpi }) => (byId.get(kpi)?.measure.type ?? 'made') === 'made')
    .map(({ kpi, path }) => ({ path, message: `there is no KPI "${kpi}" to pay by` }))
  if (problems.length > 0)
    throw new AppError('bad_input', `${problems[0]!.path}: ${problems[0]!.message}`, { path: problems[0]!.path, problems })
  await putPayScheme(house.store.db, num, ask.scheme, { at: ask.now, by: giverName(ask.caller) })
  house.news.tell(ask.workspace)
  return ask.scheme
}

export async function removeScheme(house: House, { workspace, role }: Ask & { role: string }): Promise<Record<string, never>> {
  const { num } = await resolveWorkspace(house, workspace)
  if (!(await removePayScheme(house.store.db, num, role)))
    throw new AppError('not_found', `There is no pay scheme of role "${role}".`, { path: 'role' })
  house.news.tell(workspace)
  return {}
}
