// What a month comes to for each person by the scheme of their role, on the figures as they are now: owner and head see everybody, a
// person themselves.
import { Temporal } from 'temporal-polyfill'
import type { PayAnswer, PayPerson, PayQuery } from '../../contract/pay.ts'
import type { Viewer } from '../../contract/query.ts'
import { momentAsked } from '../../kpi/passes/period.ts'
import { add, fraction, toMoney } from '../../kpi/pay/fraction.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { GENERATOR } from '../../stats/seeded-random.ts'
import { findMembers, unknownMember } from '../../warehouse/find-members.ts'
import { hashIds } from '../../warehouse/find-plans.ts'
import { loadCatalogue } from '../load-catalogue.ts'
import type { House } from '../open-house.ts'
import { SEED } from '../plans/forecast-plans.ts'
import { findWorkspaceRules } from '../workspace-rules.ts'
import { paySheets } from './pay-sheets.ts'

export async function measurePay(house: House, ask: { workspace: string; viewer: Viewer; now: Date; query: PayQuery }): Promise<PayAnswer> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const { timezone } = rules.zone
  const asOf = momentAsked(ask.query.as_of, Temporal.Instant.fromEpochMilliseconds(ask.now.getTime()), timezone).toString()
  const month = ask.query.month ?? localDay(asOf, timezone).slice(0, 7)
  const sheets = await paySheets({ house, rules, catalogue: await loadCatalogue(), month, asOf, withForecast: true })
  const own = ask.viewer.role === 'rep' ? [ask.viewer.person ?? ''] : null
  const wanted = [own, ask.query.person === undefined ? null : [ask.query.person]].filter((ids) => ids !== null)
  const keys = await Promise.all(wanted.map(async (ids) => new Set(await hashIds(house.warehouse, ids))))
  const shown = sheets.filter(({ person }) => keys.every((set) => set.has(person)))
  const names = await findMembers(
    house.warehouse,
    rules.workspace.num,
    'people',
    shown.map(({ person }) => person),
  )
  const people = shown.map(
    ({ person, scheme, sheet, forecast }): PayPerson => ({
      ...{ person: names.get(person) ?? unknownMember, role: scheme.role, fixed: scheme.fixed, ...sheet },
      ...{ total: toMoney(add(fraction(scheme.fixed), fraction(sheet.bonus))), forecast },
    }),
  )
  const { id, settings } = rules.workspace
  const isForecast = people.some(({ forecast }) => forecast !== null)
  const few = shown.filter((one) => one.few.length > 0)
  const notes = [
    ...(isForecast ? [{ code: 'seeded', text: `${GENERATOR}, seed ${SEED}` }] : []),
    ...few.map((one) => ({ code: 'few_cases', text: `${names.get(one.person)?.name ?? one.person}: ${one.few.join(', ')}, n < 20` })),
  ]
  return {
    ...{ workspace: id, currency: settings.currency, timezone, as_of: asOf, month, closed_at: null, by: null, people, corrections: [] },
    ...(notes.length > 0 ? { notes } : {}),
  }
}
