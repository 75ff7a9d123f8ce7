// How many leads a rule of the ideal customer would take in, before it is kept.
import { CUSTOMER_RULE_FIELDS } from '../contract/customer-rule.ts'
import { CUSTOMER_TRY_DAYS, type CustomerTried, type CustomerTry } from '../contract/customer-tries.ts'
import { loadFactContext } from '../warehouse/facts/load-context.ts'
import { tryIdealCustomer } from '../warehouse/try-ideal-customer.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

export async function tryCustomerRule(
  house: House,
  { workspace, now, input }: { workspace: string; now: Date; input: CustomerTry },
): Promise<CustomerTried> {
  const { num, settings } = await resolveWorkspace(house, workspace)
  const context = await loadFactContext(house.warehouse, { ws: num, settings: { ...settings, ideal_customer: input.rule }, version: '0' })
  const row = await tryIdealCustomer(house.warehouse, context, now, CUSTOMER_TRY_DAYS)
  const hasRule = input.rule !== null
  return {
    leads: row.leads,
    matched: { leads: row.matched, won: row.matched_won },
    others: hasRule ? { leads: row.others, won: row.others_won } : { leads: 0, won: 0 },
    undecided: hasRule ? row.leads - row.matched - row.others : row.leads,
    fields: [
      ...CUSTOMER_RULE_FIELDS.map((field, i) => ({ field, known: row.known[i] ?? 0, values: row.tops[i] ?? [] })),
      ...row.extras.map((name) => ({ field: `extra.${name}`, known: 0, values: [] })),
    ],
  }
}
