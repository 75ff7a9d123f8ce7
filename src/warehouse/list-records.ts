// Reads the cases behind a figure, with the names of their clients. Which cases they are is decided by the pass that lists them.
import type { ListSelects } from '../kpi/passes/list-cases.ts'
import { printSelect } from '../kpi/sql/print.ts'
import type { Warehouse } from './client.ts'
import { findNamed } from './find-members.ts'

export type ListedCase = {
  kind: string
  /** `source:id` */
  id: string
  /** Unix milliseconds. */
  at: number | null
  amount: number | null
  reason: string | null
  company: string
  contact: string
}

type Row = {
  case_id: string
  case_kind: string
  case_at: string | null
  case_amount: number | null
  case_reason: string | null
  case_company: string
  case_contact: string
}

const readSettings = { output_format_json_quote_64bit_floats: 0, output_format_json_quote_denormals: 0 }

export type Page = { limit: number; offset: number }

/** How many there are, and a page of them, latest first; a limit of 0 only counts. */
export async function listCases(
  warehouse: Warehouse,
  selects: ListSelects,
  { limit, offset }: Page,
): Promise<{ count: number; cases: ListedCase[] }> {
  const [counted, found] = await Promise.all([
    warehouse.query<{ n: string }>(printSelect(selects.count)),
    limit === 0 ? [] : warehouse.query<Row>(printSelect(selects.page(limit, offset)), { settings: readSettings }),
  ])
  const cases = found.map((row) => ({
    kind: row.case_kind,
    id: row.case_id,
    at: row.case_at === null ? null : Number(row.case_at),
    amount: row.case_amount,
    reason: row.case_reason,
    company: row.case_company,
    contact: row.case_contact,
  }))
  return { count: Number(counted[0]?.n ?? 0), cases }
}

/** Name of each case's client: the company's, else the contact's; none where neither is known. */
export async function nameCases(warehouse: Warehouse, ws: number, cases: readonly ListedCase[]): Promise<(string | null)[]> {
  const [companies, contacts] = await Promise.all([
    findNamed(
      warehouse,
      ws,
      'companies',
      cases.map((one) => one.company),
    ),
    findNamed(
      warehouse,
      ws,
      'contacts',
      cases.map((one) => one.contact),
    ),
  ])
  return cases.map((one) => companies.get(one.company)?.name || contacts.get(one.contact)?.name || null)
}
